"""A function that is called for each new object, and hands it to an asynchronous endpoint whose results are new
objects of the same place, is called for its own results: each of them is asked about again, without end, unless the
code leaves them out. Looks at buckets and rules whose filters let all results through.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.results import listeners, output_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import bucket
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for listener in listeners(graph):
        for endpoint in listener.function.endpoints:
            written = output_of(graph, endpoint)
            if written is not None and listener.place.meets(written):
                name = endpoint.resource.logical_id
                yield fault(listener.at, listener.function.resource.logical_id, endpoint=name, prefix=written.prefix)


_ASKING = function(action="sagemaker:InvokeEndpointAsync")


def _writing_to(path: str) -> dict[str, str]:
    return {"S3OutputPath": path, "S3FailurePath": "s3://failures/"}


RULE = Rule(
    id="SW824",
    title="results of the endpoint trigger the function that asks it",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html",
    message="{found} is called for each new object, also for the results of {endpoint} below '{prefix}': a loop",
    fix="Let the endpoint write to another bucket or prefix, or filter by a prefix that the results do not have.",
    check=_check,
    wrong=lambda: template(
        asynchronous(output=_writing_to("s3://inference-objects/answers/")), _ASKING, bucket(prefix=None)
    ),
    right=lambda: template(asynchronous(output=_writing_to("s3://inference-objects/answers/")), _ASKING, bucket()),
)
