"""What a role may invoke, compared with what its function is told of: by references, and by what is written."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import COMPONENT, ENDPOINT, Endpoint
from sagewire.validator.graph.naming import names_others, wholly_listed
from sagewire.validator.graph.statement import Statement
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

# What may be done with an endpoint's name elsewhere than in SageMaker, in lower case.
OTHER_USES = ("cloudwatch:getmetric", "application-autoscaling:")
_SAGEMAKER = "AWS::SageMaker::"
_KINDS = ("endpoint", "inference-component")
# arn:partition:sagemaker:region:account:kind/name
_PARTS = 6


class Told(NamedTuple):
    """What a variable tells a function of: an endpoint of the templates, or one elsewhere by its plain name."""

    at: Value
    endpoint: Endpoint | None

    @property
    def called(self) -> str:
        """How a message calls it."""
        return self.endpoint.resource.logical_id if self.endpoint else self.at.shown


def may_reach(graph: Graph, statement: Statement, told: Told) -> bool:
    """Whether a statement may be about an endpoint: false only where it certainly is about others."""
    on = statement.value["Resource"]
    if not wholly_listed(on) or not on.listed:
        return True
    return any(_may_be(graph, one, told) for one in on.listed)


def _may_be(graph: Graph, one: Value, told: Told) -> bool:
    if one.reference is not None and not _may_be_asked(one.reference):
        return False
    region, account, kind, name = _parts(one)
    if not any(fnmatchcase(known, kind) for known in _KINDS):
        return False
    if told.endpoint is None:
        return _may_be_called(one, name, told.at.text or "")
    resource = told.endpoint.resource
    placed = _same(graph.region_of(resource), region) and _same(graph.account_of(resource), account)
    return placed and not names_others(one, resource) and _may_be_name_of(resource, name)


def _parts(one: Value) -> tuple[str, str, str, str]:
    """The region, the account, the kind and the name that an ARN says, in lower case; * is any, or not known."""
    parts = (one.pattern or "*").lower().split(":")
    if len(parts) != _PARTS:  # a * may stand for several of them
        return "*", "*", "*", "*"
    *_, region, account, last = parts
    kind, _, name = last.partition("/")
    return (region, account, kind, name) if "*" not in kind else (region, account, "*", "*")


def _may_be_asked(resource: Resource) -> bool:
    return not resource.type.startswith(_SAGEMAKER) or resource.type in (ENDPOINT, COMPONENT)


def _same(known: str | None, said: str) -> bool:
    return known is None or fnmatchcase(known, said)


def _may_be_called(one: Value, name: str, told: str) -> bool:
    """Whether what is asked for by a plain name may be what an ARN means."""
    endpoints = [resource for resource in one.mentions if resource.type == ENDPOINT]
    if endpoints:
        return any(_may_be_name_of(resource, told.lower()) for resource in endpoints)
    return fnmatchcase(told.lower(), name)


def _may_be_name_of(resource: Resource, said: str) -> bool:
    """Whether an endpoint may be called what is said, in lower case and with a * for what is not known."""
    own = resource["EndpointName"]
    if own.absent:  # CloudFormation makes a name of the logical id
        return "*" in said or resource.logical_id.lower() in said
    pattern = (own.pattern or "*").lower()
    if "*" not in pattern:
        return fnmatchcase(pattern, said)
    return "*" in said or fnmatchcase(said, pattern)
