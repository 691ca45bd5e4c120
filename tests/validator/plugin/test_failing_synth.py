"""A synthesis that the validator fails ends in the report, exit code 1 and no traceback, as its user sees it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsii.errors import JavaScriptError

from sagewire.validator.plugin.failed_synth import end_without_traceback, is_failed_validation

ROOT = Path(__file__).parents[3]
APP = """
from aws_cdk import Acknowledgment, App, Stack, Stage, Validations
from aws_cdk import aws_sagemaker as sagemaker

from sagewire import Validator
from sagewire.validator.catalogue import rule_of

app = App(builtin_cloud_formation_validation=False, analytics_reporting=False)
Validations.of(app).add_plugins(Validator())
stack = Stack(Stage(app, "Live") if app.node.try_get_context("staged") else app, "Serving")
config = sagemaker.CfnEndpointConfig(
    stack,
    "Config",
    production_variants=[
        {
            "modelName": "ranking",
            "variantName": "AllTraffic",
            "serverlessConfig": {"maxConcurrency": 5, "memorySizeInMb": 1500},
        }
    ],
)
reason = app.node.try_get_context("acknowledged")
if reason:
    Validations.of(config).acknowledge(Acknowledgment(id="sagewire::SW201", reason=reason))
if app.node.try_get_context("broken"):
    object.__setattr__(rule_of("SW201"), "check", None)
app.synth()
print("synthesized")
"""
SAID = "ERROR 1500 MB of memory; serverless endpoints have 1024, 2048, 3072, 4096, 5120, 6144 MB (app.py:11) (sagewire)"
# Of what pytest and the CDK CLI set, CDK tells where it runs, and prints its report elsewhere.
_TELLING = ("PYTEST_CURRENT_TEST", "PYTEST_VERSION", "CDK_OUTDIR", "CDK_CONTEXT_JSON")


def run(*command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder that has the app, as its user would."""
    (folder / "app.py").write_text(APP)
    settings = {name: value for name, value in os.environ.items() if name not in _TELLING} | environment
    settings |= {
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CDK_DISABLE_VERSION_CHECK": "1",
        "CDK_HOME": str(folder / "home"),
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
        "NO_COLOR": "1",
    }
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)


def cdk_synth(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`cdk synth`, by the pinned CDK CLI."""
    command = [str(ROOT / "node_modules/.bin/cdk"), "synth", "--quiet", "--no-notices", "--no-version-reporting"]
    return run(*command, *options, "--app", f"{sys.executable} app.py", folder=folder)


def test_python_ends_with_the_report(tmp_path: Path) -> None:
    ended = run(sys.executable, "app.py", folder=tmp_path, CDK_OUTDIR="out")
    first, *others = ended.stderr.splitlines()
    assert (first, ended.stdout, ended.returncode) == (SAID, "", 1)
    assert others[-1] == "Validation failed. A copy of this report can be found in: out/validation-report.json"
    assert len(others) == 5
    assert "Traceback" not in ended.stderr


def test_the_cdk_cli_ends_with_the_report(tmp_path: Path) -> None:
    ended = cdk_synth(tmp_path)
    said = ended.stdout + ended.stderr
    assert SAID in said
    assert "Serving/Config (Config)" in said
    assert "Traceback" not in said
    assert ended.returncode == 1


def test_the_cdk_cli_passes_what_is_acknowledged(tmp_path: Path) -> None:
    ended = cdk_synth(tmp_path, "--context", "acknowledged=meant to be")
    assert ended.returncode == 0, ended.stderr
    assert "SW201" not in ended.stdout + ended.stderr
    assert (tmp_path / "cdk.out/Serving.template.json").exists()


def test_the_cdk_cli_does_not_pass_what_fails_in_a_stage(tmp_path: Path) -> None:
    """It shows nothing of a stack that it is not asked for; by itself it asks for none of a stage."""
    ended = cdk_synth(tmp_path, "--context", "staged=true")
    assert "FATAL SW201 at Live/Serving/Config (sagewire)" in ended.stdout + ended.stderr
    assert "run cdk synth '**'" in ended.stdout + ended.stderr
    assert ended.returncode == 1
    asked = cdk_synth(tmp_path, "**", "--context", "staged=true")
    assert SAID in asked.stdout + asked.stderr
    assert asked.returncode == 1


@pytest.mark.parametrize(("reason", "code"), [("meant to be", 0), ("2026-11-01:", 1)])
def test_the_cdk_cli_passes_what_is_acknowledged_with_a_reason_in_a_stage(
    tmp_path: Path, reason: str, code: int
) -> None:
    ended = cdk_synth(tmp_path, "--context", "staged=true", "--context", f"acknowledged={reason}")
    assert ended.returncode == code, ended.stderr
    assert ("SW201 at Live/Serving/Config" in ended.stdout + ended.stderr) == bool(code)


def test_the_cdk_cli_does_not_pass_what_could_not_be_looked_at(tmp_path: Path) -> None:
    """It passes an app whose plugin raises."""
    ended = cdk_synth(tmp_path, "--context", "broken=true")
    assert "FATAL rule SW201: TypeError: 'NoneType' object is not callable (sagewire)" in ended.stdout + ended.stderr
    assert ended.returncode == 1


def failed_validation(
    text: str = "ValidationFailed: Validation failed. See report.json", kind: type[Exception] = RuntimeError
) -> Exception:
    error = kind(text)
    error.__cause__ = JavaScriptError("")  # type: ignore[no-untyped-call]
    return error


def test_the_report_is_told_where_the_exception_has_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it has where CDK takes an app for one that runs in a test."""
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    end_without_traceback()
    sys.excepthook(RuntimeError, failed_validation("ValidationFailed: ERROR 1500 MB\n\nA copy"), None)
    assert capsys.readouterr().err == "ERROR 1500 MB\n\nA copy\n"


def caused_by_another() -> Exception:
    """By an error of the same name, of whoever else has one."""
    error = failed_validation()
    error.__cause__ = type("JavaScriptError", (Exception,), {})()
    return error


@pytest.mark.parametrize(
    "error",
    [
        caused_by_another(),
        RuntimeError("ValidationFailed: ours"),
        failed_validation("ValidationFailedWithErrors: Validation failed with the following errors:"),
        failed_validation("TypeError: ValidationFailed: in another place"),
        failed_validation(kind=ValueError),
        KeyboardInterrupt(),
    ],
    ids=repr,
)
def test_any_other_exception_is_shown_as_before(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *args: seen.append(args))
    end_without_traceback()
    sys.excepthook(type(error), error, None)
    assert seen == [(type(error), error, None)]


def test_to_ask_twice_is_as_good_as_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    end_without_traceback()
    once = sys.excepthook
    end_without_traceback()
    assert sys.excepthook is once
    assert is_failed_validation(failed_validation())
