"""Every name of MiniStack's insides that we use is there, in the version that is pinned; one that is not is told."""

import importlib
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from sagewire.local import LocalError, seams

ROOT = Path(__file__).parents[2]
EVERY_SEAM = [(module, name) for module, names in seams.SEAMS.items() for name in names]


def test_every_seam_is_there() -> None:
    seams.check()


def test_the_installed_version_is_the_supported_and_the_pinned_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    pins = [pin for pin in project["project"]["optional-dependencies"]["local"] if pin.startswith("ministack")]
    assert version("ministack") == seams.SUPPORTED
    assert pins == [f"ministack=={seams.SUPPORTED}"]


def without(module: str, name: str) -> ModuleType:
    """A stand-in for a module of MiniStack that has everything but one name, which may be a class's."""
    real = importlib.import_module(module)
    copy = ModuleType(module)
    copy.__dict__.update(real.__dict__)
    owner, _, attribute = name.rpartition(".")
    if owner:
        members = (key for key in dir(getattr(real, owner)) if not key.startswith("__") and key != attribute)
        setattr(copy, owner, type(owner, (), {key: getattr(getattr(real, owner), key) for key in members}))
    else:
        delattr(copy, attribute)
    return copy


@pytest.mark.parametrize(("module", "name"), EVERY_SEAM, ids=[".".join(seam) for seam in EVERY_SEAM])
def test_a_missing_seam_is_told_in_one_line(module: str, name: str) -> None:
    with pytest.raises(LocalError) as error:
        seams.check(lambda wanted: without(module, name) if wanted == module else importlib.import_module(wanted))
    assert str(error.value) == (
        f"this MiniStack ({version('ministack')}) is not supported: {module}.{name} is missing; "
        f"install ministack=={seams.SUPPORTED}"
    )


def test_a_missing_module_is_told_in_one_line() -> None:
    def load(module: str) -> ModuleType:
        if module == "ministack.services.eventbridge":
            raise ModuleNotFoundError(f"No module named {module!r}")
        return importlib.import_module(module)

    with pytest.raises(
        LocalError, match="^this MiniStack .* ministack.services.eventbridge._put_events is missing; .*$"
    ):
        seams.check(load)


def test_no_other_module_enters_ministack() -> None:
    """Neither by an import nor by one of the names in the table."""
    package = ROOT / "constructs" / "sagewire"
    for file in package.rglob("*.py"):
        if file.name != "seams.py":
            assert not re.search(
                r"^\s*(from|import) ministack|import_module\(.ministack", file.read_text(), re.MULTILINE
            ), file


def test_every_name_that_is_used_is_in_the_table() -> None:
    """A name that is looked up past the table would not be checked at the start."""
    local = ROOT / "constructs" / "sagewire" / "local"
    sources = "".join(file.read_text() for file in (local / "seams.py", *local.glob("gaps/*.py")))
    names = {name for _, name in EVERY_SEAM}
    used = set(re.findall(r'\b(?:seam|replace)\([^,]+, "(\w+)"', sources))
    assert used <= names
    by_environment = {"AUTH"}
    assert {name for name in names if "." not in name} - used == by_environment
