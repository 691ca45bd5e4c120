"""SW325."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw325_response_above_result import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import findings_of

MOST = 1024**2
OWN = {"SAGEWIRE_ENDPOINT_NAME": "ranking"}


def publishing(size: Any, **variables: Any) -> dict[str, Any]:
    return template(serverless(), function(variables={**OWN, **variables}, stated={"responseBytes": size}))


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_a_result_may_have_is_sound(size: Any) -> None:
    assert not findings_of(RULE, publishing(size, SAGEWIRE_RESULT_BUS="results"))


@pytest.mark.parametrize(
    ("name", "what"), [("SAGEWIRE_RESULT_BUS", "an event"), ("SAGEWIRE_RESULT_QUEUE", "a message")]
)
def test_one_byte_more_is_found(name: str, what: str) -> None:
    (finding,) = findings_of(RULE, publishing(MOST + 1, **{name: "results"}))
    assert finding.message == (
        f"responses have 1,048,577 B, as stated; {what} by which a result is told has 1,048,576 B at most"
    )


def test_a_function_that_publishes_nothing_may_have_more() -> None:
    assert not findings_of(RULE, publishing(MOST + 1))


def test_of_an_asynchronous_endpoint_only_the_place_is_told() -> None:
    variables = {**OWN, "SAGEWIRE_RESULT_BUS": "results"}
    invoking = function(action="sagemaker:InvokeEndpointAsync", variables=variables, stated={"responseBytes": MOST + 1})
    assert not findings_of(RULE, template(asynchronous(), invoking))
