"""`python -m sagewire.local.serving serve`, in a process of its own, asked over HTTP as SageMaker asks a container."""

import http.client
import json
import math
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sagewire.local.tether import PARENT
from tests.local.account import eventually

JSON, CSV, NPY = "application/json", "text/csv", "application/x-npy"
COMMAND = (sys.executable, "-P", "-m", "sagewire.local.serving")

Serve = Callable[..., "ModelServer"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class ModelServer:
    """A model server that has been started; its output goes to `log_path`."""

    process: subprocess.Popen[bytes]
    port: int
    log_path: Path

    def ask(self, body: bytes = b"[1, 2]", /, *, path: str = "/invocations", **headers: str) -> Answer:
        """POST, by default as JSON; `Content_Type` stands for Content-Type."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._request("POST", path, body, {"Content-Type": JSON, **named})

    def ping(self) -> Answer:
        return self._request("GET", "/ping", None, {})

    def is_up(self) -> bool:
        """Whether it answers /ping; a failure if it has ended."""
        assert self.process.poll() is None, self.log()
        try:
            return self.ping().status == 200
        except OSError:
            return False

    def log(self) -> str:
        return self.log_path.read_text()

    def _request(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            response = connection.getresponse()
            return Answer(status=response.status, content_type=response.headers["Content-Type"], body=response.read())
        finally:
            connection.close()


def environment(**variables: str) -> dict[str, str]:
    """What a model server needs of this process, and these variables."""
    return {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **variables}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Serve]:
    """Start a server on the files given, code/inference.py first; it ends with the test."""
    started: list[ModelServer] = []

    def start(inference: str | None = None, *, files: Mapping[str, str] | None = None, **variables: str) -> ModelServer:
        model = tmp_path / f"model-{len(started)}"
        model.mkdir()
        written = {**({"code/inference.py": inference} if inference is not None else {}), **(files or {})}
        for name, text in written.items():
            (model / name).parent.mkdir(parents=True, exist_ok=True)
            (model / name).write_text(text)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = tmp_path / f"model-{len(started)}.log"
        settings = {"SM_MODEL_DIR": str(model), "SAGEMAKER_BIND_TO_PORT": str(port), PARENT: str(os.getpid())}
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*COMMAND, "serve"],
                env=environment(**settings, **variables),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        started.append(ModelServer(process=process, port=port, log_path=log))
        return started[-1]

    yield start
    for server in started:
        server.process.kill()
        server.process.wait()


@pytest.fixture
def serve(start: Serve) -> Serve:
    """Start a server and wait until it answers /ping."""

    def serve(inference: str | None = None, **more: Any) -> ModelServer:
        server = start(inference, **more)
        eventually(server.is_up)
        return server

    return serve


MODEL = "def model_fn(model_dir): return lambda data: data\n"


def test_the_four_functions_are_called_in_turn(serve: Serve) -> None:
    server = serve(
        "def model_fn(model_dir): return ['model', open(model_dir + '/weights').read()]\n"
        "def input_fn(body, content_type): return ['input', body, content_type]\n"
        "def predict_fn(data, model): return ['predict', data, model]\n"
        "def output_fn(prediction, accept): return repr(['output', prediction, accept])\n",
        files={"weights": "42"},
    )
    answer = server.ask(b"body", Content_Type="text/csv", Accept="text/x")
    assert eval(answer.body) == [
        "output",
        ["predict", ["input", "body", "text/csv"], ["model", "42"]],
        "text/x",
    ]
    assert (answer.status, answer.content_type) == (200, "text/x")


def test_transform_fn_does_it_all(serve: Serve) -> None:
    server = serve(
        "def model_fn(model_dir): return 'model'\n"
        "def transform_fn(model, body, content_type, accept): return repr((model, body, content_type, accept))\n"
    )
    answer = server.ask(b"\x00\xff", Content_Type="image/png", Accept="text/x")
    assert answer.body == b"('model', b'\\x00\\xff', 'image/png', 'text/x')"


def test_json_and_csv_bodies_are_text_and_others_are_bytes(serve: Serve) -> None:
    server = serve(f"{MODEL}def input_fn(body, content_type): return type(body).__name__\n")
    types = (JSON, CSV, f"{JSON}; charset=utf-8", "text/plain", NPY)
    asked = {media: server.ask(b"1", Content_Type=media).body for media in types}
    assert asked == dict(zip(types, [b'"str"', b'"str"', b'"str"', b'"bytes"', b'"bytes"'], strict=True))


def test_a_handler_may_take_the_context_as_well(serve: Serve) -> None:
    server = serve(
        "def model_fn(model_dir, context): return context\n"
        "def input_fn(body, content_type, context): return body\n"
        "def predict_fn(data, model, context): return [data, model, context]\n"
        "def output_fn(prediction, accept, context): return repr(prediction)\n"
    )
    assert server.ask(b"1").body == b"['1', None, None]"


def test_a_handler_with_other_arguments_is_told(serve: Serve) -> None:
    answer = serve(f"{MODEL}def predict_fn(data): return data\n").ask()
    assert (answer.status, answer.body.splitlines()[0]) == (500, b"predict_fn takes 1 arguments but 2 were given.")


@pytest.mark.parametrize(
    ("returned", "content_type", "body"),
    [
        ("('a,b', 'text/csv')", "text/csv", b"a,b"),
        ("(b'\\x00', 'image/png')", "image/png", b"\x00"),
        ("'text'", JSON, b"text"),
        ("bytearray(b'raw')", JSON, b"raw"),
        ("{'rank': [1, 2]}", JSON, b'{"rank": [1, 2]}'),
    ],
)
def test_output_fn_gives_content_or_content_and_type(
    serve: Serve, returned: str, content_type: str, body: bytes
) -> None:
    answer = serve(f"{MODEL}def output_fn(prediction, accept): return {returned}\n").ask()
    assert (answer.status, answer.content_type, answer.body) == (200, content_type, body)


@pytest.mark.parametrize("accept", [{}, {"Accept": "*/*"}])
def test_accept_is_json_unless_the_caller_or_the_model_says_otherwise(serve: Serve, accept: dict[str, str]) -> None:
    assert serve(MODEL).ask(**accept).content_type == JSON
    server = serve(MODEL, SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT=CSV)
    assert (server.ask(**accept).content_type, server.ask(**accept).body) == (CSV, b"1\n2\n")
    assert server.ask(Accept=JSON).content_type == JSON


def test_a_model_with_a_predict_method_is_asked_by_it(serve: Serve) -> None:
    server = serve(
        "class Doubling:\n    def predict(self, data): return data * 2\ndef model_fn(model_dir): return Doubling()\n"
    )
    assert server.ask(b"[1, 2]").body == b"[2, 4]"


DESCRIBE = (
    "def model_fn(model_dir): return None\n"
    "def predict_fn(data, model): return [type(data).__name__, getattr(data, 'tolist', lambda: data)()]\n"
)


@pytest.mark.parametrize(
    ("body", "array"),
    [
        (b"1,2,3", [1, 2, 3]),
        (b"1,2\n3,4\n", [[1, 2], [3, 4]]),
        (b"1\n2\n3\n", [1, 2, 3]),
        (b"1.5,2\n", [1.5, 2.0]),
    ],
    ids=["one row", "rows", "one column", "numbers"],
)
def test_csv_becomes_the_array_of_the_toolkit(serve: Serve, body: bytes, array: list[Any]) -> None:
    assert json.loads(serve(DESCRIBE).ask(body, Content_Type=CSV).body) == ["ndarray", array]


def test_json_and_npy_become_arrays(serve: Serve, tmp_path: Path) -> None:
    server = serve(DESCRIBE)
    np.save(tmp_path / "array.npy", np.array([[1.5, 2.5]]))
    assert json.loads(server.ask(b"[[1, 2], [3, 4]]").body) == ["ndarray", [[1, 2], [3, 4]]]
    body = (tmp_path / "array.npy").read_bytes()
    assert json.loads(server.ask(body, Content_Type=NPY).body) == ["ndarray", [[1.5, 2.5]]]


def test_a_prediction_is_written_as_it_is_asked_for(serve: Serve) -> None:
    server = serve("import numpy\ndef model_fn(model_dir): return lambda data: numpy.array(data)\n")
    assert server.ask(b"[[1, 2], [3, 4]]", Accept=JSON).body == b"[[1, 2], [3, 4]]"
    assert server.ask(b"[[1, 2], [3, 4]]", Accept=CSV).body == b"1,2\n3,4\n"
    answer = server.ask(b"[[1, 2], [3, 4]]", Accept=NPY)
    assert (answer.content_type, answer.body[:6]) == (NPY, b"\x93NUMPY")


def test_without_numpy_the_defaults_are_lists(serve: Serve, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "numpy.py").write_text("raise ImportError('not installed')\n")
    server = serve(DESCRIBE, PYTHONPATH=str(hidden))
    assert json.loads(server.ask(b"[1, 2]").body) == ["list", [1, 2]]
    kind, rows = json.loads(server.ask(b"1,2\n3,x\n", Content_Type=CSV).body)
    assert (kind, rows[0], rows[1][0], math.isnan(rows[1][1])) == ("list", [1.0, 2.0], 3.0, True)
    assert json.loads(server.ask(b"1\n2\n", Content_Type=CSV).body) == ["list", [1.0, 2.0]]


@pytest.mark.parametrize("headers", [{"Content_Type": "image/png"}, {"Accept": "image/png"}])
def test_a_media_type_without_a_function_of_the_users_is_415(serve: Serve, headers: dict[str, str]) -> None:
    answer = serve(MODEL).ask(**headers)
    assert answer.status == 415
    assert answer.body.startswith(b"Content type image/png is not supported by this framework: implement input_fn")


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        ("ValueError('no such visitor')", 500, "no such visitor"),
        ("Refused()", 422, "said so"),
    ],
    ids=["an error", "an error with a status"],
)
def test_an_error_is_its_status_its_message_and_its_traceback(
    serve: Serve, error: str, status: int, message: str
) -> None:
    server = serve(
        f"{MODEL}class Refused(Exception):\n"
        "    status_code, phrase, message = 422, 'Unprocessable', 'said so'\n"
        f"def predict_fn(data, model): raise {error}\n"
    )
    answer = server.ask()
    assert (answer.status, answer.content_type) == (status, "text/plain")
    first, *trace = answer.body.decode().splitlines()
    assert first == message
    assert trace[0] == "Traceback (most recent call last):"
    assert "in predict_fn" in server.log()
    assert server.ask().status == status, "it answers on"


def test_malformed_input_is_an_error_of_the_default_function(serve: Serve) -> None:
    answer = serve(MODEL).ask(b"{")
    assert answer.status == 500
    assert b"JSONDecodeError" in answer.body


@pytest.mark.parametrize(
    ("source", "last_line"),
    [
        (
            "def model_fn(model_dir): raise OSError('no weights')\n",
            "OSError: no weights",
        ),
        (
            "import absent_package\n",
            "ModuleNotFoundError: No module named 'absent_package'",
        ),
        (
            "x = 1\n",
            "ValueError: model_fn is missing: define model_fn(model_dir) in code/inference.py of the archive",
        ),
        (
            None,
            "ValueError: model_fn is missing: define model_fn(model_dir) in code/inference.py of the archive",
        ),
        (
            f"{MODEL}def transform_fn(*a): pass\ndef input_fn(*a): pass\n",
            "ValueError: transform_fn cannot be combined with input_fn, predict_fn or output_fn: drop one side",
        ),
    ],
    ids=["model_fn raises", "import fails", "no model_fn", "no script", "both ways"],
)
def test_a_model_that_cannot_be_loaded_exits_with_a_traceback(start: Serve, source: str | None, last_line: str) -> None:
    server = start(source)
    assert server.process.wait(30) == 1
    lines = server.log().splitlines()
    assert (lines[0], lines[-1]) == ("Traceback (most recent call last):", last_line)


def test_what_is_loaded_before_and_warmed_up_after_the_model(serve: Serve) -> None:
    server = serve(
        "called = []\n"
        "def pre_model_fn(model_dir): called.append('before')\n"
        "def model_fn(model_dir): called.append('model'); return called\n"
        "def model_warmup_fn(model_dir, model): model.append('warm')\n"
        "def transform_fn(model, body, content_type, accept): return ' '.join(model)\n"
    )
    assert server.ask().body == b"before model warm"


@pytest.mark.parametrize(
    ("files", "variables"),
    [
        ({"code/rank.py": MODEL}, {"SAGEMAKER_PROGRAM": "rank.py"}),
        ({"src/inference.py": MODEL}, {"SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/src"}),
        ({"inference.py": MODEL}, {"SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model"}),
        ({"code/inference.py": MODEL}, {"SAGEMAKER_SUBMIT_DIRECTORY": "s3://bucket/sourcedir.tar.gz"}),
        ({"code/inference.py": f"import beside\n{MODEL}", "code/beside.py": ""}, {}),
    ],
    ids=["another program", "another directory", "the archive's root", "an archive in S3", "with a module beside it"],
)
def test_the_script_is_found_where_the_toolkit_looks(
    serve: Serve, files: dict[str, str], variables: dict[str, str]
) -> None:
    assert serve(files=files, **variables).ask(b"[1]").body == b"[1]"


def test_a_script_that_is_named_must_be_there(start: Serve) -> None:
    server = start(MODEL, SAGEMAKER_PROGRAM="absent.py")
    assert server.process.wait(30) == 1
    assert server.log().splitlines()[-1].startswith("FileNotFoundError: SAGEMAKER_PROGRAM absent.py is not in ")


def test_other_paths_are_not_found(serve: Serve) -> None:
    server = serve(MODEL)
    assert server.ask(path="/predict").status == 404
    assert server.ask().status == 200


def test_requests_are_answered_at_the_same_time(serve: Serve) -> None:
    server = serve(
        "import threading\n"
        "def model_fn(model_dir): return threading.Barrier(20, timeout=30)\n"
        "def predict_fn(data, model): return model.wait() >= 0\n"
    )
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _number: server.ask(), range(20)))
    assert {(answer.status, answer.body) for answer in answers} == {(200, b"true")}


def test_it_listens_on_loopback_only(serve: Serve) -> None:
    port = f":{serve(MODEL).port:04X}"
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(port)]
    assert listening == [f"0100007F{port}"]


def test_other_words_than_serve_are_its_usage() -> None:
    done = subprocess.run([*COMMAND, "train"], env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "usage: python -m sagewire.local.serving serve (given: train)\n"


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "inference.py").write_text(f"import os\nprint(os.getpid(), flush=True)\n{MODEL}")
    starter = (
        "import os, subprocess, sys, time\n"
        f"subprocess.Popen({[*COMMAND, 'serve']!r}, env={{**os.environ, {PARENT!r}: str(os.getpid())}})\n"
        "time.sleep(600)\n"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    variables = environment(SM_MODEL_DIR=str(tmp_path), SAGEMAKER_BIND_TO_PORT=port)
    with subprocess.Popen([sys.executable, "-c", starter], env=variables, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        server = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait()
    eventually(lambda: not Path(f"/proc/{server}/cwd").exists())
