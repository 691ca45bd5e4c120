"""botocore's clients as the functions use them, made while a function starts and not on its first request."""

from typing import Any

from botocore.config import Config
from botocore.session import Session

from inference.retry import CONNECT_TIMEOUT


def single_attempt(read_timeout: float) -> Config:
    """For calls that retry.py repeats: botocore sends each exactly once; `read_timeout` in seconds."""
    return Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=read_timeout,
        retries={"mode": "standard", "total_max_attempts": 1},
        tcp_keepalive=True,
    )


# For PutEvents, which may be sent twice. At worst the function ends meanwhile, and Lambda repeats the event.
REPEATABLE = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    tcp_keepalive=True,
)


# One for all clients, as each session reads the same files anew. Not boto3.client(), which is this plus a tenth of
# the start-up time for features that are not used here.
SESSION = Session()


def client(service: str, config: Config) -> Any:
    """A client of the service; region, credentials and AWS_ENDPOINT_URL are botocore's to find."""
    return SESSION.create_client(service, config=config)
