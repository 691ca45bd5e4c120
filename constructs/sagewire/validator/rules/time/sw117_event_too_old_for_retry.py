"""Lambda gives up on an event that is older than the age set for it. If the function runs longer than that, an event
whose first try ended at the timeout is too old for the next one: the retries that are set never come.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_EVENT_AGE, LAMBDA_EVENT_RETRIES
from sagewire.validator.graph import Graph
from sagewire.validator.loads.waits import shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.invoking import failures, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.of_type("AWS::Lambda::EventInvokeConfig"):
        age, retries = config["MaximumEventAgeInSeconds"], config["MaximumRetryAttempts"]
        tries = LAMBDA_EVENT_RETRIES.default if retries.absent else retries.number
        for tried in graph.functions_in(config["FunctionName"]):
            timeout = tried.timeout
            if age.number is not None and timeout is not None and age.number <= timeout and tries:
                name = tried.resource.logical_id
                limit = f"more than {shown(timeout)}"
                yield fault(age, shown(age.number), limit=limit, name=name, timeout=shown(timeout))


def _invoked(age: int) -> Resources:
    parts = failures()
    parts["OnFailure"]["Properties"]["MaximumEventAgeInSeconds"] = age
    return parts


RULE = Rule(
    id="SW117",
    title="event is too old for its retries",
    severity=Severity.WARNING,
    why=__doc__,
    limit=LAMBDA_EVENT_AGE,
    message="events are given up after {found}; {name} may run {timeout}, after which no retry comes",
    fix="Set MaximumEventAgeInSeconds to several times {timeout}, or MaximumRetryAttempts to 0 if none is wanted.",
    check=_check,
    wrong=lambda: template(serverless(), function(), _invoked(120)),
    right=lambda: template(serverless(), function(), _invoked(3600)),
)
