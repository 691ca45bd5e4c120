"""Asks the same endpoint with boto3's client, with the functions' own, and through the whole handler: `make bench`.

Each measurement is a process of its own, the three take turns, and the server is another process on the loopback. The
table gives the median of each, and of its ratio to boto3 in the same round. The goals are for the client: a handler
does more than boto3 alone, as it reads an event, logs a line and writes an answer.
"""

import argparse
import operator
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.invoker_probe import LARGE, MEASURES, THREADS
from benchmarks.libraries import ROOT

BASELINE = "boto3"
CLIENTS = (BASELINE, "client", "handler")
_ENVIRONMENT = {
    "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "lambda_src")]),
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_SESSION_TOKEN": "t" * 800,  # Lambda's are as long
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    "SAGEWIRE_READ_TIMEOUT": "30",
    "SAGEWIRE_REQUEST_LIMIT": str(6 * 1024 * 1024),
    "SAGEWIRE_MAX_ATTEMPTS": "1",
    "SAGEWIRE_CONCURRENCY": str(THREADS),
}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is measured, in which unit, and what is to be reached."""

    title: str
    unit: str
    factor: float  # what is measured times this is in the unit
    goal: float | None = None
    reached: Callable[[float, float], bool] = operator.le
    payload: float | None = None  # what the ratio is to, where it is not boto3


_TABLE: Mapping[str, Measure] = {
    "start": Measure(title="import to first answer", unit="CPU ms", factor=1e3, goal=0.62),
    "1 KB": Measure(title="a request of 1 KB", unit="CPU ms", factor=1e3, goal=0.5),
    "100 KB": Measure(title="a request of 100 KB", unit="CPU ms", factor=1e3),
    "5 MB": Measure(title="a request of 5 MB", unit="CPU ms", factor=1e3),
    "memory": Measure(
        title="memory of 5 MB out (to the payload)", unit="MB", factor=2**-20, goal=2.2, payload=float(LARGE)
    ),
    "memory, 5 MB back": Measure(
        title="memory of 5 MB out and back (to the payload)", unit="MB", factor=2**-20, goal=2.2, payload=float(LARGE)
    ),
    "parallel": Measure(title=f"{THREADS} at once, 20 ms each", unit="1/s", factor=1, goal=2.5, reached=operator.ge),
}
Round = Mapping[str, float]
_TURNS = {"start": 5}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    options = _parser().parse_args(arguments)
    table = Table("", "", *CLIENTS, "client / boto3", "min - max", "goal", "", "handler / boto3")
    with _server() as url:
        for name in options.measures:
            # The first round fills the caches of the file system, and does not count.
            rounds = [_round(name, url) for _ in range(options.rounds + 1)]
            table.add_row(*_cells(_TABLE[name], rounds[1:]))
    Console(width=150).print(table)
    print(
        f"Medians of {options.rounds} rounds. Of each the best of several batches, as the machine may have other work."
    )
    print("Memory by tracemalloc, the request included; without TLS, whose handshake both pay for.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.invoker", description="What an invocation costs.")
    parser.add_argument("--measures", nargs="+", choices=MEASURES, default=list(MEASURES), help="default: all")
    parser.add_argument("--rounds", type=int, default=5)
    return parser


@contextmanager
def _server() -> Iterator[str]:
    """Where it listens; it ends when its input does."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.invoker_server"],
        env={**os.environ, **_ENVIRONMENT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        assert server.stdin
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.stdin.close()


def _round(measure: str, url: str) -> Round:
    """Each client once; the start, which a process has but one of, is the best of several that take turns."""
    turns = [{client: _measured(client, measure, url) for client in CLIENTS} for _ in range(_TURNS.get(measure, 1))]
    return {client: min(turn[client] for turn in turns) for client in CLIENTS}


def _measured(client: str, measure: str, url: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.invoker_probe", client, measure],
        env={**os.environ, **_ENVIRONMENT, "AWS_ENDPOINT_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout)


def _cells(measure: Measure, rounds: Sequence[Round]) -> list[str]:
    medians = [f"{statistics.median(found[client] for found in rounds) * measure.factor:.2f}" for client in CLIENTS]
    ratios = _ratios(measure, rounds, "client")
    ratio = statistics.median(ratios)
    goal, verdict = "", ""
    if measure.goal is not None:
        goal = f"{'>=' if measure.reached is operator.ge else '<='} {measure.goal}"
        verdict = "reached" if measure.reached(ratio, measure.goal) else "missed"
    spread = f"{min(ratios):.2f} - {max(ratios):.2f}"
    whole = statistics.median(_ratios(measure, rounds, "handler"))
    return [measure.title, measure.unit, *medians, f"{ratio:.2f}", spread, goal, verdict, f"{whole:.2f}"]


def _ratios(measure: Measure, rounds: Sequence[Round], client: str) -> list[float]:
    return [found[client] / (measure.payload or found[BASELINE]) for found in rounds]


if __name__ == "__main__":
    main()
