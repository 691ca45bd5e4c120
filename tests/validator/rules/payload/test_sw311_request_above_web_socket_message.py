"""SW311."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw311_request_above_web_socket_message import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function, web_socket_api
from tests.validator.judging import found_in, only_finding

MOST = 128 * 1024


def connected(**stated: Any) -> dict[str, Any]:
    return template(serverless(), prompt_function(stated=stated), web_socket_api())


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_a_message_may_have_is_sound(size: Any) -> None:
    assert found_in(connected(requestBytes=size)) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, connected(requestBytes=MOST + 1))
    assert (finding.found, finding.limit) == ("131,073", "131,072 B")


def test_an_answer_may_come_in_several_messages() -> None:
    assert found_in(connected(responseBytes=MOST + 1)) == []


def test_what_comes_may_be_stated_apart_from_what_is_asked() -> None:
    assert found_in(connected(requestBytes=MOST + 1, eventBytes=300)) == []
    assert only_finding(RULE, connected(requestBytes=300, eventBytes=MOST + 1)).severity == "error"
