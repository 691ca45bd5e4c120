"""The public parameters that hold the ARNs of AWS Lambda Powertools' layers; MiniStack has those of images alone.

https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/
"""

import re
from collections.abc import Callable
from typing import Any

from sagewire.local import seams
from sagewire.local.layers import POWERTOOLS_ACCOUNT

_PARAMETERS = "ministack.services.ssm"
_POWERTOOLS = re.compile(r"/aws/service/powertools/python/(arm64|x86_64)/python(3)\.(\d+)/(?:3\.(\d+)\.\d+|latest)")
_WRITTEN = 1735689600


def install() -> None:
    """Answer for them, to callers and to templates."""
    before: Callable[[str], Any] = seams.seam(_PARAMETERS, "_public_parameter")
    resolve: Callable[..., str | None] = seams.seam(_PARAMETERS, "resolve_parameter_value")

    def public(name: str) -> Any:
        return before(name) or _parameter(name)

    def value(name: str, version: str | None = None, *, decrypt: bool = False) -> str | None:
        found = resolve(name, version, decrypt=decrypt)
        return found if found is not None or version else (public(name) or {}).get("Value")

    seams.replace(_PARAMETERS, "_public_parameter", public)
    seams.replace(_PARAMETERS, "resolve_parameter_value", value)


def _parameter(name: str) -> dict[str, Any] | None:
    if (match := _POWERTOOLS.fullmatch(name)) is None:
        return None
    processor, major, minor, release = match.groups()
    layer = f"AWSLambdaPowertoolsPythonV3-python{major}{minor}-{processor}"
    # AWS counts its layers; of the number nothing depends here.
    arn = f"arn:aws:lambda:{seams.region()}:{POWERTOOLS_ACCOUNT}:layer:{layer}:{int(release or 0) + 1}"
    where = f"arn:aws:ssm:{seams.region()}::parameter{name}"
    return {"Name": name, "Type": "String", "Value": arn, "Version": 1, "LastModifiedDate": _WRITTEN, "ARN": where}
