"""botocore's generic clients, for what few requests need: large inputs in S3, an option's table, transform jobs.

What every request needs has clients of its own (inference/aws), as botocore's take most of the time that a function
needs to start. Neither is therefore imported before the first client is made.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from inference.retry import CONNECT_TIMEOUT

if TYPE_CHECKING:
    from botocore.session import Session


def single_attempt(read_timeout: float) -> Config:
    """For calls that retry.py repeats: botocore sends each exactly once; `read_timeout` in seconds."""
    return Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=read_timeout,
        retries={"mode": "standard", "total_max_attempts": 1},
        tcp_keepalive=True,
    )


# For what may be sent twice. At worst the function ends meanwhile, and Lambda repeats the event.
REPEATABLE = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    tcp_keepalive=True,
)

# For DynamoDB, which answers in milliseconds, and comes before the time that an attempt needs.
TABLE = Config(
    connect_timeout=1,
    read_timeout=1,
    retries={"mode": "standard", "total_max_attempts": 2},
    tcp_keepalive=True,
)


def client(service: str, config: Config) -> Any:
    """A client of the service; region, credentials and AWS_ENDPOINT_URL are botocore's to find."""
    return _session().create_client(service, config=config)


@cache
def _session() -> "Session":
    """One for all clients, as each session reads the same files anew.

    Not boto3.client(), which is this plus a tenth of the start-up time for features that are not used here.
    """
    from botocore.session import Session  # noqa: PLC0415 (see above)

    return Session()
