"""Provisioned concurrency is kept for a published version, whose code stays as it is. Lambda refuses it for an alias of
$LATEST, which is not published.
"""

from collections.abc import Iterator

from sagewire.limits.sources import LAMBDA
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import alias, function
from sagewire.validator.severity import Severity

_LATEST = "$LATEST"


def _check(graph: Graph) -> Iterator[Fault]:
    for named in graph.of_type("AWS::Lambda::Alias"):
        if named["FunctionVersion"].text == _LATEST and named["ProvisionedConcurrencyConfig"].present:
            yield fault(named["FunctionVersion"])


RULE = Rule(
    id="SW423",
    title="provisioned concurrency of an unpublished version",
    severity=Severity.ERROR,
    why=__doc__,
    message="an alias of {found} has provisioned concurrency, which Lambda keeps for published versions alone",
    fix="Publish a version (AWS::Lambda::Version), and let the alias have its number.",
    source=f"{LAMBDA}/dg/provisioned-concurrency.html",
    check=_check,
    wrong=lambda: template(function(endpoint=None), alias(_LATEST)),
    right=lambda: template(function(endpoint=None), alias(att("Version", "Version"))),
)
