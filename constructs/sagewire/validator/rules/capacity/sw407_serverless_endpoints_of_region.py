"""An account has a number of serverless endpoints in a region; SageMaker refuses to create another. The quota is
raised on request. It is an error where the account's own quota is given.
"""

from collections import defaultdict
from collections.abc import Iterator

from sagewire.limits import SERVERLESS_ENDPOINTS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.serving import config, endpoint, model, serverless_variant
from sagewire.validator.serving.regional import Together, serverless_endpoints, severity_of, together_with
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    found: defaultdict[Together, list[Endpoint]] = defaultdict(list)
    for serverless, _ in serverless_endpoints(graph):
        found[together_with(graph, serverless.resource)].append(serverless)
    quota = graph.quota(SERVERLESS_ENDPOINTS, "SERVERLESS_ENDPOINTS")
    for endpoints in found.values():
        if len(endpoints) > quota[0]:
            yield fault(endpoints[quota[0]].resource, len(endpoints), limit=quota[0], severity=severity_of(quota))


def _endpoints(count: int) -> Resources:
    made = [endpoint(f"Endpoint{position}") for position in range(count)]
    shared = config(serverless_variant(settings={"MaxConcurrency": 1}))
    return {**shared, **{logical_id: resource for part in made for logical_id, resource in part.items()}}


RULE = Rule(
    id="SW407",
    title="more serverless endpoints than the account has in the region",
    severity=Severity.WARNING,
    why=__doc__,
    limit=SERVERLESS_ENDPOINTS,
    message="{found} serverless endpoints in one region; the account has {limit}",
    fix="Serve several models from fewer endpoints, or have the quota raised and give it (quota SERVERLESS_ENDPOINTS).",
    check=_check,
    wrong=lambda: template(model(), _endpoints(SERVERLESS_ENDPOINTS.value + 1)),
    right=lambda: template(model(), _endpoints(SERVERLESS_ENDPOINTS.value)),
)
