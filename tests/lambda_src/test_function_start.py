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
    typing_only = {"mypy_boto3_events", "mypy_boto3_s3", "mypy_boto3_sagemaker_runtime", "mypy_boto3_sqs"}
    roots = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            roots |= {name.partition(".")[0] for name in names}
    assert len(MODULES) > 10
    assert roots - allowed - typing_only == set()


@pytest.mark.parametrize("function", ["invoke", "invoke_async", "invoke_stream", "publish_result"])
def test_a_handler_starts_in_a_bare_process(function: str, tmp_path: Path) -> None:
    """As in Lambda: the folder is the current one and on the path; neither boto3 nor sagewire is needed."""
    code = (
        f"import sys, {function}.handler as started\n"
        "print(callable(started.handler), {'boto3', 'sagewire'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=SOURCE,
        env={**ENVIRONMENT, **STREAM, "HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "True set()\n"
