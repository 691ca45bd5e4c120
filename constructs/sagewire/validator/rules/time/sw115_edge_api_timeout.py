"""An edge-optimized REST API waits 29 s for its integration, and AWS raises that for Regional and private APIs
only. An API is edge-optimized where its template does not say otherwise, but for China and GovCloud, so that AWS
refuses this method when it is deployed.
"""

from collections.abc import Iterator

from sagewire.limits import REST_API_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import methods
from sagewire.validator.loads.waits import edge_optimized_there, shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import rest_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for api, integration in methods(graph):
        seconds = integration.seconds
        edge = edge_optimized_there(graph, api)
        if edge and seconds is not None and seconds > REST_API_TIMEOUT.value and not integration.streams:
            yield fault(integration.waits, shown(seconds), most=REST_API_TIMEOUT.value * 1000)


_LONGER = rest_api(integration={"TimeoutInMillis": 40_000})
_EDGE = {**_LONGER["Api"], "Properties": {"Name": "ranking"}}

RULE = Rule(
    id="SW115",
    title="edge-optimized API waits longer than AWS lets it",
    severity=Severity.ERROR,
    why=__doc__,
    limit=REST_API_TIMEOUT,
    message="the integration waits {found}; an edge-optimized REST API waits {limit} at most, and no quota raises that",
    fix="Set TimeoutInMillis to {most} or less, or make the API Regional (EndpointConfiguration.Types: [REGIONAL]) and"
    " have its quota raised.",
    check=_check,
    wrong=lambda: template(serverless(), _LONGER, prompt_function(), {"Api": _EDGE}),
    right=lambda: template(serverless(), rest_api(), prompt_function(), {"Api": _EDGE}),
)
