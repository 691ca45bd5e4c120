"""`sagewire local`, as it is installed: what each command does and prints, and its errors, which are one line each."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from sagewire import __version__
from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import Account, eventually, instances, new_name, serverless
from tests.local.assembly import NO_CONFIG, QUEUE, assembly, project
from tests.local.functions import function

SAGEWIRE = str(Path(sys.executable).with_name("sagewire"))
ECHO = """
def model_fn(model_dir): print("the model is loaded", flush=True)
def transform_fn(model, body, content_type, accept):
    if b"no" in (body if isinstance(body, bytes) else body.encode()):
        raise ValueError("cannot rank this\\nnor that")
    return body, content_type
"""
FUNCTION = """
def handler(event, context):
    print("the function has run")
    if event == "no":
        raise ValueError("cannot do this\\nnor that")
    return {"asked": event}
"""
# Stands in for the image of a user's own.
OWN_SERVER = """
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.answer(b"")
    def do_POST(self): self.answer(b"from a server of its own")
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""


def sagewire(*words: str, folder: Path, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Run a command as its user would, in a folder of theirs."""
    return subprocess.run([SAGEWIRE, *words], cwd=folder, input=given, capture_output=True, check=False)


def said(*words: str, folder: Path, given: bytes = b"") -> str:
    """What a command that succeeds prints."""
    done = sagewire(*words, folder=folder, given=given)
    assert (done.stderr.decode(), done.returncode) == ("", 0)
    return done.stdout.decode()


def refused(*words: str, folder: Path) -> str:
    """The one line of a command that fails."""
    done = sagewire(*words, folder=folder)
    assert (done.stdout.decode(), done.returncode) == ("", 1), done.stderr.decode()
    text = done.stderr.decode()
    assert text.startswith("sagewire: ")
    assert text.count("\n") == 1
    return text.removeprefix("sagewire: ").rstrip("\n")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder of a user who has started it, and what that printed."""
    folder = project(tmp_path_factory.mktemp("user") / "project")
    script = folder / "own server.py"
    script.write_text(OWN_SERVER)
    printed = said("local", "start", "--port", "0", "--image", f"*/own:*=python3 '{script}'", folder=folder)
    yield folder, printed
    assert said("local", "stop", folder=folder) == "stopped\n"
    assert marked(folder / ".sagewire") == []
    assert not (folder / ".sagewire" / "tmp").exists()


@pytest.fixture(scope="module")
def folder(started: tuple[Path, str]) -> Path:
    return started[0]


@pytest.fixture(scope="module")
def aws(folder: Path) -> EmbeddedAws:
    return EmbeddedAws.attach(directory=folder / ".sagewire")


@pytest.fixture(scope="module")
def account(aws: EmbeddedAws) -> Account:
    return Account(aws)


@pytest.fixture(scope="module")
def endpoint(account: Account) -> str:
    return account.serving(ECHO)


@pytest.fixture(scope="module")
def worker(account: Account) -> str:
    return function(account, FUNCTION)


def asynchronous(account: Account, code: str, **output: str) -> str:
    """The name of an asynchronous endpoint."""
    places = {"S3OutputPath": f"s3://{account.bucket}/results", **output}
    config = account.config(instances(account.model(code)), AsyncInferenceConfig={"OutputConfig": places})
    return account.endpoint(config)


def test_it_says_its_version(tmp_path: Path) -> None:
    assert said("--version", folder=tmp_path) == f"{__version__}\n"


@pytest.mark.parametrize("words", [("--help",), ("local", "--help"), ("local", "invoke", "--help")])
def test_it_says_how_to_use_it(words: Sequence[str], tmp_path: Path) -> None:
    assert "Usage: " in said(*words, folder=tmp_path)


def test_start_says_where_it_answers_and_what_to_export(started: tuple[Path, str], aws: EmbeddedAws) -> None:
    first, *exports = started[1].splitlines()
    assert first == (
        f"the embedded AWS answers at {aws.endpoint_url} (pid {aws.pid}); stop it with: sagewire local stop"
    )
    shell = subprocess.run(["sh", "-c", "\n".join([*exports, "env"])], capture_output=True, text=True, check=True)
    assert aws.environment.items() <= dict(line.partition("=")[::2] for line in shell.stdout.splitlines()).items()


def test_a_second_start_is_refused(folder: Path, aws: EmbeddedAws) -> None:
    assert refused("local", "start", "--port", "0", folder=folder) == (
        f"an embedded AWS is already running in {aws.directory} (pid {aws.pid}, port {aws.port}): "
        f"stop it with `sagewire local stop --directory {aws.directory}`"
    )


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert refused("local", "start", "--port", port, folder=tmp_path).startswith(
            f"port {port} of 127.0.0.1 cannot be used"
        )


@pytest.mark.parametrize("image", ["ranking", "*/ranking:*", "*/ranking:*=", "*/ranking:*= ", "=serve", "*='serve"])
def test_an_image_without_a_command_says_how_to_give_one(image: str, tmp_path: Path) -> None:
    assert refused("local", "start", "--port", "0", "--image", image, folder=tmp_path) == (
        f"--image is {image!r}; give IMAGE-GLOB=COMMAND, such as '*/ranking:*=python serve.py'"
    )


@pytest.mark.parametrize(
    "words", [("deploy",), ("invoke", "x", "{}"), ("status",), ("logs",), ("logs", "x"), ("stop",)]
)
def test_nothing_that_runs_is_told_with_how_to_start_it(words: Sequence[str], tmp_path: Path) -> None:
    assert refused("local", *words, folder=tmp_path) == (
        f"no embedded AWS is running in {tmp_path / '.sagewire'}: start one with `sagewire local start`"
    )
    assert list(tmp_path.iterdir()) == []


def test_deploy_prints_the_outputs(folder: Path) -> None:
    outputs = {"Name": {"Value": "text"}, "Other": {"Value": "more"}}
    app = assembly(folder / "app", Queues={"Resources": QUEUE, "Outputs": outputs})
    assert said("local", "deploy", "--app", app, folder=folder) == "Queues.Name = text\nQueues.Other = more\n"


def test_a_deployment_that_fails_is_told(folder: Path, aws: EmbeddedAws) -> None:
    app = assembly(folder / "failing", Failing={"Resources": {"Ranking": NO_CONFIG}})
    text = refused("local", "deploy", "Failing", "--app", app, folder=folder)
    assert text.startswith("cdk deploy failed: AWS::SageMaker::Endpoint Ranking Could not find endpoint configuration")
    assert text.endswith(f"(models log into {aws.model_logs})")


def test_an_endpoint_answers(folder: Path, endpoint: str, tmp_path: Path) -> None:
    assert said("local", "invoke", endpoint, '{"a": "ä"}', folder=folder) == '{"a": "ä"}\n'
    assert said("local", "invoke", endpoint, folder=folder, given=b"from standard input") == "from standard input\n"
    request = tmp_path / "request.bin"
    request.write_bytes(b"\x00\xff")
    words = ("local", "invoke", endpoint, f"@{request}", "--content-type", "application/x-npy")
    assert sagewire(*words, folder=folder).stdout == b"\x00\xff\n"


def test_a_function_answers(folder: Path, worker: str) -> None:
    assert json.loads(said("local", "invoke", worker, '{"a": 1}', folder=folder)) == {"asked": {"a": 1}}


def test_a_part_of_the_name_in_any_case_is_enough_if_there_is_one_such_thing(folder: Path, account: Account) -> None:
    function(account, FUNCTION, FunctionName=f"{new_name('Stack')}-Rank-1A2B3C")
    assert "asked" in said("local", "invoke", "rank-1a", "1", folder=folder)


def test_an_endpoint_with_an_image_of_its_own_answers(folder: Path, account: Account) -> None:
    own = {"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/own:1"}
    name = account.endpoint(account.config(instances(account.model(PrimaryContainer=own))))
    assert said("local", "invoke", name, "{}", folder=folder) == "from a server of its own\n"


def test_an_asynchronous_endpoint_answers_with_its_result(folder: Path, account: Account) -> None:
    name = asynchronous(account, ECHO)
    assert said("local", "invoke", name, '{"a": 1}', folder=folder) == '{"a": 1}\n'


def test_an_asynchronous_failure_is_told(folder: Path, account: Account) -> None:
    name = asynchronous(account, ECHO, S3FailurePath=f"s3://{account.bucket}/failures")
    text = refused("local", "invoke", name, "no", folder=folder)
    assert text.startswith(f"{name} failed: ")
    assert 'message "cannot rank this ... (see: sagewire local logs ' in text


def test_a_name_that_nothing_has_is_told_with_those_that_there_are(folder: Path, endpoint: str, worker: str) -> None:
    for words in (("invoke", "absent", "{}"), ("logs", "absent")):
        text = refused("local", *words, folder=folder)
        assert text.startswith("no endpoint or function is called 'absent': ")
        assert endpoint in text
        assert worker in text


def test_a_name_that_several_have_is_told_with_them(folder: Path, account: Account) -> None:
    common = new_name("twice")
    for number in (1, 2):
        function(account, FUNCTION, FunctionName=f"{common}-{number}")
    text = refused("local", "invoke", common, "{}", folder=folder)
    assert text == f"more than one endpoint or function is called {common!r}: {common}-1, {common}-2"


def test_a_function_that_raises_is_told(folder: Path, worker: str) -> None:
    assert refused("local", "invoke", worker, '"no"', folder=folder) == (
        f"{worker} failed: ValueError: cannot do this ... (see: sagewire local logs {worker})"
    )


def test_a_model_that_raises_is_told(folder: Path, endpoint: str) -> None:
    text = refused("local", "invoke", endpoint, "no", folder=folder)
    assert text.startswith(f"{endpoint} failed: ")
    assert text.endswith(f'server error (500) from primary with message "cannot rank this '
                         f"... (see: sagewire local logs {endpoint})")  # fmt: skip


def test_a_request_that_is_not_json_is_told(folder: Path, worker: str) -> None:
    text = refused("local", "invoke", worker, "{", folder=folder)
    assert text.startswith(f"a function takes JSON, and the request to {worker} is not: Expecting property name")


def test_a_request_file_that_is_not_there_is_told(folder: Path, endpoint: str) -> None:
    assert refused("local", "invoke", endpoint, "@absent", folder=folder) == (
        "cannot read absent: No such file or directory"
    )


def test_status_lists_stacks_endpoints_and_functions_with_their_whole_names(
    folder: Path, account: Account, aws: EmbeddedAws, endpoint: str
) -> None:
    long = f"{new_name('a-name-as-cloudformation-makes-them')}-{'x' * 20}"
    account.sagemaker.create_endpoint(
        EndpointName=long, EndpointConfigName=account.config(serverless(account.model(ECHO)))
    )
    account.settled(long)
    cloudformation = aws.client("cloudformation")
    cloudformation.create_stack(StackName="Status", TemplateBody=json.dumps({"Resources": QUEUE}))
    cloudformation.get_waiter("stack_create_complete").wait(StackName="Status", WaiterConfig={"Delay": 1})
    printed = said("local", "status", folder=folder)
    assert f"{aws.endpoint_url}, pid {aws.pid}" in printed
    rows = [[cell.strip() for cell in line.strip("│┃").split("│")] for line in printed.splitlines() if "│" in line]
    assert ["stack", "Status", "CREATE_COMPLETE"] in rows
    assert ["endpoint", endpoint, "InService"] in rows
    assert ["endpoint", long, "InService"] in rows


def test_the_log_of_an_endpoint_is_that_of_its_models_alone(folder: Path, account: Account) -> None:
    """Also if the name of another endpoint begins with its name."""
    name = account.serving(ECHO)
    other = f"{name}-2"
    loud = account.config(instances(account.model(ECHO.replace("the model is", "another is"))))
    account.sagemaker.create_endpoint(EndpointName=other, EndpointConfigName=loud)
    account.settled(other)
    assert said("local", "logs", name, folder=folder) == "the model is loaded\n"
    assert said("local", "logs", other, folder=folder) == "another is loaded\n"


def test_the_log_of_an_endpoint_that_failed_says_why(folder: Path, account: Account) -> None:
    name = new_name("failed")
    config = account.config(instances(account.model("raise RuntimeError('no such weights')")))
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config)
    assert account.settled(name)["EndpointStatus"] == "Failed"
    printed = said("local", "logs", name, folder=folder)
    assert printed.startswith("Traceback")
    assert printed.endswith("RuntimeError: no such weights\n")


