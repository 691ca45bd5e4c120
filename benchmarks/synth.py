"""Synthesizes the same endpoints twice, with sagewire and with CDK's own typed resources: `make bench`.

Each run is a process of its own, the two take turns, and the table gives the median of each and of their ratios, so
that a machine whose speed drifts says the same.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

_HERE = Path(__file__).parent
_APPS = {"sagewire": _HERE / "apps" / "with_sagewire.py", "typed resources": _HERE / "apps" / "with_resources.py"}
_COUNTS = (1, 20)
_ROUNDS = 5


def main() -> None:
    """Measure, and print the table."""
    table = Table("endpoints", *(f"{name}, s" for name in _APPS), "ratio, median", "ratio, min - max")
    with tempfile.TemporaryDirectory(prefix="sagewire-bench-") as folder:
        model = Path(folder) / "model"
        model.mkdir()
        (model / "weights.json").write_text("[1]")
        for count in _COUNTS:
            table.add_row(str(count), *_measure(count, Path(folder)))
    Console(width=100).print(table)


def _measure(count: int, folder: Path) -> list[str]:
    rounds = [{name: _seconds(app, count, folder) for name, app in _APPS.items()} for _ in range(_ROUNDS + 1)][1:]
    ratios = [seconds["sagewire"] / seconds["typed resources"] for seconds in rounds]
    medians = [f"{statistics.median(seconds[name] for seconds in rounds):.2f}" for name in _APPS]
    return [*medians, f"{statistics.median(ratios):.2f}", f"{min(ratios):.2f} - {max(ratios):.2f}"]


def _seconds(app: Path, count: int, folder: Path) -> float:
    environment = {**os.environ, "CDK_VALIDATION": "false", "CDK_OUTDIR": str(folder / "cdk.out"), "COUNT": str(count)}
    began = time.perf_counter()
    subprocess.run([sys.executable, str(app)], cwd=folder, env=environment, check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
