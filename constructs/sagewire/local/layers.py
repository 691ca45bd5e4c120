"""AWS's public layers: what they bring is the package installed here, for functions that have the layer.

https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/
"""

import os
import sys
from collections.abc import Mapping
from importlib.machinery import PathFinder
from typing import Any

HIDDEN = "SAGEWIRE_HIDDEN_PACKAGES"
POWERTOOLS_ACCOUNT = "017000801446"
_PACKAGES = {f":{POWERTOOLS_ACCOUNT}:layer:AWSLambdaPowertoolsPython": "aws_lambda_powertools"}


def hidden_from(function: Mapping[str, Any]) -> str:
    """The packages, with commas between, of the layers that a function's configuration does not name."""
    named = [layer["Arn"] if isinstance(layer, Mapping) else layer for layer in function.get("Layers") or ()]
    missing = [package for layer, package in _PACKAGES.items() if not any(layer in arn for arn in named)]
    return ",".join(missing)


def hide() -> None:
    """In a function's process: as if what is hidden were not installed, unless the function brings its own."""
    own = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    for package in filter(None, os.environ.pop(HIDDEN, "").split(",")):
        if PathFinder.find_spec(package, own) is None:
            sys.modules[package] = None  # type: ignore[assignment]
