"""`sagewire check` tells what cannot work in templates before they are deployed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from sagewire.commands.told import COULD_NOT_RUN, complain, has_blocks, print_for_people, print_for_programs
from sagewire.validator.acknowledgement import unreasoned_in
from sagewire.validator.catalogue import all_rules
from sagewire.validator.finding import Report
from sagewire.validator.judge import judge
from sagewire.validator.odd_acknowledgements import gone_in, odd_in
from sagewire.validator.quotas import check_quotas
from sagewire.validator.reading import Reading, read
from sagewire.validator.reports import as_json, as_junit, as_sarif, as_text

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d+")


class Format(StrEnum):
    """What the report is for: people, programs, code hosts, or build servers."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


def check(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="A template in JSON or YAML, a folder of them, a cdk.out, or - for stdin."),
    ],
    *,
    format: Annotated[Format, typer.Option(help="Of the report.")] = Format.TEXT,
    region: Annotated[
        str | None, typer.Option(metavar="REGION", help="Where those are deployed of which nothing else tells it.")
    ] = None,
    list_acknowledged: Annotated[
        bool, typer.Option("--list-acknowledged", help="List what is left as it is, why, and for how long.")
    ] = False,
    quota: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FIGURE", help="What AWS granted this account, such as REST_API_TIMEOUT=120."),
    ] = None,
) -> None:
    """Tell what cannot work in templates before they are deployed.

    Exit code 0: no error; 1: at least one; 2: something could not be looked at.
    """
    try:
        region, quotas = _region(region), _quotas(quota or ())
    except ValueError as error:
        complain(str(error))
        raise typer.Exit(COULD_NOT_RUN) from None
    reading = read(paths, region=region)
    judged = judge(reading.templates, region=region, quotas=quotas)
    report = replace(judged, failures=[*reading.failures, *judged.failures])
    _print(report, reading, format, list_acknowledged=list_acknowledged)
    for failure in report.failures:
        complain(f"{failure.what}: {failure.why}")
    _complain_of_acknowledgements(reading)
    raise typer.Exit(COULD_NOT_RUN if report.failures else bool(report.errors))


def _complain_of_acknowledgements(reading: Reading) -> None:
    for silent in unreasoned_in(reading.templates):
        complain(f"{silent.template}: {silent.at or 'it'} acknowledges {silent.id} without a reason: it does not count")
    for odd in odd_in(reading.templates, rules={rule.id for rule in all_rules()}, today=_today()):
        complain(f"{odd.template}: {odd.at or 'it'} {odd.why}")


def _today() -> date:
    return datetime.now(UTC).date()


def _region(given: str | None) -> str | None:
    if given is not None and not _REGION.fullmatch(given):
        raise ValueError(f"--region is {given!r}; give one as AWS writes it, such as eu-central-1")
    return given


def _quotas(given: Sequence[str]) -> dict[str, int]:
    quotas: dict[str, int] = {}
    for each in given:
        name, _, figure = each.partition("=")
        if not figure.isdecimal():
            raise ValueError(f"--quota is {each!r}; give NAME=FIGURE, such as REST_API_TIMEOUT=120")
        quotas[name] = int(figure)
    return check_quotas(quotas)


def _print(report: Report, reading: Reading, form: Format, *, list_acknowledged: bool) -> None:
    match form:
        case Format.JSON:
            print_for_programs(as_json.render(report, texts=reading.texts))
        case Format.SARIF:
            print_for_programs(as_sarif.render(report, rules=all_rules(), texts=reading.texts))
        case Format.JUNIT:
            print_for_programs(as_junit.render(report, texts=reading.texts))
        case Format.TEXT:
            terminal = Console()
            text = as_text.render(
                report,
                titles={rule.id: rule.title for rule in all_rules()},
                texts=reading.texts,
                width=terminal.width,
                color=terminal.color_system is not None and not terminal.no_color,
                block="█" if has_blocks() else "#",
                today=_today() if list_acknowledged else None,
                gone=list(gone_in(reading.templates, report)) if list_acknowledged else (),
            )
            print_for_people(text)
