"""The layout that keeps PyPI's `constructs` importable, and the wheel whole."""

import subprocess
import sys
import zipfile
from pathlib import Path

import constructs
import pytest

import sagewire

ROOT = Path(__file__).parents[1]


def test_no_package_of_ours_hides_constructs() -> None:
    assert not (ROOT / "constructs" / "__init__.py").exists()
    assert list((ROOT / "tests").rglob("__init__.py")) == []
    assert "site-packages" in str(constructs.__file__)
    assert constructs.Construct.__module__ == "constructs"


def test_public_names_are_sorted_and_load() -> None:
    assert sagewire.__all__ == sorted(sagewire.__all__)
    assert {name: getattr(sagewire, name).__name__ for name in sagewire.__all__} == {
        name: name for name in sagewire.__all__
    }
    assert set(sagewire.__all__) <= set(dir(sagewire))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Endpiont'"):
        sagewire.Endpiont  # noqa: B018


def test_importing_sagewire_does_not_load_cdk() -> None:
    code = "import sys, sagewire; sys.exit('aws_cdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_lambda_code_and_the_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        names = set(files.namelist())
    functions = {"invoke", "invoke_async", "publish_result", "start_transform"}
    assert {f"sagewire/_lambda_src/{name}/handler.py" for name in functions} <= names
    assert {"sagewire/py.typed", "sagewire/data/images.json"} <= names
    assert {name.split("/")[0].removesuffix(".dist-info") for name in names} == {"sagewire", "sagewire-0.1.0"}
    assert not [name for name in names if name.endswith(".pyc")]


def test_the_wheel_finds_its_lambda_code(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        files.extractall(tmp_path)
    code = "from sagewire.lambda_code import lambda_source; print(lambda_source())"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "."},
    )
    assert Path(found.stdout.strip()) == tmp_path / "sagewire" / "_lambda_src"
