"""The report for people: a few lines for each finding, the time along the paths, and a line that sums it up."""

import re
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sagewire.validator import Acknowledged, Failure, Finding, Hop, PathSummary, Report, Severity
from sagewire.validator.reports.as_text import render
from sagewire.validator.reports.waterfall import timed_paths
from tests.validator.reports.reported import BRIEF, FIRST, LARGE, LATE, PATH, REPORT, SECOND, TEXTS, TITLES


def text(report: Report = REPORT, **options: Any) -> str:
    return render(report, titles=TITLES, texts=TEXTS, **options)


def of(*findings: Finding) -> Report:
    return replace(REPORT, findings=findings, acknowledged=())


def test_the_whole_report_is_fit_to_be_read() -> None:
    assert text() == (
        "error SW101 function gives up too early\n"
        "  infra/a.template.json:3: Function Properties/Timeout (App/Stack/Function/Resource, app.py:12)\n"
        "  timeout is 29 s; the endpoint may take 60 s\n"
        "  fix: Set the timeout above 60 s.\n"
        "  https://docs.aws.amazon.com/lambda/latest/dg/limits.html\n"
        "\n"
        "warning SW801 queue hides too briefly\n"
        "  infra/b c.yaml:2: Queue\n"
        "  hidden for 30 s; Lambda wants 180 s\n"
        "  fix: Set VisibilityTimeout to 180.\n"
        "  https://docs.aws.amazon.com/lambda/latest/dg/limits.html\n"
        "\n"
        "time along Api > Function > Endpoint\n"
        "  REST API               29 s  ███████████████████\n"
        "  Lambda function        60 s  ████████████████████████████████████████\n"
        "  real-time endpoint  <= 60 s  ████████████████████████████████████████\n"
        "  model                22.5 s  ███████████████ (stated)\n"
        "\n"
        "1 error, 1 warning, 1 acknowledged in 2 templates, 3 rules; 1 could not be looked at\n"
    )


def test_what_sam_makes_is_told_with_what_it_is_made_of() -> None:
    made = replace(BRIEF, resource="WorkerQueue", origin="Queue", template=SECOND)
    assert "  infra/b c.yaml:2: WorkerQueue (which SAM makes of Queue)\n" in text(of(made))


@pytest.mark.parametrize(
    ("findings", "summary"),
    [
        ([], "0 errors, 0 warnings in 2 templates, 3 rules"),
        ([LATE, LARGE], "2 errors, 0 warnings in 2 templates, 3 rules"),
        (
            [BRIEF, BRIEF, replace(BRIEF, severity=Severity.INFO)],
            "0 errors, 2 warnings, 1 note in 2 templates, 3 rules",
        ),
    ],
)
def test_the_last_line_sums_it_up(findings: list[Finding], summary: str) -> None:
    assert text(replace(of(*findings), failures=())).splitlines()[-1] == summary


def test_what_could_not_be_looked_at_is_no_success() -> None:
    broken = Failure(what="a.json", why="empty")
    assert text(Report(failures=[broken, broken])) == (
        "0 errors, 0 warnings in 0 templates, 3 rules; 2 could not be looked at\n"
    )


def test_where_nothing_is_found_the_summary_is_all() -> None:
    report = Report(templates=[FIRST])
    assert text(report) == "0 errors, 0 warnings in 1 template, 3 rules\n"


def test_what_a_macro_adds_is_said_to_be_missing() -> None:
    report = Report(templates=[FIRST, SECOND], incomplete=[SECOND])
    assert text(report).splitlines() == [
        f"{SECOND}: a macro or a loop adds to it when it is deployed, and that is not looked at",
        "0 errors, 0 warnings in 2 templates, 3 rules",
    ]


def test_a_finding_takes_five_lines_however_long_its_words_are() -> None:
    long = replace(LATE, message="word " * 100, fix="word " * 100, construct="x" * 300, path=None, resource="Absent")
    assert len(text(of(long), width=40).splitlines()) == 7


