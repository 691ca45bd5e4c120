"""Validates the same templates with sagewire, cfn-lint and checkov, beside the synthesis that made them: `make bench`.

In each round an app of many endpoints with invokers is synthesized by `cdk synth` as its users call it, by `cdk synth`
without CDK's own validation, and by its process alone, without the plugin and with it; then each tool is started on the
templates. The table gives the median of each, and of its ratio to the first of the same round.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.libraries import ROOT
from benchmarks.workspace import environment, workspace

GOAL = 0.05
SYNTHESIS = "cdk synth"
_UNVALIDATED = "cdk synth with CDK_VALIDATION=false"
_ALONE = "its process alone"
_VALIDATED = "its process alone, with sagewire's plugin"
_VALIDATION = "what that waits for the plugin"
_CDK = ROOT / "node_modules" / ".bin" / "cdk"
_CHECKOV = ROOT / ".venv-checkov" / "bin" / "checkov"
_BIN = Path(sys.executable).parent
# What each tool is started with, for a folder of templates. None of them fails for what it finds.
TOOLS: Mapping[str, Callable[[Path], list[str]]] = {
    "sagewire check": lambda folder: [str(_BIN / "sagewire"), "check", str(folder)],
    "cfn-lint": lambda folder: [str(_BIN / "cfn-lint"), "--non-zero-exit-code", "none", *_templates(folder)],
    "checkov": lambda folder: [
        str(_CHECKOV),
        "--soft-fail",
        "--quiet",
        "--framework",
        "cloudformation",
        "-d",
        str(folder),
    ],
}

Round = dict[str, float]


@dataclass(frozen=True)
class Ratio:
    """A median, and its range."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.3f} ({self.least:.3f} - {self.most:.3f})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    options = _parser().parse_args(arguments)
    tools = {name: tool for name, tool in TOOLS.items() if name != "checkov" or _CHECKOV.exists()}
    table = Table("endpoints", "what", "s", "ratio to cdk synth (min - max)")
    with workspace() as folder:
        for count in options.counts:
            # The first round fills the caches of the file system, and does not count.
            rounds = [_round(count, folder, tools) for _ in range(options.rounds + 1)][1:]
            for name in rounds[0]:
                median = statistics.median(measured[name] for measured in rounds)
                table.add_row(str(count), name, f"{median:.3f}", str(ratio(rounds, name)))
            table.add_section()
    Console(width=120).print(table)
    print(f"goal: cdk synth of 100 endpoints waits for the plugin at most {GOAL:.2f} of what it takes without it")
    for name in TOOLS.keys() - tools.keys():
        print(f"not installed, so not measured: {name} (make .venv-checkov/.installed)")


def ratio(rounds: Sequence[Round], name: str) -> Ratio:
    """One figure beside the synthesis of the same round."""
    ratios = [measured[name] / measured[SYNTHESIS] for measured in rounds]
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validator", description="How long validation takes.")
    parser.add_argument("--counts", nargs="+", type=int, default=[1, 100], help="endpoints of the app")
    parser.add_argument("--rounds", type=int, default=5)
    return parser


def _round(count: int, folder: Path, tools: Mapping[str, Callable[[Path], list[str]]]) -> Round:
    outdir = folder / f"assembly-{count}"
    measured = {}
    for name, validation in ((SYNTHESIS, "true"), (_UNVALIDATED, "false")):
        began = time.perf_counter()
        _run(_cdk_synth(count, outdir), folder, outdir, CDK_VALIDATION=validation)
        measured[name] = time.perf_counter() - began
    measured[_ALONE] = _probed(count, "plain", folder, outdir)["whole"]
    validated = _probed(count, "validated", folder, outdir)
    measured |= {_VALIDATED: validated["whole"], _VALIDATION: validated["plugin"]}
    for name, tool in tools.items():
        began = time.perf_counter()
        _run(tool(outdir), folder, outdir)
        measured[name] = time.perf_counter() - began
    return measured


def _cdk_synth(count: int, outdir: Path) -> list[str]:
    app = f"{sys.executable} -m benchmarks.app with_sagewire {count}"
    return [str(_CDK), "synth", "--quiet", "--no-notices", "--output", str(outdir), "--app", app]


def _probed(count: int, mode: str, folder: Path, outdir: Path) -> Round:
    printed = _run([sys.executable, "-m", "benchmarks.validator_probe", str(count), mode], folder, outdir)
    told: Round = json.loads(printed.splitlines()[-1])
    return told


def _run(command: list[str], folder: Path, outdir: Path, **given: str) -> str:
    # An installed package is compiled; the first round compiles this one, which does not count.
    env = {name: value for name, value in environment(outdir, **given).items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _templates(folder: Path) -> list[str]:
    return [str(path) for path in sorted(folder.glob("*.template.json"))]


if __name__ == "__main__":
    main()
