"""SageMaker inference behind Lambda, from a few CDK constructs.

The names load on first use: `import sagewire` alone starts no CDK, so that the command line and the embedded AWS,
which need none, start fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sagewire.artifact import ModelArtifact as ModelArtifact
    from sagewire.endpoints.asynchronous import AsyncEndpoint as AsyncEndpoint
    from sagewire.endpoints.endpoint import Endpoint as Endpoint
    from sagewire.endpoints.real_time import ProductionVariant as ProductionVariant
    from sagewire.endpoints.real_time import RealTimeEndpoint as RealTimeEndpoint
    from sagewire.endpoints.serverless import ServerlessEndpoint as ServerlessEndpoint
    from sagewire.image import ContainerImage as ContainerImage
    from sagewire.invokers.lambda_invoker import LambdaInvoker as LambdaInvoker
    from sagewire.model import Model as Model
    from sagewire.workload import ModelProfile as ModelProfile

_HOMES = {
    "AsyncEndpoint": "sagewire.endpoints.asynchronous",
    "ContainerImage": "sagewire.image",
    "Endpoint": "sagewire.endpoints.endpoint",
    "LambdaInvoker": "sagewire.invokers.lambda_invoker",
    "Model": "sagewire.model",
    "ModelArtifact": "sagewire.artifact",
    "ModelProfile": "sagewire.workload",
    "ProductionVariant": "sagewire.endpoints.real_time",
    "RealTimeEndpoint": "sagewire.endpoints.real_time",
    "ServerlessEndpoint": "sagewire.endpoints.serverless",
}

__version__ = "0.1.0"
__all__ = [
    "AsyncEndpoint",
    "ContainerImage",
    "Endpoint",
    "LambdaInvoker",
    "Model",
    "ModelArtifact",
    "ModelProfile",
    "ProductionVariant",
    "RealTimeEndpoint",
    "ServerlessEndpoint",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'sagewire' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
