"""A load balancer hands a function no larger request, and passes no larger answer on: it says 413, or 502. What is no
text is base64 in both, four characters for three bytes.
"""

from collections.abc import Iterator

from sagewire.limits import LOAD_BALANCER_PAYLOAD
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import LOAD_BALANCER
from sagewire.validator.loads.payloads import binary, exchanged, once, passes, paths_by
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import load_balancer, prompt_function
from sagewire.validator.severity import Severity

_MOST = LOAD_BALANCER_PAYLOAD.value


def _check(graph: Graph) -> Iterator[Fault]:
    return once(_found(graph))


def _found(graph: Graph) -> Iterator[Fault]:
    for path, way in paths_by(graph, LOAD_BALANCER):
        for what, size in exchanged(path):
            severity = passes(size, _MOST)
            if severity is not None:
                words = {"what": what, "way": way.resource.logical_id, "grown": binary(size, severity)}
                yield fault(size, size.number, path=path, severity=severity, **words)


RULE = Rule(
    id="SW307",
    title="larger than a load balancer takes",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LOAD_BALANCER_PAYLOAD,
    message="{what} by {way} have {found} B, as stated{grown}; a load balancer takes {limit} for a function",
    fix="Send less, or take a function URL or an HTTP API, which take more.",
    check=_check,
    wrong=lambda: template(serverless(), prompt_function(stated={"requestBytes": _MOST + 1}), load_balancer()),
    right=lambda: template(serverless(), prompt_function(stated={"requestBytes": _MOST // 2}), load_balancer()),
)
