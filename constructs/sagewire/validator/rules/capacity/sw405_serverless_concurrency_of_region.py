"""The serverless endpoints of an account share the concurrency that it has in a region. Where they ask for more
together, SageMaker refuses to create, or to update, the one that is too much. The quota is raised on request; new
accounts have far less. It is an error where the account's own quota is given.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import REGIONAL_SERVERLESS_CONCURRENCY
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.serving import config, endpoint, model, serverless_variant
from sagewire.validator.serving.regional import (
    by_place,
    largest,
    serverless_concurrency,
    serverless_endpoints,
    severity_of,
    total,
)
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    concurrency = [most for _, most in serverless_endpoints(graph)]
    for (_, region, _), values in by_place(graph, concurrency).items():
        quota = serverless_concurrency(graph, region)
        if total(values) > quota[0]:
            where = region or "one region"
            where = region or "one region"
            words: dict[str, Any] = {"together": figure(total(values)), "count": len(values), "where": where}
            yield fault(largest(values), limit=quota[0], severity=severity_of(quota), **words)


def _endpoints(count: int) -> Resources:
    variant = serverless_variant(settings={"MaxConcurrency": 200})
    made = [{**config(variant, id=f"Config{i}"), **endpoint(f"Endpoint{i}", config=f"Config{i}")} for i in range(count)]
    return {logical_id: resource for part in made for logical_id, resource in part.items()}


RULE = Rule(
    id="SW405",
    title="serverless endpoints ask for more concurrency than the account has in the region",
    severity=Severity.WARNING,
    why=__doc__,
    limit=REGIONAL_SERVERLESS_CONCURRENCY,
    message="{count} serverless endpoints ask for a concurrency of {together} together in {where}; the account"
    " has {limit}",
    fix="Lower MaxConcurrency, or have the quota raised and give it (quota REGIONAL_SERVERLESS_CONCURRENCY).",
    check=_check,
    wrong=lambda: template(model(), _endpoints(6)),
    right=lambda: template(model(), _endpoints(5)),
)
