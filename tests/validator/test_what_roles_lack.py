"""What a role certainly does not allow."""

from collections.abc import Mapping
from typing import Any

import pytest

from sagewire.validator.graph import Graph
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.invoking import function_role, queue
from sagewire.validator.template import Assembly

SEND = "sqs:SendMessage"


def allow(action: Any = SEND, on: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": on, **more}


def lacks(*statements: Mapping[str, Any], action: str = SEND, on: str | None = None, **changes: Any) -> bool:
    body = template(function_role("Role", statements, **changes), queue(), queue("Others", dead_letters=None))
    graph = Graph(Assembly(templates_of({"one": {**body, "Parameters": {"Unset": {"Type": "String"}}}})))
    (role,) = graph.roles
    resources = {resource.logical_id: resource for resource in graph.assembly.resources}
    return role.lacks(action, resources[on] if on else None)


@pytest.mark.parametrize("action", [SEND, "sqs:*", "*", "SQS:Send*", ["logs:*", SEND], {"Ref": "Unset"}])
def test_an_action_that_is_allowed_or_may_be_is_not_lacking(action: Any) -> None:
    assert not lacks(allow(action))


@pytest.mark.parametrize("action", ["sqs:ReceiveMessage", ["logs:*"], "sns:*"])
def test_an_action_that_no_statement_allows_is_lacking(action: Any) -> None:
    assert lacks(allow(action))


def test_a_role_without_statements_lacks_all() -> None:
    assert lacks()


def test_what_is_denied_is_not_allowed() -> None:
    assert lacks({"Effect": "Deny", "Action": SEND, "Resource": "*"})


def test_all_but_some_actions_may_be_this_one() -> None:
    assert not lacks({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})


@pytest.mark.parametrize(
    "on",
    [
        att("Requests", "Arn"),
        [att("Others", "Arn"), att("Requests", "Arn")],
        "*",
        sub("arn:aws:sqs:*:*:prefix-*"),
        ref("Unset"),
        [att("Others", "Arn"), ref("Unset")],
        sub("${Others.Arn}*"),
    ],
)
def test_a_grant_on_the_queue_or_on_what_may_be_it_counts(on: Any) -> None:
    assert not lacks(allow(on=on), on="Requests")


@pytest.mark.parametrize("on", [att("Others", "Arn"), [att("Others", "Arn"), att("DeadLetters", "Arn")]])
def test_a_grant_on_other_queues_does_not_count(on: Any) -> None:
    assert lacks(allow(on=on), on="Requests")


def test_a_role_whose_policies_are_not_all_known_lacks_nothing_for_certain() -> None:
    assert not lacks(ManagedPolicyArns=["arn:aws:iam::aws:policy/PowerUserAccess"])


@pytest.mark.parametrize("action", ["sqs:ReceiveMessage", "sqs:DeleteMessage"])
def test_the_managed_policy_for_queues_allows_to_read_them(action: str) -> None:
    managed = ["arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"]
    assert not lacks(action=action, ManagedPolicyArns=managed)
    assert lacks(ManagedPolicyArns=managed)


def _attached_by(name: Any, role_name: Any) -> Graph:
    document = {"Version": "2012-10-17", "Statement": [allow()]}
    policy = resource("Policy", "AWS::IAM::Policy", {"PolicyDocument": document, "Roles": [name]}, {})
    body = template(function_role("Role", [], RoleName=role_name), policy)
    return Graph(Assembly(templates_of({"one": {**body, "Parameters": {"Unset": {"Type": "String"}}}})))


@pytest.mark.parametrize("name", ["invoker", {"Fn::Sub": "${AWS::StackName}-invoker"}])
def test_a_policy_that_names_the_role_by_its_name_is_attached(name: Any) -> None:
    (role,) = _attached_by(name, name).roles
    assert not role.lacks(SEND)


def test_a_policy_of_another_name_is_not_attached() -> None:
    (role,) = _attached_by("other", "invoker").roles
    assert role.lacks(SEND)