def test_the_log_of_a_function_is_what_it_printed(folder: Path, account: Account) -> None:
    name = function(account, FUNCTION, LoggingConfig={"LogGroup": "/its/own"})
    assert said("local", "logs", name, folder=folder) == "\n", "before its first invocation there is none"
    said("local", "invoke", name, "1", folder=folder)
    assert "the function has run" in eventually(lambda: said("local", "logs", name, folder=folder).strip())


def test_without_a_name_the_log_is_its_own(folder: Path, aws: EmbeddedAws) -> None:
    assert f"Running on http://127.0.0.1:{aws.port}" in said("local", "logs", folder=folder)


def test_more_of_a_kind_than_a_page_holds_are_all_found(folder: Path, account: Account) -> None:
    """Lambda's pages have 50 functions."""
    common = new_name("many")
    for number in range(55):
        function(account, FUNCTION, FunctionName=f"{common}-{number:02}")
    printed = said("local", "status", folder=folder)
    assert len(set(re.findall(rf"{common}-\d\d", printed))) == 55


def test_a_directory_of_ones_choice_is_used_by_all_commands(tmp_path: Path) -> None:
    place = ("--directory", str(tmp_path / "my place"))
    said("local", "start", "--port", "0", *place, folder=tmp_path)
    assert EmbeddedAws.attach(directory=tmp_path / "my place").endpoint_url in said(
        "local", "status", *place, folder=tmp_path
    )
    assert said("local", "stop", *place, folder=tmp_path) == "stopped\n"
    assert marked(tmp_path / "my place") == []


def test_a_server_that_was_killed_is_told_and_started_anew(tmp_path: Path) -> None:
    said("local", "start", "--port", "0", folder=tmp_path)
    os.kill(EmbeddedAws.attach(directory=tmp_path / ".sagewire").pid, signal.SIGKILL)
    eventually(lambda: marked(tmp_path / ".sagewire") == [])
    assert refused("local", "status", folder=tmp_path).startswith("no embedded AWS is running")
    said("local", "start", "--port", "0", folder=tmp_path)
    assert said("local", "stop", folder=tmp_path) == "stopped\n"


@pytest.mark.parametrize(
    ("words", "extra", "code"), [(("check", "a.json"), "cli", 2), ((), "cli", 2), (("local", "start"), "local", 1)]
)
def test_without_its_extra_it_says_what_to_install(words: Sequence[str], extra: str, code: int, tmp_path: Path) -> None:
    """A Python that finds sagewire, and not what the command line needs."""
    package = Path(__file__).parents[1] / "constructs"
    command = [sys.executable, "-S", "-P", "-c", "from sagewire.__main__ import main; main()", *words]
    done: Any = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(package)}, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == (
        "",
        f"sagewire: typer is not installed; run: pip install 'sagewire[{extra}]'\n",
        code,
    )
