"""Ways into a function, and what each of them allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.validator.graph.api import HTTP_API, REST_API, WEB_SOCKET_API, integrations
from sagewire.validator.graph.definition import DEFINED_BY
from sagewire.validator.graph.task import tasks_of
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.function import Function

__all__ = [
    "ASYNCHRONOUS_WAYS",
    "BUCKET",
    "EVENT_RULE",
    "HTTP_API",
    "LOAD_BALANCER",
    "PIPE",
    "QUEUE",
    "REST_API",
    "SCHEDULE",
    "STATE_MACHINE",
    "STREAM",
    "TOPIC",
    "URL",
    "WEB_SOCKET_API",
    "WayIn",
    "ways_in",
]

URL = "function URL"
LOAD_BALANCER = "load balancer"
EVENT_RULE = "EventBridge rule"
SCHEDULE = "schedule"
TOPIC = "SNS topic"
QUEUE = "SQS queue"
STREAM = "stream"
BUCKET = "S3 bucket"
STATE_MACHINE = "state machine"
PIPE = "pipe"
_ONE_MOMENT = "at("
# Through these Lambda is handed the event, and calls the function later.
ASYNCHRONOUS_WAYS = frozenset({EVENT_RULE, SCHEDULE, TOPIC, BUCKET})


@dataclass(frozen=True, kw_only=True, eq=False)
class WayIn:
    """What triggers a function.

    kind: one of the names above. function: what it triggers. at: the place that says so.
    waits: where it is stated how long it waits. seconds: how long that is; None for what does not wait.
    asynchronous: whether the caller has no answer from the function. streams: whether it may have it bit by bit.
    concurrency: how many calls it makes at a time, where that is bounded.
    """

    kind: str
    function: Function
    at: Value
    waits: Value | None = None
    seconds: float | None = None
    asynchronous: bool = False
    streams: bool = False
    concurrency: float | None = None

    @property
    def resource(self) -> Resource:
        """The resource that says so."""
        return self.at.owner

    @property
    def comes_again(self) -> bool:
        """Whether it goes by the clock alone, and not by one moment of which it is known: a call lost is made anew."""
        return self.kind == SCHEDULE and not (self.resource["ScheduleExpression"].text or "").startswith(_ONE_MOMENT)


def ways_in(graph: Graph) -> Iterator[WayIn]:
    """All ways into the functions of the templates."""
    for integration in integrations(graph):
        for function in graph.functions_in(integration.uri):
            yield WayIn(
                kind=integration.kind,
                function=function,
                at=integration.uri,
                waits=integration.waits,
                seconds=None if integration.asynchronous else integration.seconds,
                asynchronous=integration.asynchronous,
                streams=integration.streams,
            )
    for kind, found in _FOUND_IN.items():
        for resource in graph.of_type(kind):
            yield from found(graph, resource)


def _url(graph: Graph, url: Resource) -> Iterator[WayIn]:
    mode = url["InvokeMode"]
    for function in graph.functions_in(url["TargetFunctionArn"]):
        streams = not mode.absent and mode.text != "BUFFERED"
        yield WayIn(kind=URL, function=function, at=url["TargetFunctionArn"], streams=streams)


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


def _subscriber(graph: Graph, topic: Resource) -> Iterator[WayIn]:
    """A topic may name its subscribers itself."""
    for subscription in topic["Subscription"].elements:
        if subscription["Protocol"].text == "lambda":
            for function in graph.functions_in(subscription["Endpoint"]):
                yield WayIn(kind=TOPIC, function=function, at=subscription["Endpoint"], asynchronous=True)


def _source(graph: Graph, mapping: Resource) -> Iterator[WayIn]:
    source = mapping["EventSourceArn"]
    queue = graph.queue_behind(source)
    known = queue is not None or ":sqs:" in (source.pattern or "")
    at_once = mapping["ScalingConfig"]["MaximumConcurrency"].number
    for function in graph.functions_in(mapping["FunctionName"]):
        yield WayIn(kind=QUEUE if known else STREAM, function=function, at=source, concurrency=at_once)


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
    """A machine waits as long as that of its states which waits least; where none can be read, it has no time."""
    waits: dict[Function, list[float]] = {}
    for task in tasks_of(graph, machine):
        waits.setdefault(task.function, []).extend([] if task.seconds is None else [task.seconds])
    found: dict[Function, Value] = {}
    for name in (*DEFINED_BY, "DefinitionSubstitutions"):
        for function in graph.functions_in(machine[name]):
            found.setdefault(function, machine[name])
    for function in dict.fromkeys((*waits, *found)):
        at = found.get(function, machine["DefinitionString"])
        yield WayIn(kind=STATE_MACHINE, function=function, at=at, seconds=min(waits.get(function, ()), default=None))


def _pipe(graph: Graph, pipe: Resource) -> Iterator[WayIn]:
    called = pipe["TargetParameters"]["LambdaFunctionParameters"]["InvocationType"]
    for name, asynchronous in (("Enrichment", False), ("Target", called.text == "FIRE_AND_FORGET")):
        for function in graph.functions_in(pipe[name]):
            yield WayIn(kind=PIPE, function=function, at=pipe[name], asynchronous=asynchronous)


_FOUND_IN: Mapping[str, Callable[[Graph, Resource], Iterator[WayIn]]] = {
    "AWS::Lambda::Url": _url,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _load_balancer,
    "AWS::Events::Rule": _event_rule,
    "AWS::Scheduler::Schedule": _schedule,
    "AWS::SNS::Subscription": _topic,
    "AWS::SNS::Topic": _subscriber,
    "AWS::Lambda::EventSourceMapping": _source,
    "AWS::S3::Bucket": _bucket,
    "Custom::S3BucketNotifications": _cdk_bucket,
    "AWS::StepFunctions::StateMachine": _state_machine,
    "AWS::Pipes::Pipe": _pipe,
}
