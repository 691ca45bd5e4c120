"""SW321."""

from typing import Any

import pytest

from sagewire.validator.graph.role import INVOKE_STREAM
from sagewire.validator.rules.payload.sw321_response_above_real_time_payload import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import findings_of, found_in, only_finding

SURE = 6 * 1024**2
MOST = 25 * 1024**2


def answering(size: Any, **options: Any) -> dict[str, Any]:
    return template(real_time(), function(stated={"responseBytes": size}, **options))


@pytest.mark.parametrize("size", [SURE - 1, SURE, {"Ref": "Unset"}])
def test_what_all_pages_of_aws_allow_is_sound(size: Any) -> None:
    assert found_in(answering(size)) == []


@pytest.mark.parametrize(("size", "severity"), [(SURE + 1, "warning"), (MOST, "warning"), (MOST + 1, "error")])
def test_more_is_found_and_is_worse_where_no_page_allows_it(size: int, severity: str) -> None:
    finding = only_finding(RULE, answering(size))
    assert (finding.severity, finding.found) == (severity, f"{size:,}")


def test_a_streamed_answer_may_be_larger() -> None:
    assert not findings_of(RULE, answering(MOST + 1, action=INVOKE_STREAM))
