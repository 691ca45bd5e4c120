"""A result is published as one event, or sent as one message, and neither may be larger: the model has worked, and the
result is not delivered.
"""

from collections.abc import Iterator

from sagewire.limits import EVENT_SIZE, SQS_MESSAGE
from sagewire.published_metrics import COMPONENT_HOST, REAL_TIME, SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import paths_to
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_WAYS_OUT = {"SAGEWIRE_RESULT_BUS": ("an event", EVENT_SIZE), "SAGEWIRE_RESULT_QUEUE": ("a message", SQS_MESSAGE)}


def _check(graph: Graph) -> Iterator[Fault]:
    for path in paths_to(graph, REAL_TIME, SERVERLESS, COMPONENT_HOST):
        response = path.function.response
        for name, (what, limit) in _WAYS_OUT.items():
            published = path.function.variables[name]
            if published.present and response.number is not None and response.number > limit.value:
                yield fault(response, response.number, limit=f"{limit.value:,} B", path=path, what=what)


def _publishing(size: int) -> dict[str, object]:
    own = {"SAGEWIRE_ENDPOINT_NAME": att("Endpoint", "EndpointName"), "SAGEWIRE_RESULT_BUS": "results"}
    return template(serverless(), function(variables=own, stated={"responseBytes": size}))


RULE = Rule(
    id="SW325",
    title="response is larger than a result may be",
    severity=Severity.ERROR,
    why=__doc__,
    limit=EVENT_SIZE,
    message="responses have {found} B, as stated; {what} by which a result is told has {limit} at most",
    fix="Answer less, or take an asynchronous endpoint, which writes responses to S3 and tells where they lie.",
    check=_check,
    wrong=lambda: _publishing(EVENT_SIZE.value + 1),
    right=lambda: _publishing(EVENT_SIZE.value // 2),
)
