"""`make demo` as its user runs it: three ways in, a changed model, nothing lost and nothing left."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sagewire.local.processes import marked

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.end_to_end


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """Where the embedded AWS lives; nothing of it may run afterwards, and nothing may lie in its temporary folder."""
    folder = tmp_path / "local"
    yield folder
    assert marked(folder) == []
    assert not (folder / "tmp").exists()


def command(directory: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "demo", "--port", "0", "--directory", str(directory), *options]


def run(directory: Path, *options: str, temporary: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"TMPDIR": str(temporary)} if temporary else {})
    return subprocess.run(
        command(directory, *options), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def table(output: str) -> list[list[str]]:
    """The cells of the demo's tables."""
    rows = [line for line in output.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in row.strip("│").split("│")] for row in rows]


def test_three_ways_in_then_another_model_then_nothing(directory: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = run(directory, temporary=temporary)
    assert (done.stderr, done.returncode) == ("", 0), done.stdout
    first, second = table(done.stdout)[:3], table(done.stdout)[3:]
    for rows in (first, second):
        assert [row[:3] for row in rows] == [
            ["function URL", "RankOnRequest", "Ranking (real-time)"],
            ["EventBridge event", "RankOnPageView", "Session (serverless)"],
            ["file in S3", "RankFile", "Newsletter (asynchronous)"],
        ]
        assert len({row[3] for row in rows}) == 1, "the same model must rank alike by every way in"
        assert all(float(row[4]) > 0 for row in rows)
    assert first[0][3] != second[0][3]
    (during,) = re.findall(r"(\d+) requests during the update \((.*)\), 0 failed", done.stdout)
    assert int(during[0]) > 0
    assert " by autumn " in during[1]
    assert list(temporary.iterdir()) == []


def test_kept_it_answers_until_it_is_stopped(directory: Path, model_folder: Path) -> None:
    (model_folder / "code" / "inference.py").write_text(
        "import json\n"
        "def model_fn(model_dir): return 42\n"
        "def input_fn(body, content_type): return json.loads(body)\n"
        "def predict_fn(data, model): return {'answer': model, 'asked': data}\n"
        "def output_fn(prediction, accept): return json.dumps(prediction)\n"
    )
    done = run(directory, "--model", str(model_folder), "--keep")
    assert done.returncode == 0, done.stderr
    sagewire = [str(Path(sys.executable).with_name("sagewire")), "local"]
    where = ["--directory", str(directory)]

    def ask(*words: str) -> str:
        return subprocess.run([*sagewire, *words, *where], capture_output=True, text=True, check=True).stdout

    assert '"answer": 42' in ask("invoke", "RankOnRequest", '{"question": "?"}')
    assert "RankOnRequest" in ask("status")
    assert "requestId" in ask("logs", "RankOnRequest")
    assert ask("stop") == "stopped\n"


def test_interrupted_it_stops_what_it_started(directory: Path) -> None:
    demo = subprocess.Popen(
        command(directory), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert demo.stdout is not None
    started = next(line for line in demo.stdout if "started the embedded AWS" in line)
    os.killpg(demo.pid, signal.SIGINT)
    _, said = demo.communicate()
    assert started
    assert (said, demo.returncode) == ("demo: interrupted; everything is stopped\n", 130)


def test_killed_it_leaves_nothing_running(directory: Path) -> None:
    demo = subprocess.Popen(command(directory), cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert demo.stdout is not None
    next(line for line in demo.stdout if "synthesized" in line)
    assert marked(directory)
    demo.kill()
    demo.communicate()
    end = time.monotonic() + 30
    while marked(directory) and time.monotonic() < end:
        time.sleep(0.05)
    assert marked(directory) == []


@pytest.mark.parametrize(
    ("code", "options", "message"),
    [
        (
            "raise RuntimeError('no such weights')\n",
            (),
            "demo: cdk deploy failed: AWS::SageMaker::Endpoint .*RuntimeError: no such weights .*/models.*",
        ),
        (
            "import time\ntime.sleep(600)\n",
            ("--startup-timeout", "2"),
            "demo: cdk deploy failed: AWS::SageMaker::Endpoint .*ping health check within 2 s .*/models.*",
        ),
        (
            (
                "def model_fn(d): return 1\ndef input_fn(b, t): return b\n"
                "def predict_fn(d, m): raise ValueError('cannot rank this')\n"
            ),
            (),
            "demo: the function URL answered 502: .*ModelServerError.*/models.*",
        ),
    ],
    ids=["raises at load", "never answers /ping", "answers 500"],
)
def test_a_model_that_cannot_serve_is_one_line(
    directory: Path, model_folder: Path, code: str, options: tuple[str, ...], message: str
) -> None:
    (model_folder / "code" / "inference.py").write_text(code)
    done = run(directory, "--model", str(model_folder), *options)
    assert done.returncode == 1
    assert re.fullmatch(message, done.stderr.rstrip("\n")), done.stderr


def test_a_port_in_use_is_one_line(directory: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(directory, "--port", str(port))
    assert done.returncode == 1
    assert re.fullmatch(f"demo: port {port} of 127.0.0.1 cannot be used .*\n", done.stderr)


def test_a_missing_model_folder_is_one_line(directory: Path, tmp_path: Path) -> None:
    done = run(directory, "--model", str(tmp_path / "absent"))
    assert done.returncode == 1
    assert re.fullmatch(r"demo: there is no model folder at .*/absent: .*\n", done.stderr)


def test_a_python_that_is_too_old_is_one_line(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    made = subprocess.run(
        ["make", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}", "install"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 2
    assert made.stderr.startswith("sagewire needs Python >= 3.11 and found none: install one, or name it")
