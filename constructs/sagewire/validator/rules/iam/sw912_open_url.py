"""A function URL without authorization answers whoever finds it: anybody may ask the model, as often as they like, and
the account pays for the function and for the endpoint.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.open_urls import closed_by, open_urls
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, open_url, url
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for way in open_urls(graph):
        if closed_by(graph, way) is None:
            yield fault(way.resource["AuthType"], function=way.function.resource.logical_id)


RULE = Rule(
    id="SW912",
    title="function URL that anybody may call",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    message="AuthType {found}: anybody may call {function} by its URL, and the model behind it",
    fix="Set AuthType to AWS_IAM, or acknowledge it where the function itself checks who calls.",
    check=_check,
    wrong=lambda: template(serverless(), function(), open_url()),
    right=lambda: template(serverless(), function(), url()),
)
