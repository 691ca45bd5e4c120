"""`sagewire local` runs, feeds and stops the embedded AWS."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from sagewire.local import DEFAULT_PORT, EmbeddedAws, LocalError
from sagewire.local.cdk_cli import CdkCli
from sagewire.local.inspection import inspect, log_of
from sagewire.local.invocation import invoke

local = typer.Typer()

Directory = Annotated[Path, typer.Option(help="Where the embedded AWS keeps its state and its logs.")]
HERE = Path(".sagewire")
# Columns that no name of AWS's needs more of, so that a pipe gets it in one piece.
_PIPED_WIDTH = 250


@contextmanager
def _one_line_errors() -> Iterator[None]:
    try:
        yield
    except LocalError as error:
        typer.echo(f"sagewire: {error}", err=True)
        raise typer.Exit(1) from None


@local.command()
def start(
    port: Annotated[int, typer.Option(help="On 127.0.0.1; 0 takes a free one.")] = DEFAULT_PORT,
    image: Annotated[
        list[str] | None, typer.Option(help="IMAGE-GLOB=COMMAND: what stands in for a container image.")
    ] = None,
    directory: Directory = HERE,
) -> None:
    """Start it, and leave it running."""
    with _one_line_errors():
        images = dict(_image_command(given) for given in image or [])
        aws = EmbeddedAws.start(directory=directory, port=port, images=images, detached=True)
    typer.echo(f"the embedded AWS answers at {aws.endpoint_url} (pid {aws.pid}); stop it with: sagewire local stop")
    for name, value in aws.environment.items():
        typer.echo(f"export {name}={shlex.quote(value)}")


@local.command()
def deploy(
    stacks: Annotated[list[str] | None, typer.Argument(help="Stacks to deploy; all of the app if none.")] = None,
    app: Annotated[str | None, typer.Option(help="As for cdk --app; from cdk.json if not given.")] = None,
    directory: Directory = HERE,
) -> None:
    """Bootstrap it, and deploy the CDK app of this folder onto it."""
    with _one_line_errors():
        cdk = CdkCli(aws=EmbeddedAws.attach(directory=directory), folder=Path.cwd())
        cdk.bootstrap()
        outputs = cdk.deploy(app=app, stacks=stacks or ())
    for stack, values in outputs.items():
        for name, value in values.items():
            typer.echo(f"{stack}.{name} = {value}")


@local.command(name="invoke")
def invoke_command(
    name: Annotated[str, typer.Argument(help="An endpoint, or a function: its name, or part of it.")],
    body: Annotated[str, typer.Argument(help="The request; @FILE reads a file, - reads standard input.")] = "-",
    content_type: Annotated[str, typer.Option(help="Of the request to an endpoint.")] = "application/json",
    directory: Directory = HERE,
) -> None:
    """Ask an endpoint or a function for an answer."""
    with _one_line_errors():
        aws = EmbeddedAws.attach(directory=directory)
        answer = invoke(aws, name, body=_read(body), content_type=content_type)
    sys.stdout.buffer.write(answer + b"\n")


@local.command()
def status(directory: Directory = HERE) -> None:
    """List what is deployed on it."""
    with _one_line_errors():
        aws = EmbeddedAws.attach(directory=directory)
        deployed = inspect(aws)
    table = Table("what", Column("name", overflow="fold"), "state", title=f"{aws.endpoint_url}, pid {aws.pid}")
    for item in deployed:
        table.add_row(item.what, item.name, item.state)
    Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH).print(table)


@local.command()
def logs(
    name: Annotated[str | None, typer.Argument(help="An endpoint or a function; its own log if not given.")] = None,
    directory: Directory = HERE,
) -> None:
    """Print the log of an endpoint's model, of a function, or of the embedded AWS itself."""
    with _one_line_errors():
        aws = EmbeddedAws.attach(directory=directory)
        text = log_of(aws, name) if name else aws.log()
    typer.echo(text)


@local.command()
def stop(directory: Directory = HERE) -> None:
    """Stop it, with everything that it started."""
    with _one_line_errors():
        EmbeddedAws.attach(directory=directory).stop()
    typer.echo("stopped")


def _image_command(given: str) -> tuple[str, list[str]]:
    image, _, command = given.partition("=")
    try:
        argv = shlex.split(command)
    except ValueError:  # a quotation without an end
        argv = []
    if not (image and argv):
        raise LocalError(f"--image is {given!r}; give IMAGE-GLOB=COMMAND, such as '*/ranking:*=python serve.py'")
    return image, argv


def _read(body: str) -> bytes:
    if body == "-":
        return sys.stdin.buffer.read()
    if not body.startswith("@"):
        return body.encode()
    try:
        return Path(body[1:]).read_bytes()
    except OSError as error:
        raise LocalError(f"cannot read {body[1:]}: {error.strerror}") from None
