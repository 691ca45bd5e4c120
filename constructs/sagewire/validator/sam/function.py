"""What becomes of `AWS::Serverless::Function`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sagewire.validator.sam.events import events
from sagewire.validator.sam.permission import by_url
from sagewire.validator.sam.role import role_of_function
from sagewire.validator.sam.settled import ELSEWHERE, arn, resource

FUNCTION = "AWS::Serverless::Function"
# What other resources are made of.
_OTHERS = (
    "AssumeRolePolicyDocument",
    "AutoPublishAlias",
    "EventInvokeConfig",
    "Events",
    "FunctionUrlConfig",
    "Policies",
    "ProvisionedConcurrencyConfig",
)


def function(logical_id: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The resources that a function becomes."""
    own = {name: value for name, value in properties.items() if name not in _OTHERS}
    own |= _renamed(properties)
    made: dict[str, Any] = {}
    if "Role" not in properties:
        own["Role"] = arn(f"{logical_id}Role")
        made[f"{logical_id}Role"] = role_of_function(properties)
    made |= _published(logical_id, properties)
    made |= _url(logical_id, properties.get("FunctionUrlConfig"))
    made |= _failures(logical_id, properties.get("EventInvokeConfig"))
    made |= events(logical_id, properties.get("Events"))
    return {logical_id: {"Type": "AWS::Lambda::Function", "Properties": own}, **made}


def _renamed(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """What SAM writes otherwise than CloudFormation."""
    found: dict[str, Any] = {}
    if isinstance(properties.get("InlineCode"), str):
        found["Code"] = {"ZipFile": properties["InlineCode"]}
    if "Tracing" in properties:
        found["TracingConfig"] = {"Mode": properties["Tracing"]}
    letters = properties.get("DeadLetterQueue")
    if letters is not None:
        found["DeadLetterConfig"] = letters if isinstance(letters, dict) else ELSEWHERE
    return found


def _published(logical_id: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    alias = properties.get("AutoPublishAlias")
    if alias is None:
        return {}
    name = alias if isinstance(alias, str) else ""
    made = {"FunctionName": {"Ref": logical_id}, "FunctionVersion": ELSEWHERE, "Name": alias}
    if "ProvisionedConcurrencyConfig" in properties:
        made["ProvisionedConcurrencyConfig"] = properties["ProvisionedConcurrencyConfig"]
    return {f"{logical_id}Alias{name}": {"Type": "AWS::Lambda::Alias", "Properties": made}}


def _url(logical_id: str, said: Any) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        return {}
    url = resource("AWS::Lambda::Url", {"TargetFunctionArn": arn(logical_id), **said})
    return {f"{logical_id}Url": url, **by_url(logical_id, said.get("AuthType"))}


def _failures(logical_id: str, said: Any) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        return {}
    made = {"FunctionName": {"Ref": logical_id}, "Qualifier": "$LATEST", **said}
    if "DestinationConfig" in said:  # SAM makes the queue or the topic where none is named
        made["DestinationConfig"] = _destinations(said["DestinationConfig"])
    return {f"{logical_id}EventInvokeConfig": {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": made}}


def _destinations(said: Any) -> Any:
    if not isinstance(said, dict):
        return said
    return {
        outcome: {"Destination": ELSEWHERE, **where} if isinstance(where, dict) else where
        for outcome, where in said.items()
    }
