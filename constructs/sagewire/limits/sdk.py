"""Figures of botocore, where its user sets nothing."""

from sagewire.limits.figure import Limit

_CONFIG = "https://docs.aws.amazon.com/botocore/latest/reference/config.html"
_RETRIES = "https://docs.aws.amazon.com/boto3/latest/guide/retries.html"

BOTOCORE_READ_TIMEOUT = Limit(
    value=60,
    unit="s",
    what="botocore waits this long for the next byte of a response, in each attempt, unless told otherwise",
    source=_CONFIG,
)
BOTOCORE_CONNECT_TIMEOUT = Limit(
    value=60,
    unit="s",
    what="botocore waits this long for a connection, in each attempt, unless told otherwise",
    source=_CONFIG,
)
BOTOCORE_ATTEMPTS = Limit(
    value=3,
    unit="attempts",
    what="attempts of botocore at one request in its standard mode, the default from botocore 1.44 on",
    source=_RETRIES,
)
BOTOCORE_LEGACY_ATTEMPTS = Limit(
    value=5,
    unit="attempts",
    what="attempts of botocore at one request in its legacy mode, the default before botocore 1.44",
    source=_RETRIES,
)
BOTOCORE_PAUSE = Limit(
    value=20,
    unit="s",
    what="pause of botocore between two attempts, in its standard mode; pauses double from 1 s",
    source=_RETRIES,
)
BOTOCORE_CONNECTIONS = Limit(
    value=10,
    unit="connections",
    what="connections that a client of botocore keeps, unless told otherwise",
    source=_CONFIG,
)
