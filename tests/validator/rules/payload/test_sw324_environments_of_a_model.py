"""SW324."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw324_environments_of_a_model import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, model
from tests.validator.judging import found_in, only_finding

MOST = 32 * 1024
NAME = 8


def environment(length: int, *, prefix: str = "V") -> dict[str, Any]:
    """Variables of so many bytes, names and values together, none of them too long."""
    made: dict[str, Any] = {}
    while length:
        part = min(length, 1000)
        made[f"{prefix}{len(made):0{NAME - len(prefix)}}"] = "a" * (part - NAME)
        length -= part
    return made


@pytest.mark.parametrize("length", [MOST - 1, MOST])
def test_as_much_as_a_model_may_have_is_sound(length: int) -> None:
    assert found_in(template(model(container={"Environment": environment(length)}))) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, template(model(container={"Environment": environment(MOST + 1)})))
    assert (finding.found, finding.limit) == ("32769", "32,768 B")


def test_all_containers_count_together_and_the_largest_is_named() -> None:
    containers = [{"Image": IMAGE, "Environment": environment(length)} for length in (MOST // 4, MOST)]
    finding = only_finding(RULE, template(model(PrimaryContainer=None, Containers=containers)))
    assert finding.property == "Properties/Containers/1/Environment"


def test_half_of_a_letter_counts_as_three_bytes() -> None:
    """JSON may write one."""
    fits, more = environment(MOST - 6), environment(MOST - 5)
    assert found_in(template(model(container={"Environment": {**fits, "\ud83e": "\ud83e"}}))) == []
    assert only_finding(RULE, template(model(container={"Environment": {**more, "\ud83e": "\ud83e"}})))
