"""How a function starts: as Lambda imports it, with as little as it needs."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lambda_src.conftest import ENVIRONMENT

SOURCE = Path(__file__).parents[2] / "lambda_src"
STREAM = {"SAGEWIRE_STREAM": "connection", "SAGEWIRE_STREAM_TIME": "20"}
MODULES = sorted(SOURCE.rglob("*.py"))


def test_only_what_every_runtime_has_and_its_own_modules_are_imported() -> None:
    """And Powertools, by the options that need it (test_idempotency.py holds that nothing else loads it)."""
    own = {path.name for path in SOURCE.iterdir()}
    allowed = sys.stdlib_module_names | {"aws_lambda_powertools", "botocore", "urllib3"} | own
    typing_only = {"mypy_boto3_s3"}
    roots = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            roots |= {name.partition(".")[0] for name in names}
    assert len(MODULES) > 10
    assert roots - allowed - typing_only == set()


STREAM = {"SAGEWIRE_STREAM": "collect", "SAGEWIRE_STREAM_LIMIT": "1000", "SAGEWIRE_STREAM_TIME": "5"}
# Of botocore: credentials, signer, endpoint rules, the frames of a stream, errors, and what these import themselves.
# Nothing that builds a client from a service's model, and nothing that would read one.
TAKEN = {
    *("auth", "awsrequest", "compat", "config", "configloader", "context", "credentials", "endpoint"),
    *("endpoint_provider", "eventstream", "exceptions", "history", "hooks", "httpchecksum", "httpsession", "loaders"),
    *("model", "parsers", "plugin", "response", "tokens", "useragent", "utils", "vendored"),
}
FUNCTIONS = ["invoke", "invoke_async", "invoke_stream", "publish_result"]


def imported(code: str, home: Path) -> set[str]:
    """The modules of a process that runs the code as Lambda would: the folder is the current one and on the path."""
    ran = subprocess.run(
        [sys.executable, "-B", "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=SOURCE,
        env={**ENVIRONMENT, **STREAM, "HOME": str(home), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.split())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_handler_starts_in_a_bare_process_without_the_generic_client(function: str, tmp_path: Path) -> None:
    modules = imported(f"from {function}.handler import handler; assert callable(handler)", tmp_path)
    roots = {name.partition(".")[0] for name in modules}
    assert not {"boto3", "sagewire", "jmespath", "s3transfer", "aws_lambda_powertools"} & roots
    taken = {name.split(".")[1] for name in modules if name.startswith("botocore.")}
    assert taken <= TAKEN
    assert {"auth", "endpoint_provider"} <= taken


def test_a_handler_takes_a_third_of_what_boto3_takes(tmp_path: Path) -> None:
    """Counted in modules of the SDK, whichever version is installed."""

    def count(code: str) -> int:
        return len({name for name in imported(code, tmp_path) if name.startswith(("boto", "jmespath", "s3transfer"))})

    generic = count("import boto3; boto3.client('sagemaker-runtime')")
    assert count("import invoke.handler") * 3 <= generic
