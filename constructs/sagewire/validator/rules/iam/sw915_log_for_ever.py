"""A log group without a retention time keeps each line for ever. What a function writes of requests and answers
gathers there long after anybody needs it, and is paid for each month.
"""

from collections.abc import Iterator, Sequence

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, resource, sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_GROUP = "AWS::Logs::LogGroup"
_OF_FUNCTIONS = "/aws/lambda/"


def _check(graph: Graph) -> Iterator[Fault]:
    functions = graph.view(Inference).functions
    chosen = {group: function for function in functions if (group := _chosen_by(function)) is not None}
    called = {f"{_OF_FUNCTIONS}{each['FunctionName'].text}": each for each in functions}
    for group in graph.of_type(_GROUP):
        name = group["LogGroupName"]
        writing = chosen.get(group) or _writing(graph.functions_in(name) or [called.get(name.text or "")], name)
        if writing is not None and writing in functions and group["RetentionInDays"].absent:
            yield fault(group["RetentionInDays"], "no RetentionInDays", function=writing.resource.logical_id)


def _chosen_by(function: Function) -> Resource | None:
    return function["LoggingConfig"]["LogGroup"].reference


def _writing(found: Sequence[Function | None], name: Value) -> Function | None:
    """The one function whose log has this name, where it is not told to write elsewhere."""
    function = found[0] if len(found) == 1 and (name.pattern or "").startswith(_OF_FUNCTIONS) else None
    return function if function and function["LoggingConfig"]["LogGroup"].absent else None


_LOG = {"LogGroupName": sub("/aws/lambda/${Function}"), "RetentionInDays": 30}

RULE = Rule(
    id="SW915",
    title="log is kept for ever",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    message="the log of {function} is kept for ever: {found}",
    fix="Set RetentionInDays to the days for which somebody may need the log.",
    check=_check,
    wrong=lambda: template(serverless(), function(), resource("Log", _GROUP, _LOG, {"RetentionInDays": None})),
    right=lambda: template(
        serverless(),
        function(LoggingConfig={"LogGroup": ref("Log")}),
        resource("Log", _GROUP, {"RetentionInDays": 30}, {}),
    ),
)
