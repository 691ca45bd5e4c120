"""The generated pages say what the code says, and the README's app is one that is synthesized."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import generate_docs

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in ROOT.glob("examples/*/app.py"))


def test_the_limits_page_is_current() -> None:
    assert generate_docs.TARGET.read_text() == generate_docs.page(), "run: make docs"


def test_the_readme_shows_the_quickstart_as_it_is() -> None:
    shown = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    code = (ROOT / "examples/quickstart/app.py").read_text().partition('"""\n\n')[2]
    assert code in shown


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_example_synthesizes_without_a_finding(example: Path, model_folder: Path, tmp_path: Path) -> None:
    """In a folder of its own, whose `model` is a model, as its user would."""
    environment = {**os.environ, "CDK_OUTDIR": str(tmp_path / "cdk.out"), "CDK_VALIDATION": "false"}
    subprocess.run([sys.executable, str(example / "app.py")], cwd=model_folder.parent, env=environment, check=True)
    templates = [str(path) for path in (tmp_path / "cdk.out").glob("*.template.json")]
    assert templates
    lint = [str(Path(sys.executable).with_name("cfn-lint")), "--", *templates]
    found = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert (found.stdout, found.returncode) == ("", 0)
