"""What becomes of `AWS::Serverless::Function`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sagewire.validator.sam.events import events
from sagewire.validator.sam.settled import ELSEWHERE

FUNCTION = "AWS::Serverless::Function"
_BASIC = {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}
_TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
# What other resources are made of.
_OTHERS = (
    "AutoPublishAlias",
    "EventInvokeConfig",
    "Events",
    "FunctionUrlConfig",
    "Policies",
    "ProvisionedConcurrencyConfig",
)


def function(logical_id: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The resources that a function becomes."""
    arn = {"Fn::GetAtt": [logical_id, "Arn"]}
    own = {name: value for name, value in properties.items() if name not in _OTHERS}
    own |= _renamed(properties)
    made: dict[str, Any] = {}
    if "Role" not in properties:
        own["Role"] = {"Fn::GetAtt": [f"{logical_id}Role", "Arn"]}
        made[f"{logical_id}Role"] = _role(properties.get("Policies", []))
    made |= _published(logical_id, properties)
    made |= _url(logical_id, arn, properties.get("FunctionUrlConfig"))
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


def _role(policies: Any) -> Mapping[str, Any]:
    """The role of a function that names none: of the policies, those of AWS's, and those that are written out."""
    listed = policies if isinstance(policies, list) else [policies]
    named = [policy if ":" in policy else ELSEWHERE for policy in listed if isinstance(policy, str)]
    written = [policy if "Statement" in policy else None for policy in listed if isinstance(policy, dict)]
    inline = [ELSEWHERE if policy is None else {"PolicyDocument": policy} for policy in written]
    properties = {
        "AssumeRolePolicyDocument": {"Statement": [_TRUST]},
        "ManagedPolicyArns": [_BASIC, *named],
        "Policies": inline,
    }
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _published(logical_id: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    alias = properties.get("AutoPublishAlias")
    if alias is None:
        return {}
    name = alias if isinstance(alias, str) else ""
    made = {"FunctionName": {"Ref": logical_id}, "FunctionVersion": ELSEWHERE, "Name": alias}
    if "ProvisionedConcurrencyConfig" in properties:
        made["ProvisionedConcurrencyConfig"] = properties["ProvisionedConcurrencyConfig"]
    return {f"{logical_id}Alias{name}": {"Type": "AWS::Lambda::Alias", "Properties": made}}


def _url(logical_id: str, arn: Mapping[str, Any], said: Any) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        return {}
    return {f"{logical_id}Url": {"Type": "AWS::Lambda::Url", "Properties": {"TargetFunctionArn": arn, **said}}}


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
