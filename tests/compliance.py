"""Judging an app by all packs of cdk-nag and by checkov, which `make test` installs beside."""

import json
import os
import subprocess
import sys
from pathlib import Path

from aws_cdk import App

from tools.compliance import checkov, nag
from tools.compliance.finding import Finding

ROOT = Path(__file__).parents[1]
FLAGS: dict[str, object] = json.loads((ROOT / "cdk.json").read_text())["context"]


def unexplained(script: Path, *, folder: Path, outdir: Path, **context: object) -> list[Finding]:
    """What nobody gave a reason for in the app of a script, run as its user would, in `folder`."""
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(outdir),
        "CDK_CONTEXT_JSON": json.dumps({**FLAGS, **context}),
        "CDK_VALIDATION": "false",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tools.compliance.judge", str(script)]
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
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
