"""Lambda keeps a part of an account's concurrency for the functions that reserve none, and refuses a reservation that
leaves less. The account's concurrency is raised on request; new accounts have less. It is an error where the
account's own quota is given.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import LAMBDA_UNRESERVED_CONCURRENCY, REGIONAL_LAMBDA_CONCURRENCY
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.serving.regional import by_place, largest, severity_of, total
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    quota = graph.quota(REGIONAL_LAMBDA_CONCURRENCY, "REGIONAL_LAMBDA_CONCURRENCY")
    most = quota[0] - LAMBDA_UNRESERVED_CONCURRENCY.value
    reserved = [given["ReservedConcurrentExecutions"] for given in graph.functions]
    for values in by_place(graph, reserved).values():
        if total(values) > most:
            words: dict[str, Any] = {"together": figure(total(values)), "quota": quota[0]}
            yield fault(largest(values), limit=most, severity=severity_of(quota), **words)


RULE = Rule(
    id="SW406",
    title="functions reserve more concurrency than the account has in the region",
    severity=Severity.WARNING,
    why=__doc__,
    limit=REGIONAL_LAMBDA_CONCURRENCY,
    message="functions reserve {together} executions together; of the account's {quota}, {limit} may be reserved",
    fix="Reserve less, or have the quota raised and give it (quota REGIONAL_LAMBDA_CONCURRENCY).",
    check=_check,
    wrong=lambda: template(function(endpoint=None, ReservedConcurrentExecutions=901)),
    right=lambda: template(function(endpoint=None, ReservedConcurrentExecutions=900)),
)
