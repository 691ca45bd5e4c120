"""One of whatever publishes metrics, of each kind, without what it would be made of."""

from collections.abc import Callable, Sequence

from aws_cdk import Resource, Stack
from constructs import Construct

from sagewire.endpoints.dashboard import EndpointDashboard
from sagewire.endpoints.kind import ASYNCHRONOUS, COMPONENTS, REAL_TIME, SERVERLESS, EndpointKind
from sagewire.endpoints.metrics import (
    AsyncMetrics,
    ComponentHostMetrics,
    InferenceComponentMetrics,
    RealTimeMetrics,
    ServerlessMetrics,
)
from sagewire.endpoints.state_change import EndpointStateChanges

NAME = "ranking"
VARIANTS = ("AllTraffic",)


class _Existing(EndpointDashboard, EndpointStateChanges, Resource):
    kind: EndpointKind
    shadow = None

    def __init__(
        self,
        scope: Construct,
        variant_names: Sequence[str] = VARIANTS,
        *,
        account: str | None = None,
        region: str | None = None,
    ) -> None:
        super().__init__(scope, "E", account=account, region=region)
        self.endpoint_name = NAME
        self.variant_names = tuple(variant_names)


class RealTime(RealTimeMetrics, _Existing):
    kind = REAL_TIME


class Serverless(ServerlessMetrics, _Existing):
    kind = SERVERLESS


class Asynchronous(AsyncMetrics, _Existing):
    kind = ASYNCHRONOUS


class ComponentHost(ComponentHostMetrics, _Existing):
    kind = COMPONENTS


class Component(InferenceComponentMetrics, EndpointDashboard, Construct):
    inference_component_name = NAME


Monitored = RealTime | Serverless | Asynchronous | ComponentHost | Component
PUBLISHERS: dict[str, Callable[[Stack], Monitored]] = {
    "RealTime": RealTime,
    "Serverless": Serverless,
    "Asynchronous": Asynchronous,
    "Component": ComponentHost,
    "InferenceComponent": lambda stack: Component(stack, "E"),
}
