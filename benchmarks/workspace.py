"""A temporary folder with the smallest model, and the surroundings of a synthesis that reaches nothing."""

import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.libraries import ROOT

_OFFLINE = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "CDK_VALIDATION": "false",
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
    # The Node of this environment, for all of them.
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    "PYTHONPATH": str(ROOT),
}


@contextmanager
def workspace() -> Iterator[Path]:
    """The folder, with the model in both shapes."""
    with tempfile.TemporaryDirectory(prefix="sagewire-compared-") as name:
        folder = Path(name)
        (folder / "model").mkdir()
        (folder / "model" / "weights.json").write_text("[1]")
        with tarfile.open(folder / "model.tar.gz", "w:gz") as archive:
            archive.add(folder / "model", ".")
        yield folder


def environment(outdir: Path, **given: str) -> dict[str, str]:
    """What a process finds there whose assembly goes to `outdir`."""
    return {**os.environ, **_OFFLINE, "CDK_OUTDIR": str(outdir), **given}


def run(python: Path, *arguments: str, folder: Path, outdir: Path, **given: str) -> None:
    """Run a module in a process of its own; what it printed is shown when it fails."""
    done = subprocess.run(
        [str(python), "-m", *arguments],
        cwd=folder,
        env=environment(outdir, **given),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}")
