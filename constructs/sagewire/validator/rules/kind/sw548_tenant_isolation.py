"""A function that keeps its tenants apart is called with the name of one. A function URL, SnapStart and provisioned
concurrency know no tenant, and Lambda refuses them for such a function.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.provisioned import provisioned
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.runtimes import snap_start
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.severity import Severity

_TENANTS: dict[str, Any] = {"TenancyConfig": {"TenantIsolationMode": "PER_TENANT"}, "endpoint": None}


def _check(graph: Graph) -> Iterator[Fault]:
    for address in graph.of_type("AWS::Lambda::Url"):
        target = address["TargetFunctionArn"]
        for called in graph.functions_in(target) if target.present else ():
            if _keeps_tenants_apart(called):
                yield fault(target, called.resource.logical_id, what="a function URL")
    for warm, settings in provisioned(graph):
        if _keeps_tenants_apart(warm):
            yield fault(settings, warm.resource.logical_id, what="provisioned concurrency")
    for started in graph.functions:
        if _keeps_tenants_apart(started) and snap_start(started):
            yield fault(started["SnapStart"], started.resource.logical_id, what="SnapStart")


def _keeps_tenants_apart(function: Function) -> bool:
    return function["TenancyConfig"]["TenantIsolationMode"].text == "PER_TENANT"


RULE = Rule(
    id="SW548",
    title="tenant isolation with what excludes it",
    severity=Severity.ERROR,
    why=__doc__,
    message="{found} keeps its tenants apart (PER_TENANT) and has {what}; Lambda refuses the two together",
    fix="Do without {what}, and name the tenant in each call; or leave TenancyConfig out.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html",
    check=_check,
    wrong=lambda: template(function(**_TENANTS), url()),
    right=lambda: template(function(**_TENANTS)),
)
