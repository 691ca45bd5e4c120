"""SW301."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw301_request_above_serverless_payload import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, queue, url
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 4 * 1024**2


def asking(size: Any, **options: Any) -> dict[str, Any]:
    return template(serverless(), function(stated={"requestBytes": size}, **options))


@pytest.mark.parametrize("size", [MOST - 1, MOST, 0, {"Ref": "Unset"}])
def test_what_the_endpoint_takes_is_sound(size: Any) -> None:
    assert found_in(asking(size)) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, asking(MOST + 1))
    assert (finding.property, finding.found, finding.limit) == (
        "Metadata/sagewire/requestBytes",
        "4,194,305",
        "4,194,304 B",
    )
    assert finding.message == (
        "requests have 4,194,305 B, as stated; Endpoint, a serverless endpoint, takes 4,194,304 B"
    )


def test_sagewires_own_invoker_cannot_send_more_either() -> None:
    assert findings_of(RULE, asking(MOST + 1, variables={"SAGEWIRE_ENDPOINT_NAME": "ranking"}))


def test_a_function_with_several_ways_in_is_found_once() -> None:
    body = template(serverless(), function(stated={"requestBytes": MOST + 1}), url(), queue())
    assert len(findings_of(RULE, body)) == 1


def test_another_kind_of_endpoint_takes_more() -> None:
    assert not findings_of(RULE, template(real_time(), function(stated={"requestBytes": MOST + 1})))
