"""What an acknowledgement says that counts for nothing, or for nothing any more, is told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from sagewire.validator import Failure, Report
from sagewire.validator.judge import judge
from sagewire.validator.odd_acknowledgements import gone_in, odd_in
from sagewire.validator.rules.memory.sw201_serverless_memory_step import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.template import Template

TODAY = date(2026, 11, 27)
REASON = {"id": "SW201", "reason": "a size to come"}
NO_LIST = "acknowledges with what is no list: it does not count"
NO_ID = "acknowledges without an `id`: it does not count"


def acknowledging(listed: Any = None, *, whole: Any = None, size: int = 1500, **options: Any) -> Template:
    """A template that breaks SW201 at one size, and what its configuration, and the whole of it, acknowledge."""
    body = template(serverless(settings={"MemorySizeInMB": size}), Metadata={"sagewire": {"acknowledge": whole}})
    stated = {"aws:cdk:path": "App/Stack/Config", "sagewire": {"acknowledge": listed}}
    body["Resources"]["Config"]["Metadata"] = stated
    return Template("a.json", body, **options)


def odd(*templates: Template) -> list[tuple[str, str]]:
    return [(each.at, each.why) for each in odd_in(templates, rules={"SW201", "SW203"}, today=TODAY)]


def gone(*templates: Template, failures: int = 0) -> list[tuple[str, str]]:
    report = judge(templates, rules=[RULE])
    lost = [Failure(what="b.json", why="empty")] * failures
    report = Report(acknowledged=report.acknowledged, failures=lost)
    return [(each.at, each.given.id) for each in gone_in(templates, report)]


@pytest.mark.parametrize(
    ("listed", "why"),
    [
        (REASON, NO_LIST),
        ("SW201", NO_LIST),
        (True, NO_LIST),
        (["SW201"], NO_ID),
        ([{"reason": "x"}], NO_ID),
        ([REASON | {"id": "SW999"}], "acknowledges 'SW999', which is no rule: it does not count"),
        ([REASON | {"id": "sagewire::SW20"}], "acknowledges 'sagewire::SW20', which is no rule: it does not count"),
        (
            [REASON | {"since": "1 May"}],
            "acknowledges SW201 since '1 May': the day is not understood; write it as 2026-11-01",
        ),
        ([REASON | {"since": "2026-11-28"}], "acknowledges SW201 since 2026-11-28, which is yet to come"),
        ([REASON | {"reason": "2026-11-28: x"}], "acknowledges SW201 since 2026-11-28, which is yet to come"),
    ],
)
def test_what_is_odd_is_told_of_a_resource_and_of_a_whole_template(listed: Any, why: str) -> None:
    assert odd(acknowledging(listed)) == [("Config", why)]
    assert odd(acknowledging(whole=listed)) == [("", why)]


@pytest.mark.parametrize(
    "listed",
    [
        None,
        [],
        {"Ref": "Given"},
        [REASON],
        [REASON | {"since": "2026-11-27"}],
        [REASON | {"id": "sagewire::sw203"}],
        [REASON | {"id": {"Ref": "Given"}, "since": {"Ref": "Given"}}],
    ],
)
def test_what_is_not_odd_or_not_known_is_not_told(listed: Any) -> None:
    assert odd(acknowledging(listed, whole=listed)) == []


def test_a_fact_of_the_whole_template_is_read_by_nobody() -> None:
    body = template(serverless(), Metadata={"sagewire": {"latencyMilliseconds": 250}, "Other": {"a": 1}})
    assert odd(Template("a.json", body)) == [("", "states latencyMilliseconds, which is read of a resource alone")]


@pytest.mark.parametrize(
    ("noted", "why"),
    [
        ({"sagewire::SW999": "x"}, "acknowledges 'sagewire::SW999', which is no rule: it does not count"),
        ({"sagewire::late": "x"}, "acknowledges 'sagewire::late', which is no rule: it does not count"),
        ({"SW201": "2026-11-28: x"}, "acknowledges SW201 since 2026-11-28, which is yet to come"),
    ],
)
def test_what_is_odd_in_a_cdk_app_is_told_once(noted: Mapping[str, str], why: str) -> None:
    given = acknowledging(acknowledged={"App/Stack": noted})
    assert odd(given, given) == [("App/Stack", why)]


def test_what_a_cdk_app_notes_for_others_is_none_of_ours() -> None:
    assert odd(acknowledging(acknowledged={"App": {"AwsSolutions-IAM4": "x", "other::SW999": "x"}})) == []


def test_what_is_found_is_not_gone() -> None:
    given = acknowledging([REASON], whole=[REASON], acknowledged={"App": {"SW201": "x"}, "": {"SW201": "y"}})
    assert gone(given) == []


@pytest.mark.parametrize("other", [{"size": 2048}, {}])
def test_what_is_found_no_more_is_gone_wherever_it_is_acknowledged(other: dict[str, int]) -> None:
    id = "SW201" if other else "SW203"
    given = [REASON | {"id": id}]
    noted = {"App/Stack": {id: "x"}}
    template = acknowledging(given, whole=given, acknowledged=noted, **other)
    assert gone(template, template) == [("", id), ("Config", id), ("App/Stack", id), ("", id), ("Config", id)]


@pytest.mark.parametrize("path", ["App/St", "App/Stack/Config/Resource"])
def test_what_is_found_elsewhere_is_gone(path: str) -> None:
    assert gone(acknowledging([REASON], acknowledged={path: {"SW201": "x"}})) == [(path, "SW201")]


def test_nothing_is_called_gone_where_something_could_not_be_looked_at() -> None:
    assert gone(acknowledging([REASON], size=2048), failures=1) == []


def test_what_gives_no_reason_never_counted() -> None:
    assert gone(acknowledging([{"id": "SW201"}], size=2048)) == []
