"""Whoever is killed, nothing goes on running: the starter takes its server along, and a server what it started."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import Account, eventually, instances
from tests.local.functions import call, function

STARTER = """
import sys, time
from pathlib import Path
from sagewire.local import EmbeddedAws
with EmbeddedAws.start(directory=Path(sys.argv[1]), port=0, images={"*/own:*": sys.argv[2:]}) as aws:
    print("started", flush=True)
    time.sleep(600)
"""
ECHO = "def model_fn(d): return None\ndef transform_fn(m, body, content_type, accept): return body\n"
# A model server that has a child of its own, and that does not care for SIGTERM.
OWN_SERVER = """
import http.server, os, signal, subprocess
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen(["sleep", "600"])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""
BUSY = "import time\ndef handler(event, context): time.sleep(600)\n"
# A function that has a child of its own.
WITH_A_CHILD = "import subprocess\ndef handler(event, context): return subprocess.Popen(['sleep', '600']).pid\n"


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "aws"
    yield folder
    assert marked(folder) == []


@pytest.fixture
def starter(directory: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has started a server, on which there are functions and models."""
    script = tmp_path / "own_server.py"
    script.write_text(OWN_SERVER)
    command = [sys.executable, "-c", STARTER, str(directory), sys.executable, str(script)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == "started\n"
        fill(Account(EmbeddedAws.attach(directory=directory)))
        yield process
    process.kill()
    process.wait()


def fill(account: Account) -> None:
    busy = function(account, BUSY, Timeout=900)
    account.aws.client("lambda").invoke(FunctionName=busy, InvocationType="Event")
    call(account, function(account, WITH_A_CHILD))
    account.serving(ECHO)
    own = {"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/own:1"}
    account.endpoint(account.config(instances(account.model(PrimaryContainer=own))))
    eventually(lambda: kinds_of(account).count("function_runtime") == 2)
    kinds = kinds_of(account)
    for kind in ("local.server", "function_runtime", "local.serving", "local.tether", "own_server.py", "sleep"):
        assert kind in kinds
    assert kinds.count("sleep") == 2


def kinds_of(account: Account) -> str:
    """The command lines of all that runs."""
    return " ".join(Path(f"/proc/{pid}/cmdline").read_text() for pid in marked(account.aws.directory))


def test_a_killed_starter_takes_everything_along(starter: subprocess.Popen[str], directory: Path) -> None:
    starter.kill()
    starter.wait()
    eventually(lambda: not marked(directory))
    assert not (directory / "tmp").exists(), "a server whose starter is gone cleans up behind itself"


def test_a_killed_server_takes_along_what_it_started(starter: subprocess.Popen[str], directory: Path) -> None:
    os.kill(EmbeddedAws.attach(directory=directory).pid, signal.SIGKILL)
    eventually(lambda: not marked(directory))


def test_stop_waits_until_everything_has_ended(starter: subprocess.Popen[str], directory: Path) -> None:
    EmbeddedAws.attach(directory=directory).stop()
    assert marked(directory) == []
    assert not (directory / "tmp").exists()
