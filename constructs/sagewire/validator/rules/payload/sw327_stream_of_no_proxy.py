"""A REST API streams what a proxy integration answers, AWS_PROXY or HTTP_PROXY, and nothing else: what maps requests
and responses has to hold them first. API Gateway refuses ResponseTransferMode: STREAM for the others.
"""

from collections.abc import Iterator

from sagewire.limits.sources import RESPONSE_TRANSFER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import integrations
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, rest_api
from sagewire.validator.severity import Severity

_PROXIES = ("AWS_PROXY", "HTTP_PROXY")


def _check(graph: Graph) -> Iterator[Fault]:
    for integration in integrations(graph):
        named = integration.type
        if integration.certainly_streams and named is not None and integration.type_name not in (None, *_PROXIES):
            yield fault(named, limit=" and ".join(_PROXIES))


_STREAMING = {
    "ResponseTransferMode": "STREAM",
    "Uri": "arn:aws:apigateway:us-east-1:runtime.sagemaker:path/endpoints/ranking/invocations",
    "Credentials": "arn:aws:iam::111122223333:role/api",
}

RULE = Rule(
    id="SW327",
    title="REST API that streams without a proxy integration",
    severity=Severity.ERROR,
    why=__doc__,
    message="an integration of type {found} is to stream (ResponseTransferMode: STREAM), which only {limit} do",
    fix="Take a proxy integration, or leave ResponseTransferMode out.",
    source=RESPONSE_TRANSFER,
    check=_check,
    wrong=lambda: template(function(endpoint=None), rest_api(integration={"Type": "AWS", **_STREAMING})),
    right=lambda: template(function(endpoint=None), rest_api(integration={"Type": "AWS"})),
)
