"""What becomes of the events of a function: what calls it or is read, but for what stands in a bucket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sagewire.validator.sam.permission import permission
from sagewire.validator.sam.settled import ELSEWHERE, arn, resource
from sagewire.validator.sam.topic import subscription

_Made = Mapping[str, Any]
_SAME = {"Queue": "EventSourceArn", "Stream": "EventSourceArn"}


def events(logical_id: str, said: Any) -> _Made:
    """The resources that the events of a function become, by their logical ids."""
    if not isinstance(said, dict):
        return {} if said is None else permission(logical_id, "Events", said)
    made: dict[str, Any] = {}
    for name, event in said.items():
        kind = event.get("Type") if isinstance(event, dict) else None
        properties = event.get("Properties", {}) if isinstance(event, dict) else None
        if kind == "SNS" and isinstance(properties, dict):
            made |= subscription(logical_id, name, properties)
        elif isinstance(kind, str) and kind in _MADE and isinstance(properties, dict):
            made[f"{logical_id}{name}"] = _MADE[kind](logical_id, properties)
        made |= permission(logical_id, name, event)
    return made


def rule(target: _Made, said: _Made, **own: Any) -> _Made:
    """What an event of EventBridge, or a schedule, becomes. target: an ARN; own: what else is told of the target."""
    names = {"Pattern": "EventPattern", "Schedule": "ScheduleExpression", "EventBusName": "EventBusName"}
    told = {name: said[given] for given, name in names.items() if given in said}
    return resource("AWS::Events::Rule", {**told, "Targets": [{**_target(target, said), **own}]})


def _target(target: _Made, said: _Made) -> _Made:
    own = {name: said[name] for name in ("Input", "InputPath", "RetryPolicy") if name in said}
    if "DeadLetterConfig" in said:  # SAM makes the queue where none is named
        letters = said["DeadLetterConfig"]
        own["DeadLetterConfig"] = {"Arn": ELSEWHERE, **letters} if isinstance(letters, dict) else letters
    return {"Id": "Target", "Arn": target, **own}


def _rule(logical_id: str, said: _Made) -> _Made:
    return rule(arn(logical_id), said)


def _invocations(logical_id: str) -> _Made:
    path = "lambda:path/2015-03-31/functions/${" + logical_id + ".Arn}/invocations"
    return {"Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:" + path}


def _mapping(logical_id: str, said: _Made) -> _Made:
    own = {_SAME.get(name, name): value for name, value in said.items()}
    return resource("AWS::Lambda::EventSourceMapping", {"FunctionName": {"Ref": logical_id}, **own})


def _schedule(logical_id: str, said: _Made) -> _Made:
    target = {**_target(arn(logical_id), said), "RoleArn": said.get("RoleArn", ELSEWHERE)}
    window = said.get("FlexibleTimeWindow", {"Mode": "OFF"})
    expression = said.get("ScheduleExpression")
    made = {"ScheduleExpression": expression, "FlexibleTimeWindow": window, "Target": target}
    return resource("AWS::Scheduler::Schedule", made)


def _method(logical_id: str, said: _Made) -> _Made:
    """The API says who may call, and that of a method may be any of its."""
    integration: dict[str, Any] = {
        "Type": "AWS_PROXY",
        "IntegrationHttpMethod": "POST",
        "Uri": _invocations(logical_id),
    }
    if "ResponseTransferMode" in said:
        integration["ResponseTransferMode"] = said["ResponseTransferMode"]
    own = {"HttpMethod": said.get("Method"), "AuthorizationType": ELSEWHERE, "Integration": integration}
    return resource("AWS::ApiGateway::Method", {**_of_api("RestApiId", said.get("RestApiId")), **own})


def _integration(logical_id: str, said: _Made) -> _Made:
    own = {"IntegrationType": "AWS_PROXY", "IntegrationUri": _invocations(logical_id)}
    waits = {name: said[name] for name in ("TimeoutInMillis", "PayloadFormatVersion") if name in said}
    return resource("AWS::ApiGatewayV2::Integration", {**_of_api("ApiId", said.get("ApiId")), **own, **waits})


def _of_api(name: str, api: Any) -> _Made:
    return {name: ELSEWHERE if api is None else api}


_MADE: Mapping[str, Callable[[str, _Made], _Made]] = {
    "Api": _method,
    "CloudWatchEvent": _rule,
    "DynamoDB": _mapping,
    "EventBridgeRule": _rule,
    "HttpApi": _integration,
    "Kinesis": _mapping,
    "SQS": _mapping,
    "Schedule": _rule,
    "ScheduleV2": _schedule,
}
