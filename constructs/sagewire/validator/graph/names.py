"""Which resources of the templates a text names: by itself, or in an ARN of the service that they belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from sagewire.validator.graph.alarm import ALARM
from sagewire.validator.graph.endpoint import COMPONENT, CONFIG, ENDPOINT
from sagewire.validator.graph.event_rule import RULE
from sagewire.validator.graph.function import FUNCTION
from sagewire.validator.graph.model import MODEL
from sagewire.validator.graph.queue import QUEUE
from sagewire.validator.graph.role import ROLE
from sagewire.validator.symbols import STACK
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph

BUCKET = "AWS::S3::Bucket"
TOPIC = "AWS::SNS::Topic"
# The property that gives a resource its name, where people may choose it.
NAMED_BY = {
    ENDPOINT: "EndpointName",
    CONFIG: "EndpointConfigName",
    MODEL: "ModelName",
    COMPONENT: "InferenceComponentName",
    FUNCTION: "FunctionName",
    QUEUE: "QueueName",
    TOPIC: "TopicName",
    BUCKET: "BucketName",
    ROLE: "RoleName",
    ALARM: "AlarmName",
    RULE: "Name",
}
# One account has one of a name, whatever the region.
_EVERYWHERE = (BUCKET, ROLE)
_NAME = r"(?P<name>[^:/]+)"
_OWNER = r"(?P<region>[^:/]*):(?P<account>[^:/]*)"
# API Gateway writes a function's ARN into one of its own, and a version or an alias may follow the function's name.
_OF_API = r"(?:arn:[^:]*:apigateway:[^:]*:lambda:path/[^/]*/functions/)?"
# An API that asks SageMaker itself has the endpoint's name in the address that it calls.
_ASKED_BY_API = r"arn:[^:]*:apigateway:(?P<region>[^:]*):runtime\.sagemaker:path//?endpoints/(?P<name>[^:/]+)/[a-z-]+"
_SERVER = r"https://sqs\.(?P<region>\$\{[^}]*\}|[^./]+)\.[^/]+/(?P<account>[^/]+)/"
_FORMS: Mapping[str, Sequence[str]] = {
    ENDPOINT: (f"arn:[^:]*:sagemaker:{_OWNER}:endpoint/{_NAME}", rf"endpoint/{_NAME}/variant/.*", _ASKED_BY_API),
    CONFIG: (f"arn:[^:]*:sagemaker:{_OWNER}:endpoint-config/{_NAME}",),
    MODEL: (f"arn:[^:]*:sagemaker:{_OWNER}:model/{_NAME}",),
    COMPONENT: (f"arn:[^:]*:sagemaker:{_OWNER}:inference-component/{_NAME}", f"inference-component/{_NAME}"),
    FUNCTION: (
        f"{_OF_API}arn:[^:]*:lambda:{_OWNER}:function:{_NAME}(?::[^:/]+)?(?:/.*)?",
        rf"(?P<account>\d+):function:{_NAME}(?::[^:/]+)?",
    ),
    QUEUE: (f"arn:[^:]*:sqs:{_OWNER}:{_NAME}", f"{_SERVER}{_NAME}"),
    TOPIC: (f"arn:[^:]*:sns:{_OWNER}:{_NAME}",),
    BUCKET: (f"arn:[^:]*:s3:::{_NAME}(?:/.*)?", f"s3://{_NAME}(?:/.*)?"),
    ROLE: (f"arn:[^:]*:iam::(?P<account>[^:/]*):role/(?:[^:]*/)?{_NAME}",),
    ALARM: (f"arn:[^:]*:cloudwatch:{_OWNER}:alarm:{_NAME}",),
    RULE: (f"arn:[^:]*:events:{_OWNER}:rule/(?:[^:/]*/)?{_NAME}",),
}
_READ = {kind: [re.compile(form) for form in (_NAME, *forms)] for kind, forms in _FORMS.items()}
_OF_STACK = f"${{{STACK}"


class _Named(NamedTuple):
    """What a text says: a name, and of which region and account, where it says that."""

    name: str
    region: str
    account: str


class Names:
    """The names that the templates give their resources."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._by_name: dict[str, Mapping[str, Sequence[Resource]]] = {}

    def is_called(self, resource: Resource) -> bool:
        """Whether a resource has a name of its own."""
        by = NAMED_BY.get(resource.type)
        return by is not None and not resource[by].absent

    def of(self, value: Value, type: str) -> list[Resource]:
        """The resources of a type that a value names, or that parts of it name; none where two may be meant by one."""
        if not self._called(type):
            return []
        texts = value.parts or [value]
        found = dict.fromkeys(one for text in texts if (one := self._one(text, type)) is not None)
        return list(found) if len(found) == len({resource.logical_id for resource in found}) else []

    def _one(self, value: Value, type: str) -> Resource | None:
        """The one resource that a text names; a parameter that is not known is the same wherever it stands."""
        for text in (value.symbol, value.pattern):
            named = _read(text or "", type)
            if named is None:
                continue
            known = self._called(type)
            alike = [*known.get(named.name, ()), *known.get(f"{value.template.name} {named.name}", ())]
            # Two are as many as any number: hundreds may be called alike.
            there = list(islice((resource for resource in alike if self._is_there(named, value, resource)), 2))
            if there or named.account:
                return there[0] if len(there) == 1 else None
        return None

    def _called(self, type: str) -> Mapping[str, Sequence[Resource]]:
        if type not in self._by_name:
            by = NAMED_BY.get(type)
            self._by_name[type] = _named(self._graph, type, by) if by else {}
        return self._by_name[type]

    def _is_there(self, named: _Named, value: Value, resource: Resource) -> bool:
        """Whether a resource is of the region and the account that a text names, or that the text itself is of."""
        graph, own = self._graph, value.owner
        here = resource.type in _EVERYWHERE or _same(named.region, graph.region_of(own), graph.region_of(resource))
        return here and _same(named.account, graph.account_of(own), graph.account_of(resource))


def name_in(arn: str, type: str) -> str | None:
    """The name of a resource of a type, as an ARN spells it."""
    named = _read(arn, type) if type in _READ and arn.startswith("arn:") else None
    return None if named is None else named.name


def _named(graph: Graph, type: str, by: str) -> Mapping[str, Sequence[Resource]]:
    """The resources of a type by their names; a name made of parameters is told apart from those of other templates."""
    found: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in graph.of_type(type):
        name = resource[by]
        if name.text:
            found[name.text].append(resource)
        elif not name.absent and name.symbol:
            found[f"{name.template.name} {name.symbol}"].append(resource)
    return found


def _read(text: str, type: str) -> _Named | None:
    for form in _READ[type]:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            return _Named(found["name"], parts.get("region", ""), parts.get("account", ""))
    return None


def _same(said: str, own: str | None, theirs: str | None) -> bool:
    """Whether a region, or an account, is that of a resource: said by itself, or by the stack that the text is of."""
    if said in ("", "*") or said.startswith(_OF_STACK):
        return None in (own, theirs) or own == theirs
    return said == theirs
