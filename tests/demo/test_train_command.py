"""`python -m demo.train`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from demo.train import main

ROOT = Path(__file__).parents[2]


def test_the_command_trains_and_says_how_well(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "demo.train", "--season", "winter", "--out", str(tmp_path / "model")]
    ran = subprocess.run([*command, "--visitors", "60"], cwd=ROOT, capture_output=True, text=True, check=True)
    metadata = json.loads((tmp_path / "model" / "metadata.json").read_text())
    assert metadata["season"] == "winter"
    assert ran.stdout.startswith(f"winter {metadata['version']}: 240 sessions, hit rate @5 ")
    assert ran.stdout.endswith(f"-> {tmp_path / 'model'}\n")
    assert ran.stderr == ""


def test_the_model_goes_to_demo_build_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--visitors", "20"]) == 0
    assert (tmp_path / "demo" / "build" / "model" / "weights.npy").is_file()
    assert capsys.readouterr().out.startswith("autumn ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--season", "spring"], "'spring'"),
        (["--visitors", "many"], "'many'"),
        (["--visitors", "0"], "visitors is 0: use at least 20"),
        (["--out", "a-file", "--visitors", "20"], "a-file"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_bad_input_is_one_line_on_stderr_and_exit_code_2(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").touch()
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert printed.out == ""
    assert printed.err.startswith("python -m demo.train: ")
    assert said in printed.err
    assert printed.err.count("\n") == 1
