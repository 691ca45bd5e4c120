"""Our resource types in MiniStack's CloudFormation engine."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sagewire.local import autoscaling, coercion, seams
from sagewire.local.api import JsonApi, Parameters
from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker import components, endpoints
from sagewire.local.sagemaker.collection import TAGS, Collection
from sagewire.local.sagemaker.component import COMPONENTS, Component
from sagewire.local.sagemaker.endpoint_configs import CONFIGS
from sagewire.local.sagemaker.models import MODELS
from sagewire.local.sagemaker.service import API as SAGEMAKER
from sagewire.local.scaling_records import POLICIES, SCHEDULES
from sagewire.local.seams import Created

Handlers = dict[str, Callable[..., Any]]

_LONGEST_NAME = 63
_TARGET = ("ResourceId", "ScalableDimension", "ServiceNamespace")
_UPDATE_ONLY = ("RetainAllVariantProperties", "ExcludeRetainedVariantProperties", "RetainDeploymentConfig")


def install() -> None:
    """Make the types known to templates."""
    for collection, handlers, replacing in (
        (MODELS, _Named(MODELS).handlers(), _MODEL_REPLACING),
        (CONFIGS, _Named(CONFIGS).handlers(), _CONFIG_REPLACING),
        (endpoints.ENDPOINTS, _ENDPOINT_HANDLERS, ("EndpointName",)),
        (COMPONENTS, _COMPONENT_HANDLERS, _COMPONENT_REPLACING),
    ):
        seams.add_resource_type(
            f"AWS::SageMaker::{collection.prefix}",
            handlers=handlers,
            replacing=replacing,
            custom_name=f"{collection.prefix}Name",
            tagged=True,
        )
    seams.add_resource_type("AWS::ApplicationAutoScaling::ScalableTarget", handlers=_TARGET_HANDLERS, replacing=_TARGET)
    seams.add_resource_type(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        handlers=_POLICY_HANDLERS,
        replacing=("PolicyName", "ScalingTargetId", *_TARGET),
    )
    seams.run_off_the_event_loop("AWS::SageMaker::Endpoint", "AWS::SageMaker::InferenceComponent")


# Create-only properties, from the resource types' schemas.
_MODEL_REPLACING = (
    "ModelName",
    "PrimaryContainer",
    "Containers",
    "ExecutionRoleArn",
    "VpcConfig",
    "EnableNetworkIsolation",
    "InferenceExecutionConfig",
)
_CONFIG_REPLACING = (
    "EndpointConfigName",
    "ProductionVariants",
    "ShadowProductionVariants",
    "AsyncInferenceConfig",
    "DataCaptureConfig",
    "ExplainerConfig",
    "KmsKeyId",
    "ExecutionRoleArn",
    "VpcConfig",
    "EnableNetworkIsolation",
)


def _call(api: JsonApi, operation: str, properties: Mapping[str, Any]) -> Any:
    """Run an operation with a template's properties; an error in the words of CloudFormation."""
    try:
        return api.call(operation, coercion.coerced(api.service, operation, properties))
    except AwsError as error:
        raise _failure(api, error) from error


def _failure(api: JsonApi, error: AwsError) -> ValueError:
    return ValueError(f"{error} (Service: {api.service}; Status Code: {error.status}; Error Code: {error.code})")


@dataclass(frozen=True)
class _Named:
    """Handlers of a SageMaker resource that is made at once; its physical id is its ARN."""

    collection: Collection

    def handlers(self) -> Handlers:
        """What MiniStack calls."""
        return {"create": self.create, "update": self.update, "delete": self.delete}

    def create(self, logical_id: str, properties: Parameters, stack: str) -> Created:
        """Make it, under a name of CloudFormation's if it has none."""
        named = self.with_name(logical_id, properties, stack)
        _call(SAGEMAKER, f"Create{self.collection.prefix}", named)
        return self.created(named[self.name_key])

    def update(self, physical_id: str, old: Parameters, new: Parameters, _stack: str) -> Created:
        """Only tags change without a replacement."""
        seams.reconcile_tags(TAGS[physical_id], old, new)
        return self.created(physical_id.rpartition("/")[2])

    def delete(self, physical_id: str, _properties: Parameters) -> None:
        """Remove it; one that is gone is fine."""
        with suppress(AwsError):
            SAGEMAKER.call(f"Delete{self.collection.prefix}", {self.name_key: physical_id.rpartition("/")[2]})

    @property
    def name_key(self) -> str:
        """ModelName, and so on."""
        return f"{self.collection.prefix}Name"

    def with_name(self, logical_id: str, properties: Parameters, stack: str) -> Parameters:
        """The properties, the name among them."""
        name = seams.physical_name(stack, logical_id, longest=_LONGEST_NAME)
        return {self.name_key: name, **properties}

    def created(self, name: str) -> Created:
        """Physical id and attributes."""
        record = self.collection.get(name)
        arn, real_name = self.collection.arn(name), _name_of(record, self.name_key)
        return arn, {self.name_key: real_name, "Id": arn, f"{self.collection.prefix}Arn": arn}


def _name_of(record: Any, name_key: str) -> str:
    return str(record[name_key] if isinstance(record, dict) else record.name)


_ENDPOINT = _Named(endpoints.ENDPOINTS)


def _create_endpoint(logical_id: str, properties: Parameters, stack: str) -> Created:
    named = _ENDPOINT.with_name(logical_id, properties, stack)
    _call(
        SAGEMAKER,
        "CreateEndpoint",
        {name: value for name, value in named.items() if name not in _UPDATE_ONLY},
    )
    endpoint = endpoints.get(named["EndpointName"])
    if failure := endpoint.wait():
        endpoints.remove(endpoint)
        raise ValueError(f"Endpoint {endpoint.name} could not be created: {failure}")
    return _ENDPOINT.created(endpoint.name)


