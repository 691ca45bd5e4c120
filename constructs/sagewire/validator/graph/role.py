"""Roles, and what their policies allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.validator.graph.naming import names_others, wholly_listed
from sagewire.validator.known import Text
from sagewire.validator.permissions.elsewhere import handed_over, put_out
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint
    from sagewire.validator.graph.function import Function

ROLE = "AWS::IAM::Role"
POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
INVOKE = "sagemaker:InvokeEndpoint"
INVOKE_ASYNC = "sagemaker:InvokeEndpointAsync"
INVOKE_STREAM = "sagemaker:InvokeEndpointWithResponseStream"
INVOKE_ACTIONS = (INVOKE, INVOKE_ASYNC, INVOKE_STREAM)
_NAMES_INVOCATION = "sagemaker:invoke"


class Statement:
    """A statement of a policy."""

    def __init__(self, value: Value) -> None:
        self.value = value

    @cached_property
    def allows(self) -> bool:
        """Whether it allows, and does not deny."""
        return self.value["Effect"].text == "Allow"

    @cached_property
    def actions(self) -> Sequence[Value]:
        """Its actions, as far as they are known."""
        return self.value["Action"].listed

    @cached_property
    def resources(self) -> Sequence[Value]:
        """Its resources, as far as they are known."""
        return self.value["Resource"].listed

    @property
    def conditions(self) -> Value:
        """Its conditions."""
        return self.value["Condition"]

    @property
    def condition_keys(self) -> frozenset[str] | None:
        """What its conditions ask about, in lower case, such as "aws:sourceaccount"; None if it is not all known."""
        conditions = self.conditions
        operators = conditions.entries.values()
        known = conditions.absent or (conditions.complete and len(operators) == len(conditions.content))
        if not known or not all(isinstance(operator.content, dict) for operator in operators):
            return None
        return frozenset(str(key).lower() for operator in operators for key in operator.content)

    def may_allow(self, action: str, resource: Resource | None = None) -> bool:
        """Whether it may allow an action, on a resource if one is given: false only where that is certain."""
        if self._denies:
            return False
        if self._open:
            return True
        if not any(_matches(action, pattern) for pattern in self._patterns):
            return False
        return resource is None or not names_others(self.value["Resource"], resource)

    def covers(self, action: str) -> bool:
        """Whether one of its actions is this one, or a pattern of it."""
        return any(pattern and _matches(action, pattern) for pattern in self._names)

    @cached_property
    def _denies(self) -> bool:
        return self.value["Effect"].text == "Deny"

    @cached_property
    def _open(self) -> bool:
        """Whether it may allow what it does not name."""
        value = self.value
        inverted = not (value["NotAction"].absent and value["NotResource"].absent)
        return inverted or not wholly_listed(value["Action"])

    @cached_property
    def _names(self) -> Sequence[str]:
        """Its actions of which all is known, and nothing for the others, in lower case."""
        return [(action.text or "").lower() for action in self.actions]

    @cached_property
    def _patterns(self) -> Sequence[str]:
        """Its actions with a * for what is not known of them, in lower case."""
        return [(action.pattern or "*").lower() for action in self.actions]

    @property
    def names_invocation(self) -> bool:
        """Whether one of its actions says by its name that it is to invoke endpoints: more than `sagemaker:*` does."""
        return any(name.startswith(_NAMES_INVOCATION) for name in self._names)

    def means_all(self, *endings: str) -> Value | None:
        """Where it names all resources, or all of a kind by the end of their ARNs, such as ":role/*"."""
        return next((on for on in self.resources if on.text == "*" or last_words(on).endswith(endings)), None)


def _matches(action: str, pattern: str) -> bool:
    """Whether an action is the one that a pattern in lower case names, or one of those."""
    lower = action.lower()
    return lower == pattern or fnmatchcase(lower, pattern)


def statements_of(document: Value) -> list[Statement]:
    """The statements of a policy document."""
    return [Statement(value) for value in document["Statement"].listed]


class Role:
    """A role: `AWS::IAM::Role`, with the policies that are attached to it.

    others: whether the templates have policies that may be attached to it too.
    """

    def __init__(self, graph: Graph, resource: Resource, policies: Iterable[Resource], *, others: bool = False) -> None:
        self._graph = graph
        self.resource = resource
        self.policies = list(policies)
        self._others = others

    @cached_property
    def statements(self) -> Sequence[Statement]:
        """All statements of its own policies, and of those that the templates attach to it."""
        return [statement for document in self._documents for statement in statements_of(document)]

    @cached_property
    def trust(self) -> Sequence[Statement]:
        """The statements that say who may take the role."""
        return statements_of(self.resource["AssumeRolePolicyDocument"])

    @cached_property
    def whole(self) -> bool:
        """Whether all that it allows is known: none of its policies is AWS's, or elsewhere, or unclear."""
        unseen = self.resource in self._graph.view(handed_over) or self.resource in self._graph.view(put_out)
        if self._others or unseen or not self.resource.template.complete:
            return False
        managed = self.resource["ManagedPolicyArns"]
        known = {policy for policy in self.policies if policy.type == "AWS::IAM::ManagedPolicy"}
        basic = all(arn.reference in known or _plain(arn) for arn in managed.elements)
        listed = managed.complete and self.resource["Policies"].complete and basic
        return listed and all(map(_clear, self._documents))

    def lacks(self, action: str, resource: Resource | None = None) -> bool:
        """Whether it certainly does not allow an action, on a resource if one is given."""
        given = [_of_aws(arn) for arn in self.resource["ManagedPolicyArns"].elements]
        by_aws = any(name in _ALLOWED_BY.get(action, ()) for name in given)
        return self.whole and not by_aws and not any(one.may_allow(action, resource) for one in self.statements)

    @property
    def _documents(self) -> list[Value]:
        inline = [policy["PolicyDocument"] for policy in self.resource["Policies"].elements]
        return [*inline, *(policy["PolicyDocument"] for policy in self.policies)]

    @cached_property
    def functions(self) -> Sequence[Function]:
        """The functions that run as it."""
        return self._graph.view(_functions_by_role).get(self, ())

    @cached_property
    def invocations(self) -> Sequence[Statement]:
        """The statements that allow an endpoint to be invoked, in any way."""
        return [
            statement
            for statement in self.statements
            if statement.allows and any(statement.covers(action) for action in INVOKE_ACTIONS)
        ]

    @cached_property
    def invokable(self) -> Sequence[Endpoint]:
        """The endpoints that it names as what may be invoked; the only one there is, where it names any endpoint.

        By a pattern only who names the invocation too is taken to mean them: who may do everything may do so to deploy.
        """
        named = [
            endpoint
            for statement in self.invocations
            for resource in statement.resources
            for endpoint in self._graph.endpoints_in(resource)
        ]
        patterns = [one for one in self.invocations if one.names_invocation]
        begun = [name for one in patterns for name in map(_begun_name, one.resources) if name.strip("*")]
        named += [endpoint for endpoint in (self._graph.endpoints if begun else ()) if _is_meant(endpoint, begun)]
        if named:
            return list(dict.fromkeys(named))
        everything = any(one.means_all(_EVERY_ENDPOINT) for one in patterns)
        return self._graph.endpoints if everything and len(self._graph.endpoints) == 1 else ()


