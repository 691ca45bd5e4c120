"""Where the code of our Lambda functions stands: inside the wheel, or beside it in a checkout."""

from pathlib import Path

from aws_cdk import aws_lambda as lambda_

_HERE = Path(__file__).resolve().parent


def lambda_source() -> Path:
    """The folder that is packed, whole, for each of our functions."""
    for folder in (_HERE / "_lambda_src", _HERE.parents[1] / "lambda_src"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the Lambda code is missing beside {_HERE}: install sagewire anew")


def lambda_code() -> lambda_.Code:
    """The code asset; pip compiles what it installs, so compiled files are left out of its hash."""
    return lambda_.Code.from_asset(str(lambda_source()), exclude=["**/__pycache__", "**/*.pyc"])
