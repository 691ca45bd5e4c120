"""To stream a function's answer, a REST API calls it by another operation of Lambda, InvokeWithResponseStream, which
has an address of its own in the integration. API Gateway refuses ResponseTransferMode: STREAM together with the address
of Invoke, which all other integrations have.
"""

import re
from collections.abc import Iterator

from sagewire.limits.sources import API_GATEWAY
from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import integrations
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.invoking import function, rest_api
from sagewire.validator.severity import Severity

_ADDRESS = re.compile(r".*:lambda:path/(?P<version>[\d-]+)/functions/.*/(?P<called>[a-z-]+)")
_VERSION, _CALLED = "2021-11-15", "response-streaming-invocations"


def _check(graph: Graph) -> Iterator[Fault]:
    for integration in integrations(graph):
        streams = integration.certainly_streams and integration.type_name == "AWS_PROXY"
        address = _ADDRESS.fullmatch(integration.uri.pattern or "") if streams else None
        if address and (address["version"], address["called"]) != (_VERSION, _CALLED):
            yield fault(integration.uri, f"{address['version']}/functions/.../{address['called']}")


_STREAMED = sub(
    f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/{_VERSION}/functions/${{Function.Arn}}/{_CALLED}"
)

RULE = Rule(
    id="SW328",
    title="REST API that streams by the address for whole answers",
    severity=Severity.ERROR,
    why=__doc__,
    message="the integration is to stream (ResponseTransferMode: STREAM), and its Uri has {found}",
    fix=f"Write path/{_VERSION}/functions/.../{_CALLED} in the Uri.",
    source=f"{API_GATEWAY}/response-transfer-mode-lambda.html",
    check=_check,
    wrong=lambda: template(
        function(endpoint=None, Runtime="nodejs24.x"), rest_api(integration={"ResponseTransferMode": "STREAM"})
    ),
    right=lambda: template(
        function(endpoint=None, Runtime="nodejs24.x"),
        rest_api(integration={"ResponseTransferMode": "STREAM", "Uri": _STREAMED}),
    ),
)