# How an ARN ends that means all endpoints of an account.
_ENDPOINT = ":endpoint/"
_EVERY_ENDPOINT = f"{_ENDPOINT}*"


def _begun_name(resource: Value) -> str:
    """How the names of endpoints begin that an ARN means, in lower case as in all ARNs of endpoints."""
    return last_words(resource).partition(_ENDPOINT)[2].lower()


def _is_meant(endpoint: Endpoint, begun: Iterable[str]) -> bool:
    name = endpoint.resource["EndpointName"].text
    return name is not None and any(fnmatchcase(name.lower(), one) for one in begun)


def _functions_by_role(graph: Graph) -> Mapping[Role, Sequence[Function]]:
    found: defaultdict[Role, list[Function]] = defaultdict(list)
    for function in graph.functions:
        if function.role is not None:
            found[function.role].append(function)
    return found


# AWS's own policies that every function has, and that let it do no more than its name says.
_BASIC = (
    "service-role/AWSLambda*",
    "AWSXRayDaemonWriteAccess",
    "AWSXrayWriteOnlyAccess",
    "CloudWatchLambdaInsightsExecutionRolePolicy",
)

# Which of these allows what a rule may ask for.
_READS_QUEUES = ("service-role/AWSLambdaSQSQueueExecutionRole",)
_MAKES_INTERFACES = (
    "service-role/AWSLambdaAMQExecutionRole",
    "service-role/AWSLambdaENIManagementAccess",
    "service-role/AWSLambdaMSKExecutionRole",
    "service-role/AWSLambdaVPCAccessExecutionRole",
)
_ALLOWED_BY = {
    "ec2:CreateNetworkInterface": _MAKES_INTERFACES,
    "sqs:ReceiveMessage": _READS_QUEUES,
    "sqs:DeleteMessage": _READS_QUEUES,
    "lambda:InvokeFunction": ("service-role/AWSLambdaRole",),
}


def _plain(arn: Value) -> bool:
    return any(fnmatchcase(_of_aws(arn), basic) for basic in _BASIC)


def _of_aws(arn: Value) -> str:
    """The name of a policy of AWS's own, with its path; none where it is another's, or not all known."""
    owner, _, name = last_words(arn).partition(":policy/")
    return name if owner.endswith(":iam::aws") else ""


def last_words(value: Value) -> str:
    """What a text ends in, as it stands in the template: all after the last part that is not known."""
    content = value.content
    last = content.parts[-1] if isinstance(content, Text) else content
    return last if isinstance(last, str) else ""


def _clear(document: Value) -> bool:
    """Whether all statements of a policy are known, and what each is about."""
    statements = document["Statement"]
    return statements.complete and all(one.value["Action"].complete or one.actions for one in statements_of(document))
