"""Every library's stacks, judged by every pack, each time in a process of its own."""

import json
import sys
from pathlib import Path

from benchmarks.libraries import ROOT, Library
from benchmarks.workspace import run
from tools.compliance import checkov, nag
from tools.compliance.finding import Finding

_HERE = Path(__file__).parent
_FLAGS = json.dumps(json.loads((ROOT / "cdk.json").read_text())["context"])


def findings(library: Library, folder: Path) -> list[Finding]:
    """What all packs report of a library's stacks."""
    templates = folder / library.module
    run(library.python, "tools.compliance.same_stack", library.module, folder=folder, outdir=templates, **_context())
    read_back = [finding for pack in nag.PACKS for finding in _judged(pack, folder, "read_back.py", str(templates))]
    if library.python != Path(sys.executable):
        return read_back + checkov.findings(templates)
    # Templates hold no acknowledgement of cdk-nag's, so our own app is judged itself, which checks the other way too.
    own = [finding for pack in nag.PACKS for finding in _judged(pack, folder, "same_stack.py", library.module)]
    _agree(own, read_back)
    return own + checkov.findings(templates)


def _judged(pack: str, folder: Path, script: str, argument: str) -> list[Finding]:
    outdir = folder / f"{Path(argument).name}-{Path(script).stem}-{pack}"
    arguments = ("--packs", pack, "--", str(_HERE / script), argument)
    run(Path(sys.executable), "tools.compliance.judge", *arguments, folder=folder, outdir=outdir, **_context())
    return nag.findings(outdir, [pack])


def _context() -> dict[str, str]:
    return {"CDK_CONTEXT_JSON": _FLAGS}


def _agree(own: list[Finding], read_back: list[Finding]) -> None:
    rules, rules_read_back = (sorted((f.stack, f.rule) for f in found) for found in (own, read_back))
    if rules != rules_read_back:
        differing = set(rules) ^ set(rules_read_back)
        raise RuntimeError(
            f"read back from templates, our own findings differ by {sorted(differing)}: is one acknowledged by an id"
            " that does not name its pack, as 'AwsSolutions::AwsSolutions-SQS3' does?"
        )
