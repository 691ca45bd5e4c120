"""SW328."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw328_stream_by_the_buffered_address import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.invoking import function, rest_api
from tests.validator.judging import findings_of, only_finding

STREAMED = "2021-11-15/functions/${Function.Arn}/response-streaming-invocations"
WHOLE = "2015-03-31/functions/${Function.Arn}/invocations"


def _of(path: str, **integration: Any) -> dict[str, Any]:
    uri = sub(f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/{path}")
    streaming = {"ResponseTransferMode": "STREAM", "Uri": uri, **integration}
    node = function(endpoint=None, Runtime="nodejs24.x")
    return template(node, rest_api(integration=streaming), Parameters={"Unset": {"Type": "String"}})


def test_the_address_for_whole_answers_is_found() -> None:
    finding = only_finding(RULE, _of(WHOLE))
    assert (finding.found, finding.property) == (
        "2015-03-31/functions/.../invocations",
        "Properties/Integration/Uri",
    )


@pytest.mark.parametrize(
    "path", [WHOLE.replace("2015-03-31", "2021-11-15"), STREAMED.replace("2021-11-15", "2015-03-31")]
)
def test_so_is_half_of_it(path: str) -> None:
    assert len(findings_of(RULE, _of(path))) == 1


@pytest.mark.parametrize(
    "path", [STREAMED, "${Unset}", "${Unset}/functions/x/invocations", "2015-03-31/functions/${Unset}"]
)
def test_the_address_for_streams_and_what_is_not_known_are_sound(path: str) -> None:
    assert not findings_of(RULE, _of(path))


@pytest.mark.parametrize("changes", [{"ResponseTransferMode": "BUFFERED"}, {"ResponseTransferMode": {"Ref": "Unset"}}])
def test_what_does_not_stream_has_that_address(changes: dict[str, Any]) -> None:
    assert not findings_of(RULE, _of(WHOLE, **changes))


@pytest.mark.parametrize("type", ["AWS", "HTTP_PROXY", {"Ref": "Unset"}])
def test_other_integrations_are_left_alone(type: Any) -> None:
    assert not findings_of(RULE, _of(WHOLE, Type=type))
