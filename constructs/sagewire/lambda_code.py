"""Where the code of our Lambda functions stands: inside the wheel, or beside it in a checkout."""

from pathlib import Path
from weakref import WeakKeyDictionary

from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire import pseudo

_HERE = Path(__file__).resolve().parent
# CDK packs and fingerprints each code object anew, and lets one be shared within a stack.
_CODE: "WeakKeyDictionary[Stack, lambda_.Code]" = WeakKeyDictionary()


def lambda_source() -> Path:
    """The folder that is packed, whole, for each of our functions."""
    for folder in (_HERE / "_lambda_src", _HERE.parents[1] / "lambda_src"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the Lambda code is missing beside {_HERE}: install sagewire anew")


def lambda_code(scope: Construct) -> lambda_.Code:
    """The code asset of a stack, one for all of its functions; what pip compiles is left out of its hash."""
    stack = pseudo.stack_of(scope)
    code = _CODE.get(stack)
    if code is None:
        code = lambda_.Code.from_asset(str(lambda_source()), exclude=["**/__pycache__", "**/*.pyc"])
        _CODE[stack] = code
    return code