def _update_endpoint(physical_id: str, old: Parameters, new: Parameters, _stack: str) -> Created:
    endpoint = endpoints.get(physical_id.rpartition("/")[2])
    if old.get("EndpointConfigName") != new.get("EndpointConfigName"):
        wanted = {name: value for name, value in new.items() if name not in ("EndpointName", "Tags")}
        _call(SAGEMAKER, "UpdateEndpoint", {**wanted, "EndpointName": endpoint.name})
        if failure := endpoint.wait():
            raise ValueError(f"Endpoint {endpoint.name} keeps its configuration: {failure}")
    seams.reconcile_tags(TAGS[physical_id], old, new)
    return _ENDPOINT.created(endpoint.name)


def _delete_endpoint(physical_id: str, _properties: Parameters) -> None:
    endpoint = endpoints.ENDPOINTS.records.get(physical_id.rpartition("/")[2])
    if endpoint is None:
        return
    try:
        endpoints.begin_deletion(endpoint)
    except AwsError as error:
        raise _failure(SAGEMAKER, error) from error
    endpoints.remove(endpoint)


_ENDPOINT_HANDLERS: Handlers = {"create": _create_endpoint, "update": _update_endpoint, "delete": _delete_endpoint}

# The schema declares none, and there is no operation that changes them.
_COMPONENT_REPLACING = ("InferenceComponentName", "EndpointName", "VariantName")
_COMPONENT = _Named(COMPONENTS)


def _create_component(logical_id: str, properties: Parameters, stack: str) -> Created:
    named = _COMPONENT.with_name(logical_id, properties, stack)
    _call(
        SAGEMAKER,
        "CreateInferenceComponent",
        {name: value for name, value in named.items() if name not in ("DeploymentConfig", "EndpointArn")},
    )
    component = components.get(named["InferenceComponentName"])
    if failure := component.wait():
        components.remove(component)
        raise ValueError(f"Inference component {component.name} could not be created: {failure}")
    return _created_component(component)


def _update_component(physical_id: str, old: Parameters, new: Parameters, _stack: str) -> Created:
    component = components.get(physical_id.rpartition("/")[2])
    changeable = ("Specification", "Specifications", "RuntimeConfig")
    if any(old.get(name) != new.get(name) for name in changeable):
        wanted = {name: new[name] for name in (*changeable, "DeploymentConfig") if name in new}
        _call(SAGEMAKER, "UpdateInferenceComponent", {**wanted, "InferenceComponentName": component.name})
        if failure := component.wait():
            raise ValueError(f"Inference component {component.name} keeps its model: {failure}")
    seams.reconcile_tags(TAGS[physical_id], old, new)
    return _created_component(component)


def _created_component(component: Component) -> Created:
    physical_id, _ = _COMPONENT.created(component.name)
    times = {"CreationTime": component.created, "LastModifiedTime": component.modified}
    return physical_id, {
        "InferenceComponentArn": component.arn,
        "InferenceComponentStatus": component.status,
        "RuntimeConfig.CurrentCopyCount": str(component.copies),
        "RuntimeConfig.DesiredCopyCount": str(component.copies),
        **{name: datetime.fromtimestamp(seconds, UTC).isoformat() for name, seconds in times.items()},
    }


def _delete_component(physical_id: str, _properties: Parameters) -> None:
    component = COMPONENTS.records.get(physical_id.rpartition("/")[2])
    if component is None:
        return
    try:
        component.begin("Deleting")
    except AwsError as error:
        raise _failure(SAGEMAKER, error) from error
    components.remove(component)


_COMPONENT_HANDLERS: Handlers = {
    "create": _create_component,
    "update": _update_component,
    "delete": _delete_component,
}


def _register_target(_logical_id: str, properties: Parameters, _stack: str) -> Created:
    target = {name: value for name, value in properties.items() if name != "ScheduledActions"}
    _call(autoscaling.API, "RegisterScalableTarget", target)
    key = {name: properties[name] for name in _TARGET}
    for schedule in SCHEDULES.find(key):
        SCHEDULES.delete(schedule)
    for schedule in properties.get("ScheduledActions", ()):
        _call(autoscaling.API, "PutScheduledAction", {**schedule, **key})
    physical_id = "|".join(key.values())
    return physical_id, {"Id": physical_id}


def _deregister_target(physical_id: str, _properties: Parameters) -> None:
    with suppress(AwsError):
        autoscaling.API.call("DeregisterScalableTarget", _target_key(physical_id))


def _put_policy(_logical_id: str, properties: Parameters, _stack: str) -> Created:
    policy = {name: value for name, value in properties.items() if name != "ScalingTargetId"}
    if "ScalingTargetId" in properties:
        policy |= _target_key(properties["ScalingTargetId"])
    arn = _call(autoscaling.API, "PutScalingPolicy", policy)["PolicyARN"]
    return arn, {"Arn": arn}


def _delete_policy(physical_id: str, _properties: Parameters) -> None:
    for policy in POLICIES.find({}):
        if policy["PolicyARN"] == physical_id:
            POLICIES.delete(policy)


def _target_key(physical_id: str) -> dict[str, str]:
    return dict(zip(_TARGET, physical_id.split("|"), strict=True))


_TARGET_HANDLERS: Handlers = {
    "create": _register_target,
    "update": lambda _id, _old, new, stack: _register_target("", new, stack),
    "delete": _deregister_target,
}
_POLICY_HANDLERS: Handlers = {
    "create": _put_policy,
    "update": lambda _id, _old, new, stack: _put_policy("", new, stack),
    "delete": _delete_policy,
}
