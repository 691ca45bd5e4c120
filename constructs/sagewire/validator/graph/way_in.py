"""Ways into a function, and what each of them allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.function import Function

URL = "function URL"
HTTP_API = "HTTP API"
REST_API = "REST API"
WEB_SOCKET_API = "WebSocket API"
LOAD_BALANCER = "load balancer"
EVENT_RULE = "EventBridge rule"
SCHEDULE = "schedule"
TOPIC = "SNS topic"
QUEUE = "SQS queue"
STREAM = "stream"
BUCKET = "S3 bucket"
STATE_MACHINE = "state machine"
# Through these Lambda is handed the event, and calls the function later.
ASYNCHRONOUS_WAYS = frozenset({EVENT_RULE, SCHEDULE, TOPIC, BUCKET})


@dataclass(frozen=True, kw_only=True, eq=False)
class WayIn:
    """What triggers a function.

    kind: one of the names above. function: what it triggers. at: the place that says so.
    waits: where it is stated how long it waits. seconds: how long that is; None for what does not wait.
    asynchronous: whether the caller has no answer from the function.
    """

    kind: str
    function: Function
    at: Value
    waits: Value | None = None
    seconds: float | None = None
    asynchronous: bool = False

    @property
    def resource(self) -> Resource:
        """The resource that says so."""
        return self.at.owner


def ways_in(graph: Graph) -> Iterator[WayIn]:
    """All ways into the functions of the templates."""
    for kind, found in _FOUND_IN.items():
        for resource in graph.of_type(kind):
            yield from found(graph, resource)


def _url(graph: Graph, url: Resource) -> Iterator[WayIn]:
    for function in graph.functions_in(url["TargetFunctionArn"]):
        yield WayIn(kind=URL, function=function, at=url["TargetFunctionArn"])


def _rest_api(graph: Graph, method: Resource) -> Iterator[WayIn]:
    integration = method["Integration"]
    invocation_type = integration["RequestParameters"]["integration.request.header.X-Amz-Invocation-Type"]
    for function in graph.functions_in(integration["Uri"]):
        waits = integration["TimeoutInMillis"]
        yield WayIn(
            kind=REST_API,
            function=function,
            at=integration["Uri"],
            waits=waits,
            seconds=_milliseconds(waits, limits.REST_API_TIMEOUT.value),
            asynchronous=invocation_type.text == "'Event'",
        )


def _version_2_api(graph: Graph, integration: Resource) -> Iterator[WayIn]:
    api = integration["ApiId"].reference
    protocol = api["ProtocolType"].text if api else None
    web_socket = protocol == "WEBSOCKET"
    waits = integration["TimeoutInMillis"]
    longest = limits.WEB_SOCKET_TIMEOUT if web_socket else limits.HTTP_API_TIMEOUT
    for function in graph.functions_in(integration["IntegrationUri"]):
        yield WayIn(
            kind=WEB_SOCKET_API if web_socket else HTTP_API,
            function=function,
            at=integration["IntegrationUri"],
            waits=waits,
            seconds=_milliseconds(waits, longest.value),
        )


def _load_balancer(graph: Graph, group: Resource) -> Iterator[WayIn]:
    for target in group["Targets"].elements:
        for function in graph.functions_in(target["Id"]):
            waits, seconds = _idle_timeout(graph, group)
            yield WayIn(kind=LOAD_BALANCER, function=function, at=target["Id"], waits=waits, seconds=seconds)


def _idle_timeout(graph: Graph, group: Resource) -> tuple[Value | None, float | None]:
    """How long the load balancer waits that a target group is behind: where it stands, and the seconds."""
    front = graph.of_type("AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule")
    listeners = {
        part["ListenerArn"].reference or part
        for part in front
        if group in part["DefaultActions"].mentions | part["Actions"].mentions
    }
    balancers = list({part["LoadBalancerArn"].reference for part in listeners})
    balancer = balancers[0] if len(balancers) == 1 else None
    if balancer is None:
        return None, None
    attributes = balancer["LoadBalancerAttributes"]
    for attribute in attributes.elements:
        if attribute["Key"].text == "idle_timeout.timeout_seconds":
            return attribute["Value"], attribute["Value"].number
    return attributes, limits.LOAD_BALANCER_IDLE.default if attributes.complete else None


def _event_rule(graph: Graph, rule: Resource) -> Iterator[WayIn]:
    kind = SCHEDULE if rule["EventPattern"].absent and rule["ScheduleExpression"].present else EVENT_RULE
    for target in rule["Targets"].elements:
        for function in graph.functions_in(target["Arn"]):
            yield WayIn(kind=kind, function=function, at=target["Arn"], asynchronous=True)


def _schedule(graph: Graph, schedule: Resource) -> Iterator[WayIn]:
    for function in graph.functions_in(schedule["Target"]["Arn"]):
        yield WayIn(kind=SCHEDULE, function=function, at=schedule["Target"]["Arn"], asynchronous=True)


def _topic(graph: Graph, subscription: Resource) -> Iterator[WayIn]:
    if subscription["Protocol"].text == "lambda":
        for function in graph.functions_in(subscription["Endpoint"]):
            yield WayIn(kind=TOPIC, function=function, at=subscription["Endpoint"], asynchronous=True)


def _source(graph: Graph, mapping: Resource) -> Iterator[WayIn]:
    source = mapping["EventSourceArn"]
    queue = graph.queue_behind(source)
    known = queue is not None or ":sqs:" in (source.pattern or "")
    for function in graph.functions_in(mapping["FunctionName"]):
        yield WayIn(kind=QUEUE if known else STREAM, function=function, at=source)


def _bucket(graph: Graph, bucket: Resource) -> Iterator[WayIn]:
    for notification in bucket["NotificationConfiguration"]["LambdaConfigurations"].elements:
        for function in graph.functions_in(notification["Function"]):
            yield WayIn(kind=BUCKET, function=function, at=notification["Function"], asynchronous=True)


def _cdk_bucket(graph: Graph, notifications: Resource) -> Iterator[WayIn]:
    """CDK sets them by a custom resource."""
    for notification in notifications["NotificationConfiguration"]["LambdaFunctionConfigurations"].elements:
        for function in graph.functions_in(notification["LambdaFunctionArn"]):
            yield WayIn(kind=BUCKET, function=function, at=notification["LambdaFunctionArn"], asynchronous=True)


def _state_machine(graph: Graph, machine: Resource) -> Iterator[WayIn]:
    for name in ("DefinitionString", "DefinitionSubstitutions", "Definition"):
        for function in graph.functions_in(machine[name]):
            yield WayIn(kind=STATE_MACHINE, function=function, at=machine[name])


def _milliseconds(waits: Value, longest: float) -> float | None:
    """Seconds that an API waits: its own longest where nothing is said."""
    if waits.absent:
        return longest
    return None if waits.number is None else waits.number / 1000


_FOUND_IN: Mapping[str, Callable[[Graph, Resource], Iterator[WayIn]]] = {
    "AWS::Lambda::Url": _url,
    "AWS::ApiGateway::Method": _rest_api,
    "AWS::ApiGatewayV2::Integration": _version_2_api,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _load_balancer,
    "AWS::Events::Rule": _event_rule,
    "AWS::Scheduler::Schedule": _schedule,
    "AWS::SNS::Subscription": _topic,
    "AWS::Lambda::EventSourceMapping": _source,
    "AWS::S3::Bucket": _bucket,
    "Custom::S3BucketNotifications": _cdk_bucket,
    "AWS::StepFunctions::StateMachine": _state_machine,
}
