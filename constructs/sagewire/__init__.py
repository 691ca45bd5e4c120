"""SageMaker inference behind Lambda, from a few CDK constructs.

The names load on first use: `import sagewire` alone starts no CDK, so that the command line and the embedded AWS,
which need none, start fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sagewire.artifact import ModelArtifact as ModelArtifact
    from sagewire.artifact import ModelDirectory as ModelDirectory
    from sagewire.artifact import ObjectPrefix as ObjectPrefix
    from sagewire.batch.batch_transform import BatchTransform as BatchTransform
    from sagewire.batch.configuration import TransformInput as TransformInput
    from sagewire.batch.configuration import TransformInvocations as TransformInvocations
    from sagewire.batch.configuration import TransformOutput as TransformOutput
    from sagewire.batch.configuration import TransformWorkload as TransformWorkload
    from sagewire.container import Container as Container
    from sagewire.endpoints.asynchronous import AsyncEndpoint as AsyncEndpoint
    from sagewire.endpoints.component_endpoint import InferenceComponentEndpoint as InferenceComponentEndpoint
    from sagewire.endpoints.component_endpoint import ManagedInstanceScaling as ManagedInstanceScaling
    from sagewire.endpoints.data_capture import DataCapture as DataCapture
    from sagewire.endpoints.endpoint import Endpoint as Endpoint
    from sagewire.endpoints.inference_component import ComponentStartup as ComponentStartup
    from sagewire.endpoints.inference_component import ComputeRequirements as ComputeRequirements
    from sagewire.endpoints.inference_component import InferenceComponent as InferenceComponent
    from sagewire.endpoints.kinds import endpoint_of_kind as endpoint_of_kind
    from sagewire.endpoints.provisioning import Metrics as Metrics
    from sagewire.endpoints.real_time import RealTimeEndpoint as RealTimeEndpoint
    from sagewire.endpoints.rollback import RollbackAlarms as RollbackAlarms
    from sagewire.endpoints.rollout import Rollout as Rollout
    from sagewire.endpoints.scaling import Scaling as Scaling
    from sagewire.endpoints.scaling import ScalingSchedule as ScalingSchedule
    from sagewire.endpoints.serverless import ServerlessEndpoint as ServerlessEndpoint
    from sagewire.endpoints.variants import Hosting as Hosting
    from sagewire.endpoints.variants import InstancePool as InstancePool
    from sagewire.endpoints.variants import ProductionVariant as ProductionVariant
    from sagewire.endpoints.variants import Routing as Routing
    from sagewire.findings import acknowledge_findings as acknowledge_findings
    from sagewire.image import ContainerImage as ContainerImage
    from sagewire.invokers.circuit_breaker import CircuitBreaker as CircuitBreaker
    from sagewire.invokers.idempotency import Idempotency as Idempotency
    from sagewire.invokers.lambda_invoker import LambdaInvoker as LambdaInvoker
    from sagewire.invokers.stream import ResponseStream as ResponseStream
    from sagewire.invokers.target import InvocationTarget as InvocationTarget
    from sagewire.model import Model as Model
    from sagewire.model import ModelTraits as ModelTraits
    from sagewire.network import Network as Network
    from sagewire.validator.plugin import Validator as Validator
    from sagewire.workload import ModelProfile as ModelProfile

_HOMES = {
    "AsyncEndpoint": "sagewire.endpoints.asynchronous",
    "BatchTransform": "sagewire.batch.batch_transform",
    "CircuitBreaker": "sagewire.invokers.circuit_breaker",
    "ComponentStartup": "sagewire.endpoints.inference_component",
    "ComputeRequirements": "sagewire.endpoints.inference_component",
    "Container": "sagewire.container",
    "ContainerImage": "sagewire.image",
    "DataCapture": "sagewire.endpoints.data_capture",
    "Endpoint": "sagewire.endpoints.endpoint",
    "Hosting": "sagewire.endpoints.variants",
    "Idempotency": "sagewire.invokers.idempotency",
    "InferenceComponent": "sagewire.endpoints.inference_component",
    "InferenceComponentEndpoint": "sagewire.endpoints.component_endpoint",
    "InstancePool": "sagewire.endpoints.variants",
    "InvocationTarget": "sagewire.invokers.target",
    "LambdaInvoker": "sagewire.invokers.lambda_invoker",
    "ManagedInstanceScaling": "sagewire.endpoints.component_endpoint",
    "Metrics": "sagewire.endpoints.provisioning",
    "Model": "sagewire.model",
    "ModelArtifact": "sagewire.artifact",
    "ModelDirectory": "sagewire.artifact",
    "ModelProfile": "sagewire.workload",
    "ModelTraits": "sagewire.model",
    "Network": "sagewire.network",
    "ObjectPrefix": "sagewire.artifact",
    "ProductionVariant": "sagewire.endpoints.variants",
    "RealTimeEndpoint": "sagewire.endpoints.real_time",
    "ResponseStream": "sagewire.invokers.stream",
    "RollbackAlarms": "sagewire.endpoints.rollback",
    "Rollout": "sagewire.endpoints.rollout",
    "Routing": "sagewire.endpoints.variants",
    "Scaling": "sagewire.endpoints.scaling",
    "ScalingSchedule": "sagewire.endpoints.scaling",
    "ServerlessEndpoint": "sagewire.endpoints.serverless",
    "TransformInput": "sagewire.batch.configuration",
    "TransformInvocations": "sagewire.batch.configuration",
    "TransformOutput": "sagewire.batch.configuration",
    "TransformWorkload": "sagewire.batch.configuration",
    "Validator": "sagewire.validator.plugin",
    "acknowledge_findings": "sagewire.findings",
    "endpoint_of_kind": "sagewire.endpoints.kinds",
}

__version__ = "0.1.0"
__all__ = [
    "AsyncEndpoint",
    "BatchTransform",
    "CircuitBreaker",
    "ComponentStartup",
    "ComputeRequirements",
    "Container",
    "ContainerImage",
    "DataCapture",
    "Endpoint",
    "Hosting",
    "Idempotency",
    "InferenceComponent",
    "InferenceComponentEndpoint",
    "InstancePool",
    "InvocationTarget",
    "LambdaInvoker",
    "ManagedInstanceScaling",
    "Metrics",
    "Model",
    "ModelArtifact",
    "ModelDirectory",
    "ModelProfile",
    "ModelTraits",
    "Network",
    "ObjectPrefix",
    "ProductionVariant",
    "RealTimeEndpoint",
    "ResponseStream",
    "RollbackAlarms",
    "Rollout",
    "Routing",
    "Scaling",
    "ScalingSchedule",
    "ServerlessEndpoint",
    "TransformInput",
    "TransformInvocations",
    "TransformOutput",
    "TransformWorkload",
    "Validator",
    "acknowledge_findings",
    "endpoint_of_kind",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'sagewire' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
