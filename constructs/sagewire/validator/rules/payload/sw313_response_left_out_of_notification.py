"""A notification includes the response only if it is small enough, and leaves a larger one out without a word: who
reads the answer there finds nothing.
"""

from collections.abc import Iterator

from sagewire.limits import ASYNC_NOTIFIED_RESPONSE
from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.loads.payloads import paths_to
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity

_MOST = ASYNC_NOTIFIED_RESPONSE.value
_SUCCESS = "SUCCESS_NOTIFICATION_TOPIC"


def _check(graph: Graph) -> Iterator[Fault]:
    for path in paths_to(graph, ASYNCHRONOUS):
        config, response = path.endpoint.config, path.function.response
        if config is None or response.number is None or response.number <= _MOST:
            continue
        notified = config.resource["AsyncInferenceConfig"]["OutputConfig"]["NotificationConfig"]
        for topic in notified["IncludeInferenceResponseIn"].elements:
            if topic.text == _SUCCESS:
                yield fault(response, response.number, path=path, config=config.resource.logical_id)


_INCLUDED = {"SuccessTopic": ref("Answered"), "ErrorTopic": ref("Failed"), "IncludeInferenceResponseIn": [_SUCCESS]}


RULE = Rule(
    id="SW313",
    title="response is left out of the notification",
    severity=Severity.WARNING,
    why=__doc__,
    limit=ASYNC_NOTIFIED_RESPONSE,
    message="responses have {found} B, as stated; the notifications of {config} include {limit} at most",
    fix="Read the response at the outputLocation that each notification names.",
    check=_check,
    wrong=lambda: template(
        asynchronous(output={"NotificationConfig": _INCLUDED}),
        function(action="sagemaker:InvokeEndpointAsync", stated={"responseBytes": _MOST + 1}),
    ),
    right=lambda: template(
        asynchronous(output={"NotificationConfig": _INCLUDED}),
        function(action="sagemaker:InvokeEndpointAsync", stated={"responseBytes": _MOST}),
    ),
)
