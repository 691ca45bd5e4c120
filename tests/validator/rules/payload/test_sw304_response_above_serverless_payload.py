"""SW304."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw304_response_above_serverless_payload import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 4 * 1024**2


def answering(size: Any) -> dict[str, Any]:
    return template(serverless(), function(stated={"responseBytes": size}))


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_the_endpoint_passes_on_is_sound(size: Any) -> None:
    assert found_in(answering(size)) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, answering(MOST + 1))
    assert (finding.property, finding.found) == ("Metadata/sagewire/responseBytes", "4,194,305")


def test_another_kind_of_endpoint_passes_more_on() -> None:
    assert not findings_of(RULE, template(real_time(), function(stated={"responseBytes": MOST + 1})))
