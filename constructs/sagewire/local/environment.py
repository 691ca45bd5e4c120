"""The environments of the server and of its clients: no real credential enters either."""

import os
from pathlib import Path

from sagewire.local import processes
from sagewire.local.settings import ACCOUNT, REGION

KEY = "test"
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME")
_SCRUBBED = ("AWS_", "BOTO_", "CDK_DEFAULT_", "LOCALSTACK_")


def client_environment(endpoint_url: str, directory: Path) -> dict[str, str]:
    """What points an AWS client at `endpoint_url` and at nothing else."""
    return {
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(directory / "no-such-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(directory / "no-such-credentials"),
    }


def scrubbed_environment() -> dict[str, str]:
    """This process's environment with nothing that names an AWS account, and no proxy in front of loopback."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SCRUBBED)}
    unproxied = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    loopback = ",".join([*([unproxied] if unproxied else []), "127.0.0.1", "localhost"])
    return {**kept, "no_proxy": loopback, "NO_PROXY": loopback}


def server_environment(endpoint_url: str, directory: Path) -> dict[str, str]:
    """The server's environment, built from scratch: its functions and models inherit from it."""
    port = endpoint_url.rpartition(":")[2]
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        **client_environment(endpoint_url, directory),
        processes.MARK: str(directory),
        "TMPDIR": str(directory / "tmp"),
        "PYTHONUNBUFFERED": "1",
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": port,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "MINISTACK_HOST": "localhost",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "LAMBDA_EXECUTOR": "local",
        "DOCKER_HOST": f"unix://{directory / 'no-docker.sock'}",
    }
