"""What a role certainly does not allow."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import ENDPOINT
from sagewire.validator.graph.role import Role
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.invoking import function_role, queue

PRODUCT = "AWS::ServiceCatalog::CloudFormationProvisionedProduct"
SEND = "sqs:SendMessage"
STACK = "AWS::CloudFormation::Stack"


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


DENY = {"Effect": "Deny", "Action": SEND, "Resource": "*"}


@pytest.mark.parametrize("action", [SEND, "sqs:*", "*", ["logs:*", "sqs:Send*"]])
def test_what_is_denied_on_anything_is_lacking_whatever_is_allowed(action: Any) -> None:
    assert lacks(allow(), {**DENY, "Action": action}, on="Requests")
    assert lacks(allow(), {**DENY, "Action": action, "Resource": ["arn:aws:sqs:::x", "*"]})


@pytest.mark.parametrize(
    "otherwise",
    [
        {"Effect": "Allow"},
        {"Effect": {"Ref": "Unset"}},
        {"Action": "sqs:ReceiveMessage"},
        {"Action": {"Ref": "Unset"}},
        {"Resource": att("Requests", "Arn")},
        {"Resource": {"Ref": "Unset"}},
        {"Condition": {"Bool": {"aws:SecureTransport": False}}},
        {"Condition": {"Ref": "Unset"}},
    ],
)
def test_what_may_not_be_denied_is_not_lacking(otherwise: Mapping[str, Any]) -> None:
    assert not lacks(allow(), {**DENY, **otherwise}, on="Requests")


def test_a_denial_holds_whatever_else_the_role_may_do() -> None:
    assert lacks(DENY, ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"])


INVOKE = "sagemaker:InvokeEndpoint"
ASKED = {**resource("Asked", ENDPOINT, {}, {}), **resource("Second", ENDPOINT, {}, {})}


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (ref("Asked"), True),
        (sub("arn:aws:sagemaker:us-east-1:1:endpoint/${Asked.EndpointName}"), True),
        ([ref("Second"), ref("Asked")], True),
        ("*", True),
        (ref("Second"), False),
        ("arn:aws:sagemaker:us-east-1:1:endpoint/asked", False),
        (sub("${Asked}-canary"), False),
    ],
)
def test_one_endpoint_can_be_denied(on: Any, found: bool) -> None:
    deny = {"Effect": "Deny", "Action": "sagemaker:Invoke*", "Resource": on}
    graph = Graph(Assembly(templates_of({"one": template(function_role("Role", [allow(INVOKE), deny]), ASKED)})))
    (role,) = graph.roles
    assert role.denies(INVOKE, graph.endpoints[0].resource) is found
    assert role.lacks(INVOKE, graph.endpoints[0].resource) is found
    assert role.denies(INVOKE) is (on == "*")


@pytest.mark.parametrize(("condition", "found"), [("Holds", True), ("Open", False)])
def test_a_denial_in_a_policy_that_may_not_be_there_is_none(condition: str, found: bool) -> None:
    document = {"Statement": [DENY]}
    policy = resource("Denial", "AWS::IAM::Policy", {"Roles": [ref("Role")], "PolicyDocument": document}, {})
    policy["Denial"]["Condition"] = condition
    conditions = {"Holds": {"Fn::Equals": ["a", "a"]}, "Open": {"Fn::Equals": [ref("Unset"), "a"]}}
    body = template(function_role("Role", [allow()]), policy, Conditions=conditions)
    (role,) = Graph(Assembly(templates_of({"one": {**body, "Parameters": {"Unset": {"Type": "String"}}}}))).roles
    assert role.lacks(SEND) is found


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


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::111122223333:policy/service-role/AWSLambdaSQSPollerExecutionRole-3f1c",
        {"Fn::Sub": "arn:aws:iam::aws:policy/service-role/AWSLambda${Unset}"},
        {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/service-role/AWSLambdaBasicExecutionRole"},
    ],
)
def test_a_policy_that_is_named_like_one_of_aws_may_allow_more(arn: Any) -> None:
    assert not lacks(ManagedPolicyArns=[arn])


def _attached_by(roles: Any, **named: Any) -> Sequence[Role]:
    """The roles of a template in which a policy names some: by default one that has no name of its own."""
    document = {"Version": "2012-10-17", "Statement": [allow()]}
    policy = resource("Policy", "AWS::IAM::Policy", {"PolicyDocument": document, "Roles": roles}, {})
    made = [function_role(id, [], RoleName=name) for id, name in (named or {"Role": None}).items()]
    names = ("Unset", "A", "B")
    parameters: dict[str, Any] = {name: {"Type": "String"} for name in names} | {"Several": {"Type": "List<String>"}}
    conditions = {"Open": {"Fn::Equals": [ref("Unset"), "x"]}}
    body = template(*made, policy, Parameters=parameters, Conditions=conditions)
    return Graph(Assembly(templates_of({"one": body}))).roles


@pytest.mark.parametrize("name", ["invoker", {"Fn::Sub": "${AWS::StackName}-invoker"}, ref("A")])
def test_a_policy_that_names_the_role_by_its_name_is_attached(name: Any) -> None:
    (role,) = _attached_by([name], Role=name)
    assert [policy.logical_id for policy in role.policies] == ["Policy"]
    assert not role.lacks(SEND)
    assert role.lacks("sqs:ReceiveMessage")


def test_a_policy_of_another_name_is_not_attached() -> None:
    (role,) = _attached_by(["other"], Role="invoker")
    assert role.lacks(SEND)


@pytest.mark.parametrize(
    "roles",
    [
        [{"Fn::If": ["Open", ref("Role"), ref("AWS::NoValue")]}],
        [ref("Unset")],
        {"Fn::Split": [",", ref("Unset")]},
        ref("Several"),
        [{"Fn::Select": [0, ref("Several")]}],
        [{"Fn::ImportValue": "role"}],
    ],
)
def test_a_policy_that_may_be_attached_to_any_role_leaves_none_whole(roles: Any) -> None:
    (role,) = _attached_by(roles)
    assert not role.policies
    assert not role.whole


def test_names_that_are_alike_in_what_is_known_of_them_are_told_apart() -> None:
    first, second = _attached_by([sub("${A}-role")], First=sub("${A}-role"), Second=sub("${B}-role"))
    assert [len(role.policies) for role in (first, second)] == [1, 0]


def test_a_name_that_is_not_all_known_may_be_that_of_a_policy() -> None:
    (role,) = _attached_by(["ranking-role"], Role=sub("${A}-role"))
    assert not role.whole


def test_of_two_roles_of_one_name_the_one_beside_the_policy_is_meant() -> None:
    document = {"Version": "2012-10-17", "Statement": [allow()]}
    policy = resource("Policy", "AWS::IAM::Policy", {"PolicyDocument": document, "Roles": ["worker"]}, {})
    role = template(function_role("Role", [], RoleName="worker"))
    bodies = {"with": template(role["Resources"], policy), "without": role}
    policies = {role.resource.template.name: role.policies for role in _roles(bodies)}
    assert [len(policies[name]) for name in ("with", "without")] == [1, 0]
    apart = {"policy": template(policy), "one": role, "two": role}
    assert [role.whole for role in _roles(apart)] == [False, False]


def _roles(bodies: Mapping[str, Mapping[str, Any]]) -> Sequence[Role]:
    return Graph(Assembly(templates_of(bodies))).roles


@pytest.mark.parametrize("kind", ["Custom::CDKBucketDeployment", "Custom::LogRetention", "AWS::Lambda::Function"])
def test_what_grants_nothing_is_told_of_a_role_without_harm(kind: str) -> None:
    role = function_role("Role", [])
    told = {"Told": {"Type": kind, "Properties": {"Role": att("Role", "Arn")}}}
    assert [one.whole for one in _roles({"one": template({**role, **told})})] == [True]


@pytest.mark.parametrize(
    "more",
    [
        {"Outputs": {"Name": {"Value": ref("Role"), "Export": {"Name": "role"}}}},
        {"Outputs": {"Arn": {"Value": att("Role", "Arn")}}},
        {
            "Resources": {
                "Nested": {"Type": STACK, "Properties": {"TemplateURL": "x", "Parameters": {"R": ref("Role")}}}
            }
        },
        {"Resources": {"Known": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": ref("Role")}}}},
        {"Resources": {"Grant": {"Type": "Custom::Grant", "Properties": {"Role": att("Role", "Arn")}}}},
        {"Resources": {"Grant": {"Type": "Acme::IAM::Grant", "Properties": {"Role": att("Role", "Arn")}}}},
        {"Resources": {"Grant": {"Type": PRODUCT, "Properties": {"ProvisioningParameters": [{"Value": ref("Role")}]}}}},
        {"Resources": {"Grant": {"Type": "Acme::IAM::Grant::MODULE"}}},
    ],
)
def test_a_role_that_is_handed_over_may_be_allowed_more_there(more: Mapping[str, Any]) -> None:
    role = function_role("Role", [])
    (alone,) = _roles({"one": template(role)})
    (given,) = _roles({"one": {**template(role), **more, "Resources": {**role, **more.get("Resources", {})}}})
    assert (alone.whole, given.whole) == (True, False)
