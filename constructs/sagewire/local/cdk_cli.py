"""Runs the CDK CLI against an embedded AWS: the same app, the same command, another address."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sagewire.local.embedded import EmbeddedAws
from sagewire.local.errors import LocalError
from sagewire.local.tether import PARENT

_OFFLINE = {
    "CDK_DISABLE_CLI_TELEMETRY": "true",
    "CDK_DISABLE_VERSION_CHECK": "1",
    # CloudFormation's own checks take longer than the rest of synth; CI and `cdk synth` run them.
    "CDK_VALIDATION": "false",
    "PYTHON_COLORS": "0",
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
}
_QUIET = ("--no-notices", "--no-version-reporting", "--no-color")
_COUNT = re.compile(r"\|\s*(\d+)(?:/\d+)?\s*\|")
_FAILED = re.compile(r"\| \w+_FAILED +\| (?P<type>\S+) +\| (?P<resource>.+)")
_ENDPOINT = "AWS::SageMaker::Endpoint"
_CLI_ERROR = re.compile("‣ ")
_EXCEPTION = re.compile(r"[A-Za-z_][\w.]*(Error|Exception|Exit|Interrupt)\b")
_APP_ENDED = "Subprocess exited with error"
_SYNTHESIS = "Synthesis finished with errors"
# What CloudFormation says of resources that it gave up because of another one.
_FOLLOWED = ("Resource creation cancelled", "Resource update cancelled")

Progress = Callable[[int], None]
Outputs = dict[str, dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class CdkCli:
    """The CDK CLI of a project, `folder`, which finds the embedded AWS where it looks for AWS."""

    aws: EmbeddedAws
    folder: Path

    def bootstrap(self) -> None:
        """Make what every CDK deployment stands on; LocalError when that fails."""
        target = f"aws://{self.aws.account}/{self.aws.region}"
        # Outside the project's folder, so that the CLI reads no app for it.
        self._run(["bootstrap", target], folder=self.aws.directory)

    def deploy(
        self, *, app: str | None = None, stacks: Sequence[str] = (), progress: Progress | None = None
    ) -> Outputs:
        """Deploy stacks, all if none is named, and return their outputs: stack name -> output -> value.

        Args:
            app: what `cdk --app` takes, a command or an assembly's folder; None leaves it to cdk.json.
            stacks: their names.
            progress: told how many resources are done, as the deployment goes on.

        Raises:
            LocalError: the deployment failed; with the reason that CloudFormation gave.
        """
        outputs = self.aws.directory / "outputs.json"
        command = ["deploy", "--require-approval", "never", "--method", "direct", "--progress", "events"]
        command += ["--concurrency", "4", "--outputs-file", str(outputs)]
        command += ["--app", app] if app else []
        self._run([*command, *(stacks or ["--all"])], folder=self.folder, progress=progress)
        found: Outputs = json.loads(outputs.read_text())
        return found

    def _run(self, command: list[str], *, folder: Path, progress: Progress | None = None) -> None:
        environment = self.aws.child_environment() | _OFFLINE
        environment |= {"CDK_HOME": str(self.aws.directory / "cdk"), PARENT: str(os.getpid())}
        # In a group of its own and tied to us: Node, the app and its kernel go when we do, and on Ctrl-C.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "sagewire.local.tether", "--", _cdk(self.folder), *command, *_QUIET],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,
        )
        assert process.stdout is not None
        try:
            with process.stdout as output:
                lines = _follow(output, progress)
            code = process.wait()
        except BaseException:
            _end(process)
            raise
        if code != 0:
            raise LocalError(f"cdk {command[0]} failed: {self._reason(lines)}")

    def _reason(self, lines: list[str]) -> str:
        """Why it failed, in one line: the first resource's own reason, or the last thing that was said."""
        for line in lines:
            if (failed := _FAILED.search(line)) and not any(word in line for word in _FOLLOWED):
                log = f" (models log into {self.aws.model_logs})" if failed["type"] == _ENDPOINT else ""
                return f"{failed['type']} {failed['resource'].strip()}{log}"
        return _last_words([line.strip() for line in lines if line.strip()])


def _cdk(folder: Path) -> str:
    """The CDK CLI that the project, or one of the folders around it, has installed; else the one on the PATH."""
    installed = [str(parent / "node_modules" / ".bin") for parent in (folder, *folder.resolve().parents)]
    found = shutil.which("cdk", path=os.pathsep.join([*installed, os.environ.get("PATH", "")]))
    if found is None:
        raise LocalError("the CDK CLI is missing: run 'npm install aws-cdk@2.1148.1' in the project")
    return found


def _follow(output: IO[str], progress: Progress | None) -> list[str]:
    lines = []
    for line in output:
        lines.append(line.rstrip())
        if progress and (count := _COUNT.search(line)):
            progress(int(count[1]))
    return lines


def _end(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _last_words(said: list[str]) -> str:
    """What was said last, from the line that begins it: an exception of the app, or an error of the CLI."""
    if said and _SYNTHESIS in said[-1]:
        return "; ".join(line for line in said if line.startswith("ERROR ")) or said[-1]
    begins = _CLI_ERROR
    if said and _APP_ENDED in said[-1]:
        begins, said = _EXCEPTION, said[:-1] or said
    starts = [number for number, line in enumerate(said) if begins.match(line)]
    return " ".join(said[starts[-1] if starts else -1 :]).removeprefix("‣ ") or "it said nothing"
