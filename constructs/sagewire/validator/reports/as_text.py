"""The report for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO

from rich.console import Console
from rich.text import Text

from sagewire.validator.finding import Acknowledged, Finding, Report
from sagewire.validator.odd_acknowledgements import Gone
from sagewire.validator.reports.places import file_and_line, place_of
from sagewire.validator.reports.waterfall import bars, timed_paths
from sagewire.validator.reports.words import counted, shown
from sagewire.validator.severity import Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}


def render(
    report: Report,
    *,
    titles: Mapping[str, str],
    texts: Mapping[str, str],
    width: int = 80,
    color: bool = False,
    block: str = "█",
    today: date | None = None,
    gone: Sequence[Gone] = (),
) -> str:
    """The report as lines of text.

    Args:
        report: What was found.
        titles: What each rule that was asked is called, by its id.
        texts: The files, by the templates' names.
        width: Columns of the bars; the other lines are as long as they are.
        color: Whether a terminal shows it that knows colours.
        block: What bars are made of.
        today: The day to which what is acknowledged is aged; None leaves it out.
        gone: What is acknowledged as well, and found no more.
    """
    into = StringIO()
    console = Console(file=into, width=width, force_terminal=color, color_system="standard" if color else None)
    for line in _lines(report, titles, texts, width=width, block=block, today=today, gone=gone):
        console.print(line, soft_wrap=True, highlight=False)
    return into.getvalue()


def _lines(
    report: Report,
    titles: Mapping[str, str],
    texts: Mapping[str, str],
    *,
    width: int,
    block: str,
    today: date | None,
    gone: Sequence[Gone],
) -> Iterator[Text]:
    for finding in report.findings:
        yield from _finding(finding, titles, texts)
        yield Text()
    yield from _waterfalls(report, width=width, block=block)
    if today is not None and (report.acknowledged or gone):
        yield Text("acknowledged", style="bold")
        for each in report.acknowledged:
            yield Text(f"  {_acknowledged(each, texts, today)}")
        for left in gone:
            at = f"{shown(left.at)} " if left.at else ""
            yield Text(f"  {left.given.id} {at}({shown(left.template)}): {shown(left.given.reason)} (no longer found)")
        yield Text()
    for name in report.incomplete:
        yield Text(f"{shown(name)}: a macro or a loop adds to it when it is deployed, and that is not looked at")
    yield Text(_summary(report, len(titles)))


def _finding(finding: Finding, titles: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[Text]:
    title = titles.get(finding.rule, "")
    yield Text.assemble((finding.severity, _STYLES[finding.severity]), f" {finding.rule} ", (title, "bold"))
    yield Text(f"  {place_of(finding, texts)}")
    yield Text(f"  {shown(finding.message)}")
    yield Text(f"  fix: {shown(finding.fix)}")
    yield Text(f"  {finding.source}", style="dim")


def _waterfalls(report: Report, *, width: int, block: str) -> Iterator[Text]:
    for path in timed_paths(report):
        yield Text(f"time along {shown(path.id)}", style="bold")
        for line in bars(path, width=width, block=block):
            yield Text(f"  {line}")
        yield Text()


def _acknowledged(each: Acknowledged, texts: Mapping[str, str], today: date) -> str:
    finding = each.finding
    age = "age not known: give `since`"
    if each.since is not None:
        age = f"since {each.since.isoformat()}, {counted(max(0, (today - each.since).days), 'day')}"
    return f"{finding.rule} {shown(finding.resource)} ({file_and_line(finding, texts)}): {shown(each.reason)} ({age})"


def _summary(report: Report, rules: int) -> str:
    of = Counter(finding.severity for finding in report.findings)
    told = [counted(of[Severity.ERROR], "error"), counted(of[Severity.WARNING], "warning")]
    told += [counted(of[Severity.INFO], "note")] if of[Severity.INFO] else []
    told += [f"{len(report.acknowledged)} acknowledged"] if report.acknowledged else []
    lost = f"; {len(report.failures)} could not be looked at" if report.failures else ""
    return f"{', '.join(told)} in {counted(len(report.templates), 'template')}, {counted(rules, 'rule')}{lost}"
