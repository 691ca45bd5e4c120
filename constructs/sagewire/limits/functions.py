"""Figures of a Lambda function."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import LAMBDA

LAMBDA_TIMEOUT = Limit(
    value=900,
    minimum=1,
    unit="s",
    what="timeout of a Lambda function",
    source=f"{LAMBDA}/dg/gettingstarted-limits.html",
)
LAMBDA_MEMORY = Limit(
    value=10_240,
    minimum=128,
    unit="MiB",
    what="memory of a Lambda function",
    source=f"{LAMBDA}/dg/gettingstarted-limits.html",
)
LAMBDA_THREADS = Limit(
    value=1024,
    unit="threads",
    what="processes and threads of a Lambda function, and file descriptors as well",
    source=f"{LAMBDA}/dg/gettingstarted-limits.html",
)
LAMBDA_PAYLOAD = Limit(
    value=6 * 1024 * 1024,
    unit="B",
    what="request, and response, of a synchronous Lambda invocation",
    source=f"{LAMBDA}/dg/gettingstarted-limits.html",
)
LAMBDA_EVENT_AGE = Limit(
    value=21_600,
    minimum=60,
    unit="s",
    what="age of an asynchronous event that Lambda still tries",
    source=f"{LAMBDA}/api/API_PutFunctionEventInvokeConfig.html",
    shape="lambda:MaximumEventAgeInSeconds",
)
LAMBDA_ENVIRONMENT = Limit(
    value=4096,
    unit="B",
    what="environment variables of a Lambda function, their names and values together",
    source=f"{LAMBDA}/dg/gettingstarted-limits.html",
)
