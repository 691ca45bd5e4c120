"""What a process prints goes into its file at once, and its last lines are remembered."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sagewire.local.sagemaker.container_output import ContainerOutput
from tests.local.account import eventually


def run(output: ContainerOutput, program: str) -> "subprocess.Popen[bytes]":
    with output.writer() as descriptor:
        return subprocess.Popen([sys.executable, "-uc", program], stdout=descriptor, stderr=descriptor)


def test_it_is_appended_to_the_file_with_every_byte(tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text("before\n")
    output = ContainerOutput(file)
    program = "import sys; print('out'); print('err', file=sys.stderr); sys.stdout.buffer.write(b'\\xff no end')"
    assert run(output, program).wait() == 0
    output.close()
    assert file.read_bytes() == b"before\nout\nerr\n\xff no end"
    assert output.tail() == ["out", "err", "\ufffd no end"]


def test_a_line_is_in_the_file_before_it_ends(tmp_path: Path) -> None:
    output = ContainerOutput(tmp_path / "log")
    process = run(output, "import time; print('loading 10%', end=''); time.sleep(600)")
    eventually(lambda: (tmp_path / "log").exists() and (tmp_path / "log").read_text() == "loading 10%")
    process.kill()
    process.wait()
    assert output.wait(30)
    assert output.tail() == ["loading 10%"]


def test_only_the_last_lines_are_remembered(tmp_path: Path) -> None:
    output = ContainerOutput(tmp_path / "log")
    run(output, "for number in range(5000): print(number)").wait()
    assert output.wait(30)
    assert output.tail()[-1] == "4999"
    assert len(output.tail()) <= 500


def test_a_line_without_an_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    output = ContainerOutput(tmp_path / "log")
    run(output, "print('x' * 5_000_000, end='')").wait()
    assert output.wait(30)
    assert (tmp_path / "log").stat().st_size == 5_000_000
    assert max(len(line) for line in output.tail()) < 2_000_000


def test_a_program_that_cannot_be_started_ends_the_output(tmp_path: Path) -> None:
    output = ContainerOutput(tmp_path / "log")
    with pytest.raises(FileNotFoundError), output.writer() as descriptor:
        subprocess.Popen([str(tmp_path / "absent")], stdout=descriptor)
    assert output.wait(30)
    assert output.tail() == []


def test_a_child_that_outlives_the_process_is_not_waited_for(tmp_path: Path) -> None:
    output = ContainerOutput(tmp_path / "log")
    child = "import time; time.sleep(600)"
    program = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {child!r}]).pid)"
    run(output, program).wait()
    output.close()
    eventually(output.tail)
    child_pid = int(output.tail()[0])
    assert child_pid > 1
    os.kill(child_pid, signal.SIGKILL)
    assert output.wait(30)
