"""What a template acknowledges, with a reason, is no finding; what it acknowledges without one is."""

from datetime import date
from typing import Any

import pytest

from sagewire.validator import Acknowledged, Report
from sagewire.validator.acknowledgement import Unreasoned, unreasoned_in
from sagewire.validator.judge import judge
from sagewire.validator.rules.memory.sw201_serverless_memory_step import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.template import Template

REASON = {"id": "SW201", "reason": "a size to come"}


def acknowledging(*given: Any, whole: tuple[Any, ...] = (), **options: Any) -> Template:
    """A template that breaks a rule, and what its endpoint configuration, and the whole of it, acknowledge."""
    body = template(serverless(settings={"MemorySizeInMB": 1500}), Metadata=_metadata(*whole))
    body["Resources"]["Config"]["Metadata"] = {"aws:cdk:path": "App/Stack/Config", **_metadata(*given)}
    return Template("a.template.json", body, **options)


def _metadata(*given: Any) -> dict[str, Any]:
    return {"sagewire": {"acknowledge": list(given)}}


def judged(template: Template) -> Report:
    return judge([template], rules=[RULE])


def only(template: Template) -> Acknowledged:
    """The one finding, which is acknowledged."""
    report = judged(template)
    assert not report.findings
    (acknowledged,) = report.acknowledged
    return acknowledged


def test_a_resource_gives_its_reason() -> None:
    acknowledged = only(acknowledging(REASON | {"since": "2026-11-01"}))
    assert acknowledged.finding.resource == "Config"
    assert (acknowledged.reason, acknowledged.since) == ("a size to come", date(2026, 11, 1))


def test_a_template_gives_a_reason_for_all_that_is_in_it() -> None:
    assert only(acknowledging(whole=(REASON,))).reason == "a size to come"


def test_the_reason_of_the_resource_goes_before_that_of_the_template() -> None:
    assert only(acknowledging(REASON, whole=(REASON | {"reason": "another"},))).reason == "a size to come"


@pytest.mark.parametrize("id", ["SW201", "sw201", "sagewire::SW201", "Sagewire::sw201", "Annotation::SW201", " SW201 "])
def test_an_id_may_be_written_as_cdk_writes_it_and_in_any_case(id: str) -> None:
    assert only(acknowledging(REASON | {"id": id}))


@pytest.mark.parametrize("id", ["SW202", "SW20", "SW2010", "cdk-nag::SW201", "SW201::x", "", None, {"Ref": "Id"}, 201])
def test_the_id_of_something_else_is_none(id: Any) -> None:
    report = judged(acknowledging(REASON | {"id": id}))
    assert [finding.rule for finding in report.findings] == ["SW201"]
    assert not report.acknowledged


@pytest.mark.parametrize(
    ("reason", "words", "since"),
    [
        ("2026-11-01: a size to come", "a size to come", date(2026, 11, 1)),
        ("2026-11-01 - a size to come", "a size to come", date(2026, 11, 1)),
        ("2026-11-01 a size to come", "a size to come", date(2026, 11, 1)),
        ("2026-13-01: a size to come", "2026-13-01: a size to come", None),
        ("from 2026-11-01", "from 2026-11-01", None),
    ],
)
def test_a_reason_may_begin_with_its_day(reason: str, words: str, since: date | None) -> None:
    acknowledged = only(acknowledging(REASON | {"reason": reason}))
    assert (acknowledged.reason, acknowledged.since) == (words, since)


def test_the_day_that_is_given_by_itself_goes_before_the_one_in_the_reason() -> None:
    given = REASON | {"reason": "2026-11-01: a size to come", "since": "2026-11-02"}
    assert only(acknowledging(given)).since == date(2026, 11, 2)


@pytest.mark.parametrize("since", ["yesterday", "", None, {"Ref": "Day"}])
def test_a_day_that_is_none_leaves_the_reason(since: Any) -> None:
    assert only(acknowledging(REASON | {"since": since})).since is None


@pytest.mark.parametrize("reason", ["", "  ", None, {"Ref": "Reason"}, "2026-11-01", "2026-11-01: ", []])
def test_an_acknowledgement_without_words_does_not_count_and_is_told(reason: Any) -> None:
    silent = acknowledging(REASON | {"reason": reason})
    report = judged(silent)
    assert [finding.rule for finding in report.findings] == ["SW201"]
    assert not report.acknowledged
    assert list(unreasoned_in([silent])) == [Unreasoned(template="a.template.json", at="Config", id="SW201")]


def test_one_of_the_whole_template_without_words_is_told_as_well() -> None:
    silent = acknowledging(whole=({"id": "SW203"},))
    assert list(unreasoned_in([silent])) == [Unreasoned(template="a.template.json", at="", id="SW203")]


def test_what_has_words_is_not_told() -> None:
    assert not list(unreasoned_in([acknowledging(REASON, whole=(REASON,))]))


@pytest.mark.parametrize("path", ["App/Stack/Config", "App/Stack", "App"])
def test_what_cdk_notes_counts_for_all_that_is_below(path: str) -> None:
    noted = {path: {"sagewire::SW201": "2026-11-01: a size to come"}}
    acknowledged = only(acknowledging(acknowledged=noted))
    assert (acknowledged.reason, acknowledged.since) == ("a size to come", date(2026, 11, 1))


@pytest.mark.parametrize("path", ["App/Stack/Config/Resource", "App/St", "Stack/Config", ""])
def test_what_cdk_notes_elsewhere_does_not_count(path: str) -> None:
    noted = {path: {"sagewire::SW201": "a size to come"}}
    assert judged(acknowledging(acknowledged=noted)).findings


def test_the_nearest_construct_that_gives_a_reason_is_heard() -> None:
    noted = {"App": {"SW201": "far"}, "App/Stack": {"SW201": "near"}, "App/Stack/Config": {"SW201": ""}}
    assert only(acknowledging(acknowledged=noted)).reason == "near"


def test_what_two_templates_of_a_stack_share_is_told_once() -> None:
    noted = {"App": {"SW201": ""}}
    silent = acknowledging(acknowledged=noted)
    assert [each.at for each in unreasoned_in([silent, silent])] == ["App"]


@pytest.mark.parametrize("listed", [None, "SW201", {"id": "SW201", "reason": "x"}, [None, "SW201", []]])
def test_what_is_no_list_of_acknowledgements_acknowledges_nothing(listed: Any) -> None:
    body = template(serverless(settings={"MemorySizeInMB": 1500}), Metadata={"sagewire": {"acknowledge": listed}})
    odd = Template("a.template.json", body)
    assert len(judged(odd).findings) == 1
    assert not list(unreasoned_in([odd]))
