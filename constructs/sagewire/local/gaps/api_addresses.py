"""APIs are asked under the host that CloudFormation names; MiniStack knows them only below its own host."""

import re

from sagewire.local import seams

_APP = "ministack.app"
_HOST = re.compile(r"^([a-f0-9]{8})\.execute-api\.(?:[a-z0-9-]+\.amazonaws\.com|localhost)(?::\d+)?$")


def install() -> None:
    """Answer under both."""
    seams.replace(_APP, "_EXECUTE_API_RE", _HOST)
