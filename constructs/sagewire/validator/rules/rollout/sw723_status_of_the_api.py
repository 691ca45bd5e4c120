"""DescribeEndpoint says InService, and the event of the same change says IN_SERVICE. EventBridge compares letter by
letter: a rule on the API's word waits for ever, without an error.
"""

from collections.abc import Iterator

from sagewire.event_types import ENDPOINT_DEPLOYMENT_STATE_CHANGE, ENDPOINT_STATE_CHANGE, EVENT_STATUSES
from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.messages.sagemaker_events import listeners
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import hears
from sagewire.validator.severity import Severity

_TYPES = (ENDPOINT_STATE_CHANGE, ENDPOINT_DEPLOYMENT_STATE_CHANGE)


def _check(graph: Graph) -> Iterator[Fault]:
    for listener in graph.view(listeners):
        statuses = listener.detail["EndpointStatus"].elements if listener.hears(*_TYPES) else []
        asked = {status.text for status in statuses}
        for status in statuses:
            written = EVENT_STATUSES.get(status.text or "")
            # Who asks for both spellings misses nothing.
            if written is not None and written not in asked:
                yield fault(status, limit=written)


RULE = Rule(
    id="SW723",
    title="rule asks for a status by the API's word",
    severity=Severity.WARNING,
    why=__doc__,
    message="waits for the status {found}; the event says {limit}",
    fix="Write {limit}.",
    source=f"{SAGEMAKER}/dg/automating-sagemaker-with-eventbridge.html",
    check=_check,
    wrong=lambda: template(hears(ENDPOINT_STATE_CHANGE, {"EndpointStatus": ["InService"]})),
    right=lambda: template(hears(ENDPOINT_STATE_CHANGE, {"EndpointStatus": ["IN_SERVICE"]})),
)
