"""What becomes of `AWS::Serverless::StateMachine`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sagewire.validator.sam.events import rule
from sagewire.validator.sam.role import role_of_machine
from sagewire.validator.sam.settled import ELSEWHERE, RULES, arn

STATE_MACHINE = "AWS::Serverless::StateMachine"
# What other resources are made of.
_OTHERS = ("Events", "Policies", "Role")


def state_machine(logical_id: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The resources that a state machine becomes: with its role, and the rules that begin it."""
    own = {name: value for name, value in properties.items() if name not in _OTHERS}
    role = {} if "Role" in properties else {f"{logical_id}Role": role_of_machine(properties)}
    own["RoleArn"] = properties.get("Role", arn(f"{logical_id}Role"))
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": own}
    return {logical_id: machine, **role, **_rules(logical_id, properties.get("Events"))}


def _rules(logical_id: str, said: Any) -> Mapping[str, Any]:
    made: dict[str, Any] = {}
    for name, event in said.items() if isinstance(said, dict) else ():
        match event:
            case {"Type": str() as kind, "Properties": dict() as told} if kind in RULES:
                made[f"{logical_id}{name}"] = rule({"Ref": logical_id}, told, RoleArn=told.get("RoleArn", ELSEWHERE))
    return made
