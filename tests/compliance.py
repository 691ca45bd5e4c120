"""Judging an app by all packs of cdk-nag and by checkov, which `make test` installs beside."""

import json
import sys
from pathlib import Path

from aws_cdk import App

from benchmarks.workspace import run
from tools.compliance import checkov, nag
from tools.compliance.finding import Finding

ROOT = Path(__file__).parents[1]
FLAGS: dict[str, object] = json.loads((ROOT / "cdk.json").read_text())["context"]


def unexplained(script: Path, *, folder: Path, outdir: Path, **context: object) -> list[Finding]:
    """What nobody gave a reason for in the app of a script, run as its user would, in `folder`."""
    flags = json.dumps({**FLAGS, **context})
    run(
        Path(sys.executable),
        "tools.compliance.judge",
        str(script),
        folder=folder,
        outdir=outdir,
        CDK_CONTEXT_JSON=flags,
    )
    return _unexplained(outdir)


def unexplained_in(app: App) -> list[Finding]:
    """What nobody gave a reason for in an app of this process, which is synthesized here."""
    nag.add_packs(app)
    try:
        app.synth()
    except RuntimeError as error:
        if "ValidationFailed" not in str(error):
            raise
    return _unexplained(Path(app.outdir))


def _unexplained(outdir: Path) -> list[Finding]:
    found = nag.findings(outdir) + (checkov.findings(outdir) if checkov.installed() else [])
    return sorted(finding for finding in found if finding.reason is None)
