"""SageMaker is asked by POST alone, an asynchronous endpoint at .../async-invocations, and all others at
.../invocations, where the answer comes at once; at an endpoint of inference components a header names the one that is
asked. A REST API that asks in another way has an error for each request, or is refused for want of a method.
"""

from collections.abc import Iterator

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT_HOST
from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import METHOD
from sagewire.validator.graph.direct_call import DirectCall
from sagewire.validator.nouns import NOUNS
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.asking_directly import asking_api
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_POST = "POST"
_ANY = "ANY"  # the method of the request, which may be POST
_COMPONENT = "X-Amzn-SageMaker-Inference-Component"


def _check(graph: Graph) -> Iterator[Fault]:
    for call in graph.direct_calls:
        yield from _by_another_method(call)
        yield from _at_another_address(call)
        yield from _without_component(call)


def _by_another_method(call: DirectCall) -> Iterator[Fault]:
    method = call.integration.method
    if method is None:
        return
    # A method of an API that is a resource of its own must have one.
    missing = method.absent and method.owner.type == METHOD
    if missing or (method.text is not None and method.text.upper() not in (_POST, _ANY)):
        how = "by no method" if missing else f"by {method.text}"
        change = f"Set it to {_POST}, whatever the method of the API's own requests."
        yield fault(
            method, limit=_POST, asked=call.called, how=how, taken=f"SageMaker is asked by {_POST} alone", change=change
        )


def _at_another_address(call: DirectCall) -> Iterator[Fault]:
    if call.endpoint is not None and call.how_taken != call.how:
        taken = f"{NOUNS[call.endpoint.kind or '']} is asked at {call.how_taken}"
        change = f"Let the address end in /{call.how_taken}"
        told = ", with a header X-Amzn-SageMaker-InputLocation that tells where the request lies."
        yield fault(
            call.integration.uri,
            call.how,
            limit=call.how_taken,
            asked=call.called,
            how=f"at {call.how}",
            taken=taken,
            change=change + (told if call.endpoint.kind == ASYNCHRONOUS else "."),
        )


def _without_component(call: DirectCall) -> Iterator[Fault]:
    parameters, kind = call.integration.parameters, call.endpoint.kind if call.endpoint else None
    if parameters is None or kind != COMPONENT_HOST or call.sends(_COMPONENT):
        return
    mapped = f"integration.request.header.{_COMPONENT}"
    yield fault(
        parameters[mapped],
        limit="the name of a component",
        asked=call.called,
        how=f"without a header {_COMPONENT}",
        taken=f"{NOUNS[kind]} needs it",
        change=f"Map {mapped} in RequestParameters to the name of a component, in single quotes.",
    )


RULE = Rule(
    id="SW943",
    title="API asks its endpoint in the wrong way",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Runtime.html",
    message="{resource} asks {asked} {how}; {taken}",
    fix="{change}",
    check=_check,
    wrong=lambda: template(real_time(), asking_api(how="async-invocations")),
    right=lambda: template(real_time(), asking_api()),
)
