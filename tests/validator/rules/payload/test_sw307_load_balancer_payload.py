"""SW307."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw307_load_balancer_payload import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import url
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import load_balancer, prompt_function
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 1024**2
AS_TEXT = 3 * MOST // 4


def balanced(**stated: Any) -> dict[str, Any]:
    return template(serverless(), prompt_function(stated=stated), load_balancer())


@pytest.mark.parametrize("size", [AS_TEXT - 1, AS_TEXT, {"Ref": "Unset"}])
def test_what_a_load_balancer_takes_as_base64_is_sound(size: Any) -> None:
    assert found_in(balanced(requestBytes=size, responseBytes=size)) == []


@pytest.mark.parametrize("size", [AS_TEXT + 1, MOST])
def test_what_it_takes_as_text_alone_is_a_warning(size: int) -> None:
    assert only_finding(RULE, balanced(requestBytes=size)).severity == "warning"


def test_more_than_it_takes_is_an_error() -> None:
    finding = only_finding(RULE, balanced(requestBytes=MOST + 1))
    assert finding.severity == "error"
    assert finding.message == (
        "requests by Targets have 1,048,577 B, as stated; a load balancer takes 1,048,576 B for a function"
    )


def test_responses_have_the_same_limit() -> None:
    finding = only_finding(RULE, balanced(responseBytes=MOST + 1))
    assert finding.property == "Metadata/sagewire/responseBytes"


def test_other_ways_in_take_more() -> None:
    body = template(serverless(), prompt_function(stated={"requestBytes": MOST + 1}), url())
    assert not findings_of(RULE, body)


def test_what_comes_may_be_stated_apart_from_what_is_asked() -> None:
    assert found_in(balanced(requestBytes=MOST + 1, eventBytes=300)) == []
    assert only_finding(RULE, balanced(requestBytes=300, eventBytes=MOST + 1)).severity == "error"
