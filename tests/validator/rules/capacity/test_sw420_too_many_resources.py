"""SW420."""

from typing import Any

from sagewire.validator.rules.capacity.sw420_too_many_resources import RULE
from tests.validator.judging import found_in, only_finding


def handles(count: int, **sections: Any) -> dict[str, Any]:
    handle = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    return {"Resources": {f"Handle{position}": handle for position in range(count)}, **sections}


def test_as_many_as_a_template_has_are_sound() -> None:
    assert found_in(handles(499)) == []
    assert found_in(handles(500)) == []


def test_one_more_is_found_at_the_first_above() -> None:
    finding = only_finding(RULE, handles(501))
    assert (finding.resource, finding.found, finding.limit) == ("Handle500", "501", "500 resources")


def test_each_template_is_counted_by_itself() -> None:
    assert found_in(handles(300), handles(300)) == []
    assert found_in(handles(501), handles(501)) == [RULE.id, RULE.id]


def test_what_a_macro_makes_of_it_is_not_known() -> None:
    assert found_in(handles(501, Transform="Merge")) == []
    assert found_in(handles(501, Transform="AWS::LanguageExtensions")) == [RULE.id]
