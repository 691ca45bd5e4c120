"""Synthesizes the same endpoints with sagewire, with CDK's typed resources, and with other libraries: `make bench`.

Each run is a process of its own, the libraries take turns, and the table gives the median of each and of its ratio to
the typed resources of the same round, so that a machine whose speed drifts says the same. Processor time, of Python and
of its Node together, is the steadier one where the machine has other work.
"""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.libraries import BASELINE, LIBRARIES
from benchmarks.workspace import run, workspace


@dataclass(frozen=True)
class Sample:
    """What one synthesis took, in seconds."""

    clock: float
    processor: float


Round = dict[str, Sample]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    options = _parser().parse_args(arguments)
    apps = [name for name in LIBRARIES if name in {BASELINE, *options.apps}]
    missing = [name for name in apps if not LIBRARIES[name].installed]
    apps = [name for name in apps if name not in missing]
    table = Table("endpoints", "with", "resources", "s", "ratio", "min - max", "CPU s", "ratio", "min - max")
    with workspace() as folder:
        for count in options.counts:
            # The first round fills the caches of the file system, and does not count.
            rounds = [{name: _sample(name, count, folder) for name in apps} for _ in range(options.rounds + 1)][1:]
            for name in apps:
                resources = _resources(_outdir(name, count, folder))
                table.add_row(str(count), LIBRARIES[name].title, str(resources), *_cells(rounds, name))
            table.add_section()
    Console(width=120).print(table)
    if missing:
        print(f"not installed, so not measured: {', '.join(missing)} (make .venv-peers/.installed)")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synth", description="How long synthesis takes.")
    parser.add_argument("--apps", nargs="+", choices=LIBRARIES, default=list(LIBRARIES), help="default: all")
    parser.add_argument("--counts", nargs="+", type=int, default=[1, 10, 100], help="endpoints of an app")
    parser.add_argument("--rounds", type=int, default=5)
    return parser


def _sample(name: str, count: int, folder: Path) -> Sample:
    library = LIBRARIES[name]
    began, used = time.perf_counter(), _processor()
    outdir = _outdir(name, count, folder)
    run(library.python, "benchmarks.app", library.module, str(count), folder=folder, outdir=outdir)
    return Sample(time.perf_counter() - began, _processor() - used)


def _outdir(name: str, count: int, folder: Path) -> Path:
    return folder / f"{name}-{count}"


def _resources(outdir: Path) -> int:
    return sum(len(json.loads(path.read_text())["Resources"]) for path in outdir.glob("*.template.json"))


def _processor() -> float:
    """The processor time of all processes that this one has waited for, and of those that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cells(rounds: Sequence[Round], name: str) -> list[str]:
    clock = _compared([(samples[name].clock, samples[BASELINE].clock) for samples in rounds])
    return clock + _compared([(samples[name].processor, samples[BASELINE].processor) for samples in rounds])


def _compared(seconds: Sequence[tuple[float, float]]) -> list[str]:
    ratios = [own / baseline for own, baseline in seconds]
    median = statistics.median(own for own, _ in seconds)
    return [f"{median:.2f}", f"{statistics.median(ratios):.2f}", f"{min(ratios):.2f} - {max(ratios):.2f}"]


if __name__ == "__main__":
    main()
