"""`sagewire rules` and `sagewire explain` tell what is looked for, and why."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from sagewire.commands.told import COULD_NOT_RUN, complain, print_for_people, print_for_programs
from sagewire.validator.catalogue import all_rules, rule_of
from sagewire.validator.severity import Severity


class ListFormat(StrEnum):
    """What the list is for: people or programs."""

    TEXT = "text"
    JSON = "json"


def rules(*, format: Annotated[ListFormat, typer.Option(help="Of the list.")] = ListFormat.TEXT) -> None:
    """List what is looked for."""
    if format is ListFormat.JSON:
        listed = [
            {"id": rule.id, "severity": rule.severity, "title": rule.title, "source": rule.page} for rule in all_rules()
        ]
        print_for_programs(f"{json.dumps({'version': 1, 'rules': listed}, indent=2)}\n")
        return
    width = max(len(severity) for severity in Severity)
    print_for_people("".join(f"{rule.id}  {rule.severity:{width}}  {rule.title}\n" for rule in all_rules()))


def explain(rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id, such as SW203.")]) -> None:
    """Explain a rule: what is wrong, why it matters, and how to put it right."""
    found = rule_of(rule)
    if found is None:
        complain(f"no rule {rule!r}; `sagewire rules` lists those that there are")
        raise typer.Exit(COULD_NOT_RUN)
    from sagewire.validator.explain import explain as page_of  # noqa: PLC0415 - no other command needs YAML

    page = page_of(found)
    if sys.stdout.isatty():
        from rich.markdown import Markdown  # noqa: PLC0415 - it takes as long to load as all the rest

        Console().print(Markdown(page))
    else:
        print_for_people(page)
