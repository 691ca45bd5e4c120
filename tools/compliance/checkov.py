"""checkov over synthesized templates, from an environment of its own.

It reads an acknowledgement from the metadata of a resource: `checkov: {skip: [{id, comment}]}`.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from tools.compliance.finding import Finding
from tools.compliance.planted import without_planted

PACK = "checkov"
PYTHON = Path(__file__).parents[2] / ".venv-checkov" / "bin" / "python"
_PROGRAM = PYTHON.with_name("checkov")
_OPTIONS = ["--framework", "cloudformation", "--output", "json", "--compact", "--skip-download", "--soft-fail"]


def installed() -> bool:
    """Whether its environment is there: `make .venv-checkov/.installed` builds it."""
    return _PROGRAM.exists()


def findings(outdir: Path) -> list[Finding]:
    """What it reports, explained or not."""
    templates = sorted(str(path) for path in outdir.glob("*.template.json"))
    command = [str(_PROGRAM), *_OPTIONS, "--file", *templates]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    if report["summary"]["parsing_errors"]:
        raise RuntimeError(f"checkov could not read {report['results']['parsing_errors']}")
    results = report["results"]
    return without_planted(map(_finding, [*results["failed_checks"], *results["skipped_checks"]]), [PACK])


def _finding(check: dict[str, Any]) -> Finding:
    stack = Path(check["file_path"]).name.removesuffix(".template.json")
    return Finding(
        pack=PACK,
        rule=check["check_id"],
        stack=stack,
        where=f"{stack}/{check['resource'].rpartition('.')[2]}",
        message=check["check_name"],
        reason=check["check_result"].get("suppress_comment"),
    )
