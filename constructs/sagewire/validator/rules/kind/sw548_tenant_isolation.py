"""A function that keeps its tenants apart has to be called with the name of one. A function URL, SnapStart and
provisioned concurrency know no tenant, and Lambda refuses them for such a function. Queues, streams, topics, buckets,
rules, load balancers and HTTP APIs call it without a tenant, and none of their calls succeeds: of what triggers
functions, only a REST API can name one.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.way_in import BUCKET, EVENT_RULE, HTTP_API, LOAD_BALANCER, QUEUE, STREAM, TOPIC, WayIn
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.serving.provisioned import provisioned
from sagewire.validator.serving.runtimes import snap_start
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_TENANTS: dict[str, Any] = {"TenancyConfig": {"TenantIsolationMode": "PER_TENANT"}, "endpoint": None}


# By these nobody can name a tenant.
_NAMELESS = {
    QUEUE: "a queue",
    STREAM: "a stream",
    TOPIC: "a topic",
    BUCKET: "a bucket",
    EVENT_RULE: "a rule",
    LOAD_BALANCER: "a load balancer",
    HTTP_API: "an HTTP API",
}


def _check(graph: Graph) -> Iterator[Fault]:
    for at, apart, what in _excluded(graph):
        if _keeps_tenants_apart(apart):
            name, why = apart.resource.logical_id, "and Lambda refuses the two together"
            yield fault(at, name, has="has", what=what, why=why)
    for way in filter(_nameless, graph.ways_in):
        what, why = _NAMELESS[way.kind], "which names no tenant"
        yield fault(way.at, way.function.resource.logical_id, has="is called by", what=what, why=why)


def _excluded(graph: Graph) -> Iterator[tuple[Value, Function, str]]:
    """What Lambda refuses for such a function, where it stands, and whose it is."""
    for address in graph.of_type("AWS::Lambda::Url"):
        target = address["TargetFunctionArn"]
        for called in graph.functions_in(target) if target.present else ():
            yield target, called, "a function URL"
    for warm, settings in provisioned(graph):
        yield settings, warm, "provisioned concurrency"
    for started in graph.functions:
        if snap_start(started):
            yield started["SnapStart"], started, "SnapStart"


def _nameless(way: WayIn) -> bool:
    return way.kind in _NAMELESS and way.at.present and _keeps_tenants_apart(way.function)


def _keeps_tenants_apart(function: Function) -> bool:
    return function["TenancyConfig"]["TenantIsolationMode"].text == "PER_TENANT"


RULE = Rule(
    id="SW548",
    title="tenant isolation with what excludes it",
    severity=Severity.ERROR,
    why=__doc__,
    message="{found} keeps its tenants apart (PER_TENANT) and {has} {what}, {why}",
    fix="Do without {what}, and name the tenant in each call; or leave TenancyConfig out.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html",
    check=_check,
    wrong=lambda: template(function(**_TENANTS), url()),
    right=lambda: template(function(**_TENANTS)),
)
