"""SW303."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw303_request_between_two_real_time_limits import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import findings_of, found_in, only_finding

SURE = 6 * 1024**2
MOST = 25 * 1024**2


def asking(size: Any, **options: Any) -> dict[str, Any]:
    return template(real_time(), function(stated={"requestBytes": size}, **options))


@pytest.mark.parametrize("size", [SURE - 1, SURE, {"Ref": "Unset"}])
def test_what_all_pages_of_aws_allow_is_sound(size: Any) -> None:
    assert found_in(asking(size)) == []


@pytest.mark.parametrize("size", [SURE + 1, MOST])
def test_what_one_of_them_does_not_allow_is_found(size: int) -> None:
    finding = only_finding(RULE, asking(size))
    assert (finding.severity, finding.limit) == ("warning", "6,291,456 B")
    assert finding.message == (
        f"requests have {size:,} B, as stated; Endpoint takes 6,291,456 B by the API model, 26,214,400 B by the FAQ"
    )


def test_sagewires_own_code_refuses_what_is_not_sure() -> None:
    (finding,) = findings_of(RULE, asking(SURE + 1, variables={"SAGEWIRE_ENDPOINT_NAME": "ranking"}))
    assert finding.severity == "error"
    assert finding.message == "requests have 6,291,457 B, as stated; sagewire's invoker sends 6,291,456 B at most"


def test_what_none_of_them_allows_is_for_another_rule() -> None:
    assert not findings_of(RULE, asking(MOST + 1))
