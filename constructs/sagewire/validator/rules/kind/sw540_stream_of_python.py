"""Lambda streams what a managed Node.js runtime writes. Of a managed Python runtime the whole answer arrives in one
piece, at the end, however its URL or its REST API is set: nobody sees a first word sooner.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import integrations
from sagewire.validator.graph.function import Function
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.serving.runtimes import python_minor
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

# With these, Lambda Web Adapter streams in Python's place.
_ADAPTER = ("AWS_LWA_INVOKE_MODE", "AWS_LAMBDA_EXEC_WRAPPER")


def _check(graph: Graph) -> Iterator[Fault]:
    for mode, target in _streaming(graph):
        for called in graph.functions_in(target) if target.present else ():
            if python_minor(called) is not None and not _adapted(called):
                yield fault(mode, called["Runtime"].shown, called=called.resource.logical_id)


def _streaming(graph: Graph) -> Iterator[tuple[Value, Value]]:
    """What is set to stream, a URL or a REST API: where that stands, and whom it calls."""
    for address in graph.of_type("AWS::Lambda::Url"):
        if address["InvokeMode"].text == "RESPONSE_STREAM":
            yield address["InvokeMode"], address["TargetFunctionArn"]
    for integration in integrations(graph):
        if integration.mode is not None and integration.certainly_streams:
            yield integration.mode, integration.uri


def _adapted(function: Function) -> bool:
    return any(not function.variables[name].absent for name in _ADAPTER)


RULE = Rule(
    id="SW540",
    title="stream of a Python runtime, which does not stream",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} streams, and {called} runs on {found}, whose answer comes in one piece",
    fix="Use Lambda Web Adapter with AWS_LWA_INVOKE_MODE=response_stream, or have the answer buffered.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html",
    check=_check,
    wrong=lambda: template(function(endpoint=None), url(InvokeMode="RESPONSE_STREAM")),
    right=lambda: template(function(endpoint=None), url(InvokeMode="BUFFERED")),
)
