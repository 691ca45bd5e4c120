"""A rollout as CloudFormation has it, the alarms that undo it, and who can have none: SageMaker's guardrails."""

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire.endpoints.fleet_share import FleetShare
from sagewire.endpoints.kind import EndpointKind
from sagewire.endpoints.rollback import MODEL_ERRORS
from sagewire.endpoints.rollout import CANARY, LINEAR, ROLLING, Rollout
from sagewire.pseudo import is_token
from sagewire.published_metrics import COMPONENT, COMPONENT_NAME, ENDPOINT_NAME, VARIANT_NAME

_Endpoint = sagemaker.CfnEndpoint
_Component = sagemaker.CfnInferenceComponent
_GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"
_COMPONENTS = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentDeploymentConfig.html"


def check_rollout(
    rollout: Rollout,
    *,
    kind: EndpointKind,
    variant_count: int,
    instance_types: Sequence[str],
    instance_counts: Sequence[float] = (),
) -> None:
    """Raise ValueError for what an endpoint of this kind, with these variants, cannot do or SageMaker would ignore."""
    if kind.label not in MODEL_ERRORS:
        raise ValueError(
            f"rollout is given, and {kind.noun} has none: leave it out, or give it to a real-time endpoint, an"
            f" asynchronous endpoint or an inference component ({_GUIDE}/deployment-guardrails.html)"
        )
    if rollout.strategy == ROLLING and variant_count > 1:
        raise ValueError(
            f"a rolling rollout is given to {variant_count} variants; allowed is 1: use Rollout.canary or"
            f" Rollout.linear ({_GUIDE}/deployment-guardrails-exclusions.html)"
        )
    for instance_type in instance_types:
        if instance_type.startswith("ml.inf1."):
            raise ValueError(
                f"rollout is given to {instance_type!r}, for which SageMaker ignores it without a word and moves all"
                f" traffic at once: use 'ml.inf2' types, or leave rollout out"
                f" ({_GUIDE}/deployment-guardrails-exclusions.html)"
            )
    for count in instance_counts:
        if rollout.size:
            rollout.size.check(count, "instances")


def rollback_alarms(
    scope: Construct,
    *,
    rollout: Rollout,
    kind: EndpointKind,
    endpoint_name: str,
    variant_names: Sequence[str],
    endpoint_config_name: str | None = None,
) -> list[str]:
    """Make the alarms that roll this endpoint's updates back, and name them for `deployment_config`.

    Args:
        scope: The construct that they belong to.
        rollout: Whose alarms they are.
        kind: The endpoint's.
        endpoint_name: Its name as known before it is there; that of the resource would make a circle of references.
        variant_names: Its variants.
        endpoint_config_name: The new configuration; the alarms then watch the new fleet alone, and what is wrong with
            the old one does not hinder the update that mends it. They are of no use to an update made elsewhere.
    """
    if rollout.rollback is None:
        return []
    fleet = {"EndpointConfigName": endpoint_config_name} if endpoint_config_name else {}
    dimensions = {
        _label(name, number): {ENDPOINT_NAME: endpoint_name, VARIANT_NAME: name, **fleet}
        for number, name in enumerate(variant_names)
    }
    return rollout.rollback.provision(scope, publisher=kind.label, dimensions=dimensions)


def deployment_config(rollout: Rollout, alarm_names: Sequence[str]) -> _Endpoint.DeploymentConfigProperty:
    """The rollout as an endpoint states it."""
    alarms = [_Endpoint.AlarmProperty(alarm_name=name) for name in alarm_names]
    batch = rollout.size if rollout.strategy == ROLLING else None
    return _Endpoint.DeploymentConfigProperty(
        auto_rollback_configuration=_Endpoint.AutoRollbackConfigProperty(alarms=alarms) if alarms else None,
        blue_green_update_policy=None if batch else _blue_green(rollout),
        rolling_update_policy=_rolling(rollout, batch) if batch else None,
    )


def component_rollback_alarms(scope: Construct, *, rollout: Rollout, component_name: str) -> list[str]:
    """Make the alarms that roll a component's updates back; its name must be known before it is there."""
    if rollout.rollback is None:
        return []
    dimensions = {"": {COMPONENT_NAME: component_name}}
    return rollout.rollback.provision(scope, publisher=COMPONENT, dimensions=dimensions)


def component_deployment_config(
    rollout: Rollout, alarm_names: Sequence[str], *, copies: float | None = None
) -> _Component.InferenceComponentDeploymentConfigProperty:
    """The rollout as an inference component of so many copies states it.

    Raises ValueError for a rollout that is not rolling, or batches that are too small or too large for the copies.
    """
    if rollout.size is None or rollout.strategy != ROLLING:
        raise ValueError(
            f"rollout is {rollout.strategy}; an inference component is updated batch by batch only: use"
            f" Rollout.rolling ({_COMPONENTS})"
        )
    if copies is not None:
        rollout.size.check(copies, "copies")
    alarms = [_Component.AlarmProperty(alarm_name=name) for name in alarm_names]
    return _Component.InferenceComponentDeploymentConfigProperty(
        auto_rollback_configuration=_Component.AutoRollbackConfigurationProperty(alarms=alarms) if alarms else None,
        rolling_update_policy=_Component.InferenceComponentRollingUpdatePolicyProperty(
            maximum_batch_size=rollout.size.of_copies(),
            rollback_maximum_batch_size=rollout.rollback_size.of_copies() if rollout.rollback_size else None,
            wait_interval_in_seconds=rollout.bake_seconds,
            maximum_execution_timeout_in_seconds=_seconds(rollout.timeout),
        ),
    )


def _blue_green(rollout: Rollout) -> _Endpoint.BlueGreenUpdatePolicyProperty:
    size = rollout.size.of_instances() if rollout.size else None
    return _Endpoint.BlueGreenUpdatePolicyProperty(
        traffic_routing_configuration=_Endpoint.TrafficRoutingConfigProperty(
            type=rollout.strategy,
            canary_size=size if rollout.strategy == CANARY else None,
            linear_step_size=size if rollout.strategy == LINEAR else None,
            wait_interval_in_seconds=rollout.bake_seconds,
        ),
        termination_wait_in_seconds=_seconds(rollout.termination_wait),
        maximum_execution_timeout_in_seconds=_seconds(rollout.timeout),
    )


def _rolling(rollout: Rollout, size: FleetShare) -> _Endpoint.RollingUpdatePolicyProperty:
    return _Endpoint.RollingUpdatePolicyProperty(
        maximum_batch_size=size.of_instances(),
        rollback_maximum_batch_size=rollout.rollback_size.of_instances() if rollout.rollback_size else None,
        wait_interval_in_seconds=rollout.bake_seconds,
        maximum_execution_timeout_in_seconds=_seconds(rollout.timeout),
    )


def _label(variant_name: str, number: int) -> str:
    """A variant's part of the logical ids, which are fixed at synthesis whatever it is called at deployment."""
    return f"Variant{number}" if is_token(variant_name) else variant_name


def _seconds(duration: Duration | None) -> float | None:
    return None if duration is None else duration.to_seconds()
