"""The command line."""

from functools import cache
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from sagewire import __version__
from sagewire.commands.check import check
from sagewire.commands.rules import explain, rules


class _Local(TyperGroup):
    """Its commands are loaded when one of them is asked for: they need what no other command does."""

    def list_commands(self, ctx: Any) -> list[str]:
        return _local_commands().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _local_commands().get_command(ctx, cmd_name)


@cache
def _local_commands() -> TyperGroup:
    from sagewire.commands.local import local  # noqa: PLC0415 - see above

    group = typer.main.get_command(local)
    assert isinstance(group, TyperGroup)
    return group


local = typer.Typer(cls=_Local, help="An embedded AWS on this machine: no Docker, no account.", no_args_is_help=True)
app = typer.Typer(help="SageMaker inference behind Lambda.", no_args_is_help=True, pretty_exceptions_enable=False)
app.command()(check)
app.command()(rules)
app.command()(explain)
app.add_typer(local, name="local")


def _print_version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def sagewire(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """SageMaker inference behind Lambda."""
