"""Finds and imports the inference script of a model archive, where the toolkit looks for it."""

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

_ON_AWS = "/opt/ml/model"
_DEFAULT_PROGRAM = "inference.py"


def load(model_dir: Path) -> ModuleType | None:
    """SAGEMAKER_PROGRAM in SAGEMAKER_SUBMIT_DIRECTORY, by default code/inference.py; None if there is no script.

    A submit directory under /opt/ml/model is looked for in `model_dir`. Raises FileNotFoundError if a program is
    named and is not there.
    """
    program = os.environ.get("SAGEMAKER_PROGRAM")
    folder = _submit_directory(model_dir)
    script = folder / (program or _DEFAULT_PROGRAM)
    if not script.is_file():
        if program is None:
            return None
        raise FileNotFoundError(f"SAGEMAKER_PROGRAM {program} is not in {folder}: put it into code/ of the archive")
    sys.path.insert(0, str(script.parent))
    return importlib.import_module(script.stem)


def _submit_directory(model_dir: Path) -> Path:
    stated = os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY", f"{_ON_AWS}/code")
    if stated == _ON_AWS or stated.startswith(f"{_ON_AWS}/"):
        return model_dir / stated.removeprefix(_ON_AWS).lstrip("/")
    if "://" in stated:
        return model_dir / "code"
    return Path(stated)
