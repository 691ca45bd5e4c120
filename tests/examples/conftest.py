"""The examples: as their users run them, and as they are judged."""

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cdk.personalization_stack import PersonalizationStack
from sagewire import acknowledge_findings
from tests.examples.apps import ALL, SCRIPTS, app_of, flagged_app, synthesize
from tools.compliance import checkov, nag
from tools.compliance.finding import Finding


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has a model, in which all of them run."""
    root = tmp_path_factory.mktemp("user")
    (root / "model" / "code").mkdir(parents=True)
    (root / "model" / "weights.json").write_text("[1, 2, 3]")
    (root / "model" / "code" / "inference.py").write_text("def model_fn(model_dir):\n    return None\n")
    return root


@pytest.fixture(scope="session", params=SCRIPTS)
def assembly(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One example's cdk.out: synthesized once, for all tests that look into it."""
    return synthesize(request.param, folder=folder, outdir=tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def judged(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Finding]]:
    """What all packs report of each example, and of the stack that app.py deploys, with our reasons given."""
    templates = tmp_path_factory.mktemp("templates")
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    of_stack: dict[str, str] = {}
    for name, outdir in _synthesized(folder, tmp_path_factory):
        found[name] += nag.findings(outdir)
        for template in outdir.glob("*.template.json"):
            of_stack[template.name.removesuffix(".template.json")] = name
            shutil.copy(template, templates)
    # All at once: starting it takes longer than looking.
    for finding in checkov.findings(templates) if checkov.installed() else ():
        found[of_stack[finding.stack]].append(finding)
    return found


def _synthesized(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    for name in ALL:
        outdir = tmp_path_factory.mktemp(f"judged-{name}")
        if name in SCRIPTS:
            app = app_of(name, folder=folder, outdir=outdir)
        else:
            app = flagged_app(outdir)
            PersonalizationStack(app, "Personalization", model_folder=folder / "model")
        acknowledge_findings(app)
        nag.add_packs(app)
        try:
            app.synth()
        except RuntimeError as error:  # the planted fault
            if "ValidationFailed" not in str(error):
                raise
        yield name, outdir
