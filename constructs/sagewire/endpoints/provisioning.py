"""The configuration and the endpoint on it, as CloudFormation resources, with what they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from aws_cdk import Annotations, Duration, Names
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.arguments import check_duration_of, check_name
from sagewire.endpoints.data_capture import DataCapture
from sagewire.endpoints.guardrails import deployment_config, rollback_alarms
from sagewire.endpoints.instance_types import LOCAL_STORAGE_SOURCE, has_local_storage
from sagewire.endpoints.kind import EndpointKind
from sagewire.endpoints.rollout import Rollout
from sagewire.key import key_behind
from sagewire.limits import METRICS_FREQUENCY
from sagewire.making import make
from sagewire.model import Model
from sagewire.network import Network
from sagewire.permissions import Permission
from sagewire.role import attached_policy

_Config = sagemaker.CfnEndpointConfig
_Endpoint = sagemaker.CfnEndpoint
_LABEL_LENGTH = 50
# Instance counts are the autoscaler's once it runs; weights and capture stay the template's.
_OWNED_BY_THE_TEMPLATE = ("DesiredWeight", "DataCaptureConfig")


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """How closely an endpoint's metrics are looked at.

    frequency: time between two data points: 10, 30, 60, 120, 180, 240 or 300 s; 60 s if not given.
    enhanced: utilization and invocations for each instance and container as well, at that frequency.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html
    """

    frequency: Duration | None = None
    enhanced: bool = False

    def __post_init__(self) -> None:
        check_duration_of("frequency", self.frequency, METRICS_FREQUENCY)

    def to_property(self) -> _Config.MetricsConfigProperty:
        """The metrics' settings as they stand in the endpoint's configuration."""
        return _Config.MetricsConfigProperty(
            enable_enhanced_metrics=self.enhanced,
            metric_publish_frequency_in_seconds=self.frequency.to_seconds() if self.frequency else None,
        )


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """What an endpoint's configuration holds; without an execution role, each of its models acts as its own."""

    variants: Sequence[_Config.ProductionVariantProperty]
    models: Sequence[Model] = ()
    instance_types: Sequence[str] = ()
    shadow: _Config.ProductionVariantProperty | None = None
    async_inference: _Config.AsyncInferenceConfigProperty | None = None
    data_capture: DataCapture | None = None
    encryption_key: kms.IKey | None = None
    metrics: Metrics | None = None
    execution_role: iam.IRole | None = None
    network: Network | None = None
    network_isolation: bool | None = None
    needs: Sequence[Permission] = ()

    @property
    def roles(self) -> list[iam.IRole]:
        """Who acts for the endpoint. Raises ValueError for a model that is imported without its role."""
        if self.execution_role:
            return [self.execution_role]
        return list(dict.fromkeys(model.role for model in self.models))

    def provision(self, scope: Construct, kind: EndpointKind) -> _Config:
        """Make the configuration, without a name, since every change replaces it; it waits for its models' rights."""
        key = self._key_arn
        config = make(
            _Config,
            scope,
            f"{kind.label}Config",
            production_variants=list(self.variants),
            shadow_production_variants=[self.shadow] if self.shadow else None,
            async_inference_config=self.async_inference,
            data_capture_config=self.data_capture.to_property(key_id=key) if self.data_capture else None,
            kms_key_id=key,
            metrics_config=self.metrics.to_property() if self.metrics else None,
            execution_role_arn=self.execution_role.role_arn if self.execution_role else None,
            vpc_config=self.network.to_property(_Config.VpcConfigProperty) if self.network else None,
            enable_network_isolation=self.network_isolation,
        )
        if needed := self._permissions():
            policy = attached_policy(scope, "ModelPolicy", roles=self.roles, permissions=needed)
            config.node.add_dependency(policy)
        self._warn_of_local_storage(scope)
        return config

    def _permissions(self) -> list[Permission]:
        needed = list(self.needs)
        if self.data_capture:
            needed.append(permissions.write_objects(self.data_capture.objects_arn))
        if self._key_arn:
            needed.append(permissions.encrypt_volumes(self._key_arn))
            if self.data_capture or self.async_inference:
                needed.append(permissions.use_key(self._key_arn))
        elif self.data_capture and (key := key_behind(self.data_capture.bucket.encryption_key)):
            needed.append(permissions.use_key(key.key_arn))
        return needed

    @cached_property
    def _key_arn(self) -> str | None:
        key = key_behind(self.encryption_key)
        return key.key_arn if key else None

    def _warn_of_local_storage(self, scope: Construct) -> None:
        uncovered = [name for name in self.instance_types if has_local_storage(name)]
        if self.encryption_key and uncovered:
            Annotations.of(scope).add_warning_v2(
                "sagewire:LocalStorageKey",
                f"encryption_key does not cover the local NVMe storage of {', '.join(uncovered)}, which SageMaker"
                f" encrypts with a key of its own ({LOCAL_STORAGE_SOURCE})",
            )


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """How an endpoint moves from one configuration to the next.

    scaled: whether instance counts are the autoscaler's, and so must outlive an update.
    """

    endpoint_name: str | None
    rollout: Rollout | None = None
    scaled: bool = False

    def provision(
        self,
        scope: Construct,
        kind: EndpointKind,
        *,
        config: _Config,
        variant_names: Sequence[str],
        acting: Configuration,
    ) -> _Endpoint:
        """Make the endpoint, and before it the alarms that roll an update back."""
        check_name("endpoint_name", self.endpoint_name)
        name, guardrails, watching = self.endpoint_name, None, None
        if self.rollout:
            name = name or name_known_up_front(scope)
            alarms = rollback_alarms(
                scope, rollout=self.rollout, kind=kind, endpoint_name=name, variant_names=variant_names
            )
            guardrails = deployment_config(self.rollout, alarms)
            watching = let_watch(scope, acting.roles, alarms) if alarms else None
        endpoint = make(
            _Endpoint,
            scope,
            f"{kind.label}Endpoint",
            endpoint_config_name=config.attr_endpoint_config_name,
            endpoint_name=name,
            deployment_config=guardrails,
            retain_all_variant_properties=True if self.scaled else None,
            exclude_retained_variant_properties=_template_owned() if self.scaled else None,
        )
        if watching:
            endpoint.node.add_dependency(watching)
        return endpoint


def let_watch(scope: Construct, roles: Sequence[iam.IRole], alarm_names: Sequence[str]) -> iam.Policy | None:
    """Let execution roles look at the alarms that roll an update back: SageMaker does so as they."""
    if not alarm_names:
        return None
    allowed = permissions.describe_alarms(alarm_names)
    return attached_policy(scope, "RollbackPolicy", roles=list(dict.fromkeys(roles)), permissions=[allowed])


def name_known_up_front(scope: Construct) -> str:
    """A name for an endpoint that its alarms can carry before it is there, different in each stack."""
    label = Names.unique_resource_name(scope, max_length=_LABEL_LENGTH, separator="-")
    return f"{label}-{pseudo.stack_digits()}"


def _template_owned() -> list[_Endpoint.VariantPropertyProperty]:
    return [_Endpoint.VariantPropertyProperty(variant_property_type=name) for name in _OWNED_BY_THE_TEMPLATE]
