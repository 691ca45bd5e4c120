"""SW327."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw327_stream_of_no_proxy import RULE
from sagewire.validator.samples import resource, template
from sagewire.validator.samples.invoking import function, rest_api
from tests.validator.judging import findings_of

UNSET = {"Parameters": {"Unset": {"Type": "String"}}}


def _of(type: Any, mode: Any = "STREAM") -> dict[str, Any]:
    streaming = rest_api(integration={"Type": type, "ResponseTransferMode": mode})
    return template(function(endpoint=None, Runtime="nodejs24.x"), streaming, **UNSET)


@pytest.mark.parametrize("type", ["AWS", "HTTP", "MOCK"])
def test_what_is_no_proxy_does_not_stream(type: str) -> None:
    (finding,) = findings_of(RULE, _of(type))
    assert (finding.found, finding.property) == (type, "Properties/Integration/Type")
    assert finding.limit == "AWS_PROXY and HTTP_PROXY"


@pytest.mark.parametrize("type", ["AWS_PROXY", "HTTP_PROXY", {"Ref": "Unset"}])
def test_a_proxy_does(type: Any) -> None:
    assert not findings_of(RULE, _of(type))


@pytest.mark.parametrize("mode", ["BUFFERED", {"Ref": "Unset"}, {"Ref": "AWS::NoValue"}])
def test_what_does_not_stream_may_be_of_any_type(mode: Any) -> None:
    assert not findings_of(RULE, _of("AWS", mode))


@pytest.mark.parametrize(("kind", "type", "found"), [("RestApi", "aws", 1), ("RestApi", "aws_proxy", 0)])
def test_a_document_is_read_too(kind: str, type: str, found: int) -> None:
    integration = {"type": type, "uri": "arn", "responseTransferMode": "STREAM"}
    body = {"paths": {"/": {"post": {"x-amazon-apigateway-integration": integration}}}}
    api = resource("Api", f"AWS::ApiGateway::{kind}", {"Body": body}, {})
    assert len(findings_of(RULE, template(api))) == found
