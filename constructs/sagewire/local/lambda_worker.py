"""Runs Python functions on AWS's own runtime client, so that errors, contexts and logs look as they do on AWS."""

import io
import os
import shlex
import sys
import zipfile
from collections.abc import Mapping
from typing import Any

from sagewire.local import layers, processes, seams, tether
from sagewire.local.gaps import client_contexts

_BOOTSTRAP = f"""#!/bin/sh
exec {shlex.quote(sys.executable)} -P -m sagewire.local.function_runtime
"""
_INHERITED = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", processes.MARK})


def install() -> None:
    """Take over the Python functions of this server."""
    seams.run_python_functions_with(_worker)
    seams.set_function_environment(_environment)


def _worker(name: str, config: dict[str, Any], code: bytes) -> Any:
    return seams.runtime_api_worker(
        name, config, _with_bootstrap(code), init_failure=_init_failure, told_arn=client_contexts.told_with
    )


def _with_bootstrap(code: bytes) -> bytes:
    archive = io.BytesIO(code)
    with zipfile.ZipFile(archive, "a") as package:
        package.writestr("bootstrap", _BOOTSTRAP)
    return archive.getvalue()


def _init_failure(report: Any, text: str) -> dict[str, Any]:
    """A function that reports its own failed start is quoted; one that just ends is Runtime.ExitError."""
    if isinstance(report, dict) and "errorType" in report:
        return report
    return {"errorType": "Runtime.ExitError", "errorMessage": f"Runtime exited with error: {text}"}


def _environment(config: dict[str, Any], folder: str, variables: dict[str, str]) -> dict[str, str]:
    """MiniStack's variables for the function, without those of the server, and with those that AWS adds."""
    if not str(config.get("Runtime", "")).startswith("python"):
        return variables
    own = (config.get("Environment") or {}).get("Variables") or {}
    server = {name for name in os.environ if not name.startswith("AWS_")} - _INHERITED - own.keys()
    folders = [path for layer in config.get("Layers") or () if (path := seams.layer_folder(layer))]
    return {
        **{name: value for name, value in variables.items() if name not in server},
        **_added(config, folder, folders),
        **own,
        "AWS_ENDPOINT_URL": variables["AWS_ENDPOINT_URL"],
        tether.PARENT: str(os.getpid()),
        layers.HIDDEN: layers.hidden_from(config),
    }


def _added(config: Mapping[str, Any], folder: str, unpacked: list[str]) -> dict[str, str]:
    python = [f"{layer}/python" for layer in unpacked]
    log_group = (config.get("LoggingConfig") or {}).get("LogGroup")
    return {
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": log_group or f"/aws/lambda/{config.get('FunctionName', '')}",
        "LAMBDA_RUNTIME_DIR": folder,
        "PYTHONPATH": os.pathsep.join([folder, *python]),
        "TZ": ":UTC",
    }
