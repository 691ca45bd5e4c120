"""A function that is called for each new object, and hands it to an asynchronous endpoint whose results are new
objects of the same place, is called for its own results: each of them is asked about again, without end, unless the
code leaves them out. So it is for the failures that the endpoint writes, which fail again. Looks at buckets and rules
whose filters let all of them through.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.messages.results import listeners, written_by
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import bucket
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for listener in listeners(graph):
        for endpoint in listener.function.endpoints:
            written = written_by(graph, endpoint)
            heard = [what for what, place in written.items() if listener.place.meets(place)]
            if heard:
                name, prefix = endpoint.resource.logical_id, written[heard[0]].prefix
                words: dict[str, Any] = {"what": " and ".join(heard), "endpoint": name, "prefix": prefix}
                yield fault(listener.at, listener.function.resource.logical_id, **words)


_ASKING = function(action="sagemaker:InvokeEndpointAsync")


def _writing_to(path: str) -> dict[str, str]:
    return {"S3OutputPath": path, "S3FailurePath": "s3://failures/"}


RULE = Rule(
    id="SW824",
    title="results of the endpoint trigger the function that asks it",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html",
    message="{found} is called for each new object, also for the {what} of {endpoint} below '{prefix}': a loop",
    fix="Let the endpoint write to another bucket or prefix, or filter by a prefix that the {what} do not have.",
    check=_check,
    wrong=lambda: template(
        asynchronous(output=_writing_to("s3://inference-objects/answers/")), _ASKING, bucket(prefix=None)
    ),
    right=lambda: template(asynchronous(output=_writing_to("s3://inference-objects/answers/")), _ASKING, bucket()),
)
