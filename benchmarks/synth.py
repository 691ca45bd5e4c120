"""Synthesizes the same endpoints with sagewire, with CDK's typed resources, and with other libraries: `make bench`.

Each run is a process of its own, the libraries take turns, and the table gives the median of each and of its ratio to
the typed resources of the same round, so that a machine whose speed drifts says the same.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.libraries import BASELINE, LIBRARIES
from benchmarks.workspace import run, workspace

Round = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    options = _parser().parse_args(arguments)
    apps = [name for name in LIBRARIES if name in {BASELINE, *options.apps}]
    missing = [name for name in apps if not LIBRARIES[name].installed]
    apps = [name for name in apps if name not in missing]
    table = Table("endpoints", "with", "s, median", "ratio, median", "ratio, min - max")
    with workspace() as folder:
        for count in options.counts:
            # The first round fills the caches of the file system, and does not count.
            rounds = [{name: _seconds(name, count, folder) for name in apps} for _ in range(options.rounds + 1)][1:]
            for name in apps:
                table.add_row(str(count), LIBRARIES[name].title, *_cells(rounds, name))
            table.add_section()
    Console(width=100).print(table)
    if missing:
        print(f"not installed, so not measured: {', '.join(missing)} (make .venv-peers/.installed)")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synth", description="How long synthesis takes.")
    parser.add_argument("--apps", nargs="+", choices=LIBRARIES, default=list(LIBRARIES), help="default: all")
    parser.add_argument("--counts", nargs="+", type=int, default=[1, 10, 100], help="endpoints of an app")
    parser.add_argument("--rounds", type=int, default=5)
    return parser


def _seconds(name: str, count: int, folder: Path) -> float:
    library = LIBRARIES[name]
    began = time.perf_counter()
    run(library.python, "benchmarks.app", library.module, str(count), folder=folder, outdir=folder / "cdk.out")
    return time.perf_counter() - began


def _cells(rounds: Sequence[Round], name: str) -> list[str]:
    ratios = [seconds[name] / seconds[BASELINE] for seconds in rounds]
    median = statistics.median(seconds[name] for seconds in rounds)
    return [f"{median:.2f}", f"{statistics.median(ratios):.2f}", f"{min(ratios):.2f} - {max(ratios):.2f}"]


if __name__ == "__main__":
    main()
