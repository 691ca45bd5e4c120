"""An embedded AWS is started, found, stopped, and says in one line why it cannot be."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sagewire.local import DEFAULT_PORT, EmbeddedAws, LocalError
from sagewire.local.processes import marked


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """A directory that no process may be left of, and no temporary file in."""
    folder = tmp_path / "local aws"
    yield folder
    assert marked(folder) == []
    assert not (folder / "tmp").exists()


def one_line(error: pytest.ExceptionInfo[LocalError]) -> str:
    text = str(error.value)
    assert text
    assert "\n" not in text
    return text


def in_another_process(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Python that runs `code`; what it prints is what it has to say."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


START = """
import sys, time
from pathlib import Path
from sagewire.local import EmbeddedAws, LocalError
try:
    aws = EmbeddedAws.start(directory=Path(sys.argv[1]), port=0, detached="detached" in sys.argv)
    print(aws.pid, aws.port, flush=True)
except LocalError as error:
    print(error, flush=True)
"""


def test_a_block_has_a_server_and_its_end_stops_it(directory: Path) -> None:
    with EmbeddedAws.start(directory=directory, port=0) as aws:
        assert aws.endpoint_url == f"http://127.0.0.1:{aws.port}"
        assert aws.port != DEFAULT_PORT
        assert aws.client("sts").get_caller_identity()["Account"] == aws.account == "123456789012"
        assert (directory / "tmp").is_dir()
        assert aws.pid in marked(directory)
    assert marked(directory) == []
    assert "Running on" in aws.log()


def test_a_block_that_fails_stops_its_server(directory: Path) -> None:
    with pytest.raises(ZeroDivisionError), EmbeddedAws.start(directory=directory, port=0):
        _ = 1 / 0
    assert marked(directory) == []


def test_stopping_twice_is_fine_and_leaves_a_later_server_alone(directory: Path) -> None:
    first = EmbeddedAws.start(directory=directory, port=0)
    first.stop()
    first.stop()
    with EmbeddedAws.start(directory=directory, port=0) as second:
        first.stop()
        assert second.client("sts").get_caller_identity()


def test_the_given_port_is_taken(directory: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with EmbeddedAws.start(directory=directory, port=port) as aws:
        assert aws.port == port


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use_is_named(directory: Path, address: str) -> None:
    with socket.socket() as taken:
        taken.bind((address, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LocalError, match=f"port {port} of 127.0.0.1 .*Address already in use.*port=0") as error:
            EmbeddedAws.start(directory=directory, port=port)
    one_line(error)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_named(directory: Path, port: int) -> None:
    with pytest.raises(LocalError, match=f"port {port} of 127.0.0.1 cannot be used") as error:
        EmbeddedAws.start(directory=directory, port=port)
    one_line(error)


def test_a_directory_in_use_says_by_whom_and_how_to_stop_it(directory: Path) -> None:
    with EmbeddedAws.start(directory=directory, port=0) as aws:
        with pytest.raises(LocalError) as error:
            EmbeddedAws.start(directory=directory, port=0)
        text = one_line(error)
        assert f"pid {aws.pid}, port {aws.port}" in text
        assert f"sagewire local stop --directory '{directory}'" in text
        assert aws.client("sts").get_caller_identity(), "the refused start must leave the server alone"


def test_a_directory_that_another_start_has_just_locked_is_one_line(directory: Path) -> None:
    from sagewire.local.directory import LocalDirectory

    lock = LocalDirectory(directory).lock()
    assert lock is not None
    for call in (EmbeddedAws.start, EmbeddedAws.attach):
        with pytest.raises(LocalError, match="is starting or stopping: try again") as error:
            call(directory=directory)
        one_line(error)
    os.close(lock)


def test_a_directory_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for folder in (file, file / "below"):
        with pytest.raises(LocalError, match="cannot be used .*: choose another directory") as error:
            EmbeddedAws.start(directory=folder, port=0)
        one_line(error)


def test_nothing_to_attach_to_says_how_to_start_it(directory: Path) -> None:
    with pytest.raises(LocalError, match="no embedded AWS is running in .*sagewire local start") as error:
        EmbeddedAws.attach(directory=directory)
    one_line(error)
    assert not directory.exists()


def test_attached_it_is_the_same_server(directory: Path) -> None:
    with EmbeddedAws.start(directory=directory, port=0) as aws:
        aws.client("sqs").create_queue(QueueName="seen")
        found = EmbeddedAws.attach(directory=directory)
        assert (found.pid, found.port) == (aws.pid, aws.port)
        assert found.client("sqs").get_queue_url(QueueName="seen")
        found.stop()
        assert marked(directory) == []


def test_a_detached_server_outlives_its_starter_and_stops_when_asked(directory: Path) -> None:
    starter = in_another_process(START, directory, "detached")
    said, errors = starter.communicate()
    assert errors == ""
    aws = EmbeddedAws.attach(directory=directory)
    try:
        assert said.split() == [str(aws.pid), str(aws.port)]
        assert os.getsid(aws.pid) == aws.pid
        assert aws.client("sts").get_caller_identity()
    finally:
        aws.stop()
    assert marked(directory) == []
    with pytest.raises(LocalError, match="no embedded AWS is running"):
        EmbeddedAws.attach(directory=directory)


def test_of_two_starts_at_once_one_serves_and_one_is_refused_in_one_line(directory: Path) -> None:
    starters = [in_another_process(START, directory, "detached") for _ in range(2)]
    said = [starter.communicate() for starter in starters]
    aws = EmbeddedAws.attach(directory=directory)
    try:
        assert [errors for _, errors in said] == ["", ""]
        assert sorted(output == f"{aws.pid} {aws.port}\n" for output, _ in said) == [False, True], said
        assert all(output.count("\n") == 1 for output, _ in said)
    finally:
        aws.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_end_cleans_up_behind_itself(directory: Path, number: signal.Signals) -> None:
    aws = EmbeddedAws.start(directory=directory, port=0)
    os.kill(aws.pid, number)
    assert aws._process is not None
    assert aws._process.wait() == 0
    assert sorted(path.name for path in directory.iterdir()) == ["models", "server.lock", "server.log"]


def test_what_a_killed_server_left_is_cleaned_by_the_next_start(directory: Path) -> None:
    killed = EmbeddedAws.start(directory=directory, port=0)
    os.kill(killed.pid, signal.SIGKILL)
    leftover = directory / "tmp" / "leftover"
    leftover.touch()
    killed._process.wait()  # type: ignore[union-attr]
    with pytest.raises(LocalError, match="no embedded AWS is running"):
        EmbeddedAws.attach(directory=directory)
    with EmbeddedAws.start(directory=directory, port=0) as aws:
        assert not leftover.exists()
        assert aws.client("sts").get_caller_identity()
        killed.stop()
        assert aws.client("sts").get_caller_identity(), "the first server's end must leave the second alone"


def test_the_end_of_a_killed_server_kills_no_process_that_has_its_number_now(directory: Path) -> None:
    aws = EmbeddedAws.start(directory=directory, port=0)
    os.kill(aws.pid, signal.SIGKILL)
    aws._process.wait()  # type: ignore[union-attr]
    bystander = subprocess.Popen(["sleep", "600"])
    try:
        (directory / "server.json").write_text(json.dumps({"pid": bystander.pid, "port": aws.port}))
        aws.pid = bystander.pid
        aws.stop()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


@pytest.mark.parametrize("detached", [False, True])
def test_a_server_that_cannot_start_says_why_and_is_gone(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, detached: bool
) -> None:
    """A folder cannot be made where a file is: the log's last line is the reason."""
    directory.mkdir()
    (directory / "models").write_text("a file, where the folder of the models' logs must be")
    with pytest.raises(LocalError, match=r"did not start: .*models.*\(its log: .*/server.log\)") as error:
        EmbeddedAws.start(directory=directory, port=0, detached=detached)
    one_line(error)
    assert marked(directory) == []
    assert not (directory / "server.json").exists()
    (directory / "models").unlink()
    with EmbeddedAws.start(directory=directory, port=0) as aws:
        assert aws.client("sts").get_caller_identity()


