"""A boto3 client on the embedded AWS, made the same way for its users and for its own services."""

import os
import threading
from functools import cache
from typing import Any, cast

import botocore.session
from boto3.session import Session
from botocore.config import Config

from sagewire.local.settings import REGION

_MAKING = threading.Lock()
_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 1},
    s3={"addressing_style": "path"},
    read_timeout=70,
    connect_timeout=5,
    proxies={},
)


def aws_client(
    service: str, *, endpoint_url: str, key: str, secret: str, token: str | None = None, region: str = REGION
) -> Any:
    """A client with exactly these credentials: no profile, no configuration file, one attempt per call."""
    with _MAKING:
        return cast("Any", _session()).client(
            service,
            endpoint_url=endpoint_url,
            region_name=region,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            config=_CONFIG,
        )


@cache
def _session() -> Session:
    """A session whose profile and configuration files no environment variable can name."""
    nothing = (None, None, os.devnull, None)
    fixed: Any = {"profile": (None, None, None, None), "config_file": nothing, "credentials_file": nothing}
    return Session(botocore_session=botocore.session.Session(session_vars=fixed))
