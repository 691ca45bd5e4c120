"""Roles, and what their policies allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.validator.graph.statement import Statement, last_words, statements_of
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
        if self.denies(action, resource):
            return True
        given = [_of_aws(arn) for arn in self.resource["ManagedPolicyArns"].elements]
        by_aws = any(name in _ALLOWED_BY.get(action, ()) for name in given)
        return self.whole and not by_aws and not any(one.may_allow(action, resource) for one in self.statements)

    def denies(self, action: str, resource: Resource | None = None) -> bool:
        """Whether it certainly denies an action: on anything, or on the endpoint that is given."""
        certain = [one for one in self.statements if one.value.owner is self.resource or one.value.owner.certain]
        return any(one.certainly_denies(action, resource) for one in certain)

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
_READS_KINESIS = ("service-role/AWSLambdaKinesisExecutionRole",)
_READS_TABLES = ("service-role/AWSLambdaDynamoDBExecutionRole",)
_MAKES_INTERFACES = (
    "service-role/AWSLambdaAMQExecutionRole",
    "service-role/AWSLambdaENIManagementAccess",
    "service-role/AWSLambdaMSKExecutionRole",
    "service-role/AWSLambdaVPCAccessExecutionRole",
)
_ALLOWED_BY = {
    "dynamodb:DescribeStream": _READS_TABLES,
    "dynamodb:GetRecords": _READS_TABLES,
    "dynamodb:GetShardIterator": _READS_TABLES,
    "ec2:CreateNetworkInterface": _MAKES_INTERFACES,
    "kinesis:DescribeStream": _READS_KINESIS,
    "kinesis:GetRecords": _READS_KINESIS,
    "kinesis:GetShardIterator": _READS_KINESIS,
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


def _clear(document: Value) -> bool:
    """Whether all statements of a policy are known, and what each is about."""
    statements = document["Statement"]
    return statements.complete and all(one.value["Action"].complete or one.actions for one in statements_of(document))
