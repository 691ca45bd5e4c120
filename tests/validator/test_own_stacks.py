"""Nothing is found in the stacks of this repository, and each way through them is seen.

Looked at are the templates that were reviewed; that the apps still synthesize to them is tested beside these.
"""

import json
from pathlib import Path

import pytest

from tests.validator.judging import report_on

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted([*ROOT.glob("examples/__snapshots__/*/*.json"), *ROOT.glob("cdk/__snapshots__/*/*.json")])
# What invokes endpoints of other stacks, or runs transform jobs alone.
WITHOUT_PATHS = ("batch", "imported_endpoint")


def _name(path: Path) -> str:
    return path.stem.partition("[")[2].rstrip("]") or path.parent.name


@pytest.mark.parametrize("region", [None, "us-east-1"])
@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_nothing_is_found(path: Path, region: str | None) -> None:
    report = report_on(json.loads(path.read_text()), region=region)
    assert report.findings == []
    assert bool(report.paths) == (_name(path) not in WITHOUT_PATHS)


def test_all_of_them_are_looked_at() -> None:
    assert len(TEMPLATES) == len(list((ROOT.parent / "examples").glob("*/app.py"))) + 1