def test_what_a_template_holds_is_shown_and_not_obeyed() -> None:
    odd = replace(LATE, resource="[red]R\x1b[31m\n", message="[bold]a\tb\x00[/bold] \ud800", construct=":smile: é 日本")
    printed = text(of(odd))
    assert "[red]R\\x1b[31m  Properties/Timeout (:smile: é 日本, app.py:12)" in printed
    assert "  [bold]a b\\x00[/bold] \\ud800\n" in printed
    assert printed.count("\n") == text(of(LATE)).count("\n")


def test_a_terminal_has_colours_and_a_pipe_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b" not in text()
    colored = text(color=True)
    assert "\x1b[1;31merror\x1b[0m" in colored
    assert "\x1b[1;33mwarning\x1b[0m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == text()


@pytest.mark.parametrize("width", [1, 20, 60, 300])
def test_bars_keep_to_the_width(width: int) -> None:
    bars = [len(bar) for bar in re.findall("█+", text(width=width))]
    assert len(bars) == 4
    assert max(bars) == {1: 1, 20: 1, 60: 20, 300: 40}[width]
    assert min(bars) >= 1


def test_bars_may_be_made_of_what_every_terminal_has() -> None:
    assert text(block="#").isascii()


def test_the_time_along_a_path_is_shown_for_findings_about_time_alone() -> None:
    assert "time along" not in text(of(BRIEF, LARGE))


def test_a_finding_that_names_no_path_shows_those_that_its_resource_is_on() -> None:
    assert "time along Api > Function > Endpoint" in text(of(replace(LATE, path=None)))
    assert "time along" not in text(of(replace(LATE, path=None, resource="Elsewhere")))
    assert "time along" not in text(of(replace(LATE, path=None, template="infra/b c.yaml")))


def test_each_path_is_shown_once() -> None:
    assert text(of(LATE, replace(LATE, rule="SW102"))).count("time along") == 1


def test_a_hop_without_a_limit_has_no_bar() -> None:
    report = replace(of(replace(LATE, path="Topic > Other > Endpoint")), paths=REPORT.paths[1:])
    assert "  SNS topic          -\n  Lambda function  3 s  ████" in text(report)


def test_a_path_without_any_limit_has_no_bars() -> None:
    hops = [replace(hop, seconds=None) for hop in PATH.hops]
    assert "█" not in text(replace(of(LATE), paths=[replace(PATH, hops=hops)]))


@pytest.mark.parametrize(
    ("since", "age"),
    [
        (date(2026, 11, 1), "since 2026-11-01, 26 days"),
        (date(2026, 11, 26), "since 2026-11-26, 1 day"),
        (date(2026, 12, 24), "since 2026-12-24, 0 days"),
        (None, "age not known: give `since`"),
    ],
)
def test_what_is_acknowledged_is_listed_with_its_age(since: date | None, age: str) -> None:
    acknowledged = Acknowledged(finding=LARGE, reason="measured again", since=since)
    listed = text(replace(REPORT, findings=(), acknowledged=[acknowledged]), today=date(2026, 11, 27))
    assert listed == (
        "acknowledged\n"
        f"  SW203 Endpoint (infra/a.template.json:6): measured again ({age})\n"
        "\n"
        "0 errors, 0 warnings, 1 acknowledged in 2 templates, 3 rules; 1 could not be looked at\n"
    )


def test_many_findings_on_many_paths_are_told_in_time() -> None:
    """In CPU time."""
    hops = [[Hop(kind="API", template="t", resource=f"A{position}", seconds=1)] for position in range(20_000)]
    paths = [PathSummary(id=f"path {position}", hops=inside) for position, inside in enumerate(hops)]
    late = [replace(LATE, path=f"path {position}") for position in range(1_000)]
    late += [replace(LATE, path=None, template="t", resource=f"A{position}") for position in range(1_000, 2_000)]
    began = time.process_time()
    shown = timed_paths(Report(findings=late, paths=paths))
    assert time.process_time() - began < 2
    assert shown == paths[:2_000]
