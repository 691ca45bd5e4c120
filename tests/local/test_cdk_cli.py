"""The CDK CLI deploys onto the embedded AWS, and why it could not is one line."""

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sagewire.local import EmbeddedAws, LocalError
from sagewire.local.cdk_cli import CdkCli
from tests.local.account import eventually
from tests.local.assembly import NO_CONFIG, QUEUE, assembly, project, stand_in
from tests.local.process import is_running


@pytest.fixture
def cdk(aws: EmbeddedAws, tmp_path: Path) -> CdkCli:
    return CdkCli(aws=aws, folder=project(tmp_path / "project"))


def refusal(cdk: CdkCli, *, app: str | None = None, stacks: tuple[str, ...] = ()) -> str:
    with pytest.raises(LocalError) as error:
        cdk.deploy(app=app, stacks=stacks)
    text = str(error.value)
    assert "\n" not in text
    return text


def test_it_bootstraps_and_deploys_and_gives_the_outputs(cdk: CdkCli, aws: EmbeddedAws, tmp_path: Path) -> None:
    cdk.bootstrap()
    outputs = {"Url": {"Value": {"Ref": "Queue"}}}
    app = assembly(tmp_path / "app", First={"Resources": QUEUE, "Outputs": outputs}, Second={"Resources": QUEUE})
    seen: list[int] = []
    found = cdk.deploy(app=app, progress=seen.append)
    assert found["First"]["Url"].startswith(
        f"{aws.endpoint_url}/123456789012/First-Queue".replace("127.0.0.1", "localhost")
    )
    assert max(seen) >= 1
    names = {stack["StackName"] for stack in aws.client("cloudformation").describe_stacks()["Stacks"]}
    assert {"CDKToolkit", "First", "Second"} <= names


def test_only_the_named_stacks_are_deployed(cdk: CdkCli, aws: EmbeddedAws, tmp_path: Path) -> None:
    app = assembly(tmp_path / "app", Wanted={"Resources": QUEUE}, Unwanted={"Resources": QUEUE})
    assert cdk.deploy(app=app, stacks=["Wanted"]) == {}
    names = {stack["StackName"] for stack in aws.client("cloudformation").describe_stacks()["Stacks"]}
    assert "Wanted" in names
    assert "Unwanted" not in names


def test_a_proxy_does_not_stand_in_the_way(cdk: CdkCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert cdk.deploy(app=assembly(tmp_path / "app", Behind={"Resources": QUEUE})) == {}


def test_a_resource_that_fails_gives_its_own_reason_and_where_models_log(
    cdk: CdkCli, aws: EmbeddedAws, tmp_path: Path
) -> None:
    said = refusal(cdk, app=assembly(tmp_path / "app", Failing={"Resources": {**QUEUE, "Ranking": NO_CONFIG}}))
    assert said == (
        "cdk deploy failed: AWS::SageMaker::Endpoint Ranking Could not find endpoint configuration "
        '"arn:aws:sagemaker:us-east-1:123456789012:endpoint-config/absent". (Service: sagemaker; Status Code: 400; '
        f"Error Code: ValidationException) (models log into {aws.model_logs})"
    )


def test_a_template_that_is_refused_gives_the_reason(cdk: CdkCli, tmp_path: Path) -> None:
    app = assembly(tmp_path / "app", Odd={"Resources": {"X": {"Type": "AWS::No::Such"}}})
    assert refusal(cdk, app=app) == (
        "cdk deploy failed: ValidationError: Template format error: Unrecognized resource types: [AWS::No::Such]"
    )


def test_a_stack_that_is_not_in_the_app_is_named(cdk: CdkCli, tmp_path: Path) -> None:
    app = assembly(tmp_path / "app", Here={"Resources": QUEUE})
    assert refusal(cdk, app=app, stacks=("Absent",)) == "cdk deploy failed: No stacks match the name(s) Absent"


def test_a_folder_without_an_app_is_told_how_to_name_one(cdk: CdkCli) -> None:
    assert refusal(cdk).startswith("cdk deploy failed: --app is required")


def test_an_app_that_raises_gives_its_exception(cdk: CdkCli) -> None:
    app = cdk.folder / "app.py"
    app.write_text("print('hello')\nraise ValueError('two lines:\\n  instance_count is 0')\n")
    said = refusal(cdk, app=f"{sys.executable} {app}")
    assert said == "cdk deploy failed: ValueError: two lines: instance_count is 0"


def test_an_app_whose_command_is_missing_is_told(cdk: CdkCli) -> None:
    assert re.fullmatch("cdk deploy failed: .*nosuchcommand: .*not found.*", refusal(cdk, app="nosuchcommand"))


def test_a_project_without_a_cdk_cli_is_told_how_to_get_one(
    aws: EmbeddedAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LocalError, match="the CDK CLI is missing: run 'npm install aws-cdk@"):
        CdkCli(aws=aws, folder=tmp_path).deploy()


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        (
            """
            Ranking |   3 | 5:00:44 AM | CREATE_FAILED        | AWS::Lambda::Function | Rank Resource creation cancelled
            Ranking |   3 | 5:00:44 AM | CREATE_FAILED        | AWS::SQS::Queue       | Queue it is too long
            ❌  Ranking failed to deploy
            """,
            "AWS::SQS::Queue Queue it is too long",
        ),
        (
            """
            Ranking |   3 | 5:00:44 AM | UPDATE_FAILED        | AWS::S3::Bucket | Bucket Resource update cancelled
            ‣ DeploymentError: the stack is in UPDATE_ROLLBACK_FAILED: continue its rollback,
              or delete it
            """,
            "DeploymentError: the stack is in UPDATE_ROLLBACK_FAILED: continue its rollback, or delete it",
        ),
        (
            """
            app.py:12
            ERROR a thing is wrong (Construct Annotations)
               Stack/Queue
            ERROR so is another (Construct Annotations)
            Synthesis finished with errors
            """,
            "ERROR a thing is wrong (Construct Annotations); ERROR so is another (Construct Annotations)",
        ),
        ("python3 app.py: Subprocess exited with error 1", "python3 app.py: Subprocess exited with error 1"),
        ("Need to perform AWS calls for account 1\n\n", "Need to perform AWS calls for account 1"),
        ("", "it said nothing"),
    ],
)
def test_the_reason_is_found_in_what_the_cli_prints(
    aws: EmbeddedAws, tmp_path: Path, printed: str, reason: str
) -> None:
    text = textwrap.dedent(printed).strip("\n")
    folder = stand_in(tmp_path / "project", f"#!/bin/sh\ncat <<'EOF'\n{text}\nEOF\nexit 1\n")
    assert refusal(CdkCli(aws=aws, folder=folder)) == f"cdk deploy failed: {reason}"