def test_a_ministack_without_a_seam_is_told_in_one_line(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose Python finds another MiniStack, which has none of the names."""
    other = directory / "other" / "ministack"
    other.mkdir(parents=True)
    (other / "__init__.py").touch()
    (other / "app.py").touch()
    starter = directory / "python"
    starter.write_text(f'#!/bin/sh\nPYTHONPATH="{other.parent}" exec {sys.executable} "$@"\n')
    starter.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(starter))
    with pytest.raises(LocalError, match=r"this MiniStack \(.*\) is not supported: ministack.app.AUTH") as error:
        EmbeddedAws.start(directory=directory, port=0)
    assert "install ministack==1.5.33" in one_line(error)


def test_it_runs_from_an_environment_whose_path_has_a_space(directory: Path, tmp_path: Path) -> None:
    """Functions and models too: their command lines carry that path."""
    place = tmp_path / "my project"
    place.symlink_to(sys.prefix)
    code = """
import io, json, sys, zipfile
from pathlib import Path
from sagewire.local import EmbeddedAws
package = io.BytesIO()
with zipfile.ZipFile(package, "w") as archive:
    archive.writestr("app.py", "import sys\\ndef handler(event, context): return sys.executable")
trust = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
with EmbeddedAws.start(directory=Path(sys.argv[1]), port=0) as aws:
    role = aws.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    functions = aws.client("lambda")
    functions.create_function(FunctionName="f", Runtime="python3.12", Handler="app.handler", Role=role,
                              Code={"ZipFile": package.getvalue()})
    print(functions.invoke(FunctionName="f")["Payload"].read().decode())
"""
    python = str(place / "bin" / "python")
    done = subprocess.run([python, "-c", code, str(directory)], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (json.dumps(python), "")
