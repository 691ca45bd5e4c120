"""An asynchronous endpoint puts the response into the notification of a topic that is not set: there is no
notification, and who waits for the response in it waits for ever.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, ref, template
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity

_TOPICS = {"SUCCESS_NOTIFICATION_TOPIC": "SuccessTopic", "ERROR_NOTIFICATION_TOPIC": "ErrorTopic"}


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        notified = config.resource["AsyncInferenceConfig"]["OutputConfig"]["NotificationConfig"]
        for included in notified["IncludeInferenceResponseIn"].elements:
            topic = _TOPICS.get(included.text or "")
            if topic is not None and notified[topic].absent:
                yield fault(included, topic=topic)


def _notified(**topics: object) -> Resources:
    included = {"IncludeInferenceResponseIn": ["SUCCESS_NOTIFICATION_TOPIC"]}
    return asynchronous(output={"NotificationConfig": {"ErrorTopic": ref("Failed"), **included, **topics}})


RULE = Rule(
    id="SW832",
    title="response is to be sent to a topic that is not set",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html",
    message="the response is to be in the notification of {found}, but there is no {topic}",
    fix="Set NotificationConfig.{topic}, or leave {found} out.",
    check=_check,
    wrong=lambda: template(_notified()),
    right=lambda: template(_notified(SuccessTopic=ref("Answered"))),
)