def test_the_cli_is_told_where_to_deploy_and_nothing_of_a_real_account(
    aws: EmbeddedAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder below that of the project, with modules named as Python's own."""
    monkeypatch.setenv("AWS_PROFILE", "real")
    monkeypatch.setenv("CDK_DEFAULT_ACCOUNT", "999999999999")
    script = f'#!/bin/sh\nenv > "{tmp_path}/environment"\necho "$@" > "{tmp_path}/arguments"\necho "{{}}" > "$9"\n'
    folder = stand_in(tmp_path / "project", script) / "below"
    folder.mkdir()
    (folder / "threading.py").write_text("raise RuntimeError('not the one you wanted')\n")
    cdk = CdkCli(aws=aws, folder=folder)
    assert cdk.deploy(app="python3 app.py", stacks=["One"]) == {}
    lines = (tmp_path / "environment").read_text().splitlines()
    seen = dict(line.partition("=")[::2] for line in lines)
    assert seen["AWS_ENDPOINT_URL"] == aws.endpoint_url
    assert seen["CDK_DISABLE_CLI_TELEMETRY"] == "true"
    assert seen["PWD"] == str(folder)
    assert Path(seen["CDK_HOME"]).is_relative_to(aws.directory)
    assert not {"AWS_PROFILE", "CDK_DEFAULT_ACCOUNT", "SAGEWIRE_PARENT_PID"} & seen.keys()
    arguments = (tmp_path / "arguments").read_text()
    assert arguments.startswith("deploy --require-approval never --method direct")
    assert "--app python3 app.py One --no-notices" in arguments


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_whoever_ends_a_deployment_ends_the_cli_and_what_it_started(
    aws: EmbeddedAws, tmp_path: Path, number: signal.Signals
) -> None:
    folder = stand_in(tmp_path / "project", f'#!/bin/sh\nsleep 600 &\necho $$ $! > "{tmp_path}/pids"\nwait\n')
    code = """
import sys
from pathlib import Path
from sagewire.local import EmbeddedAws
from sagewire.local.cdk_cli import CdkCli
CdkCli(aws=EmbeddedAws.attach(directory=Path(sys.argv[1])), folder=Path(sys.argv[2])).deploy()
"""
    command = [sys.executable, "-c", code, str(aws.directory), str(folder)]
    deploying = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    pids = tmp_path / "pids"
    eventually(lambda: pids.exists() and pids.read_text())
    running = pids.read_text().split()
    assert len(running) == 2
    assert all(is_running(pid) for pid in running)
    os.kill(deploying.pid, number)
    deploying.communicate()
    assert deploying.returncode == -number
    eventually(lambda: not any(is_running(pid) for pid in running))


def test_outputs_are_those_of_this_deployment(cdk: CdkCli, tmp_path: Path) -> None:
    outputs = {"Name": {"Value": "text"}}
    app = assembly(tmp_path / "app", One={"Resources": QUEUE, "Outputs": outputs}, Two={"Resources": QUEUE})
    assert cdk.deploy(app=app) == {"One": {"Name": "text"}}
    assert cdk.deploy(app=app, stacks=["Two"]) == {}
    assert json.loads((cdk.aws.directory / "outputs.json").read_text()) == {}
