"""One measurement of one client, in a process of its own: `python -m benchmarks.invoker_probe boto3 start`.

It prints one number: processor seconds from the first import to the first answer (start) or of one request (1 KB,
100 KB, 5 MB), the most memory that a request took, in bytes (memory), or requests per second of 64 threads (parallel).
"""

# ruff: noqa: PLC0415 (imports are a part of what is measured)
import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

ENDPOINT, SLOW_ENDPOINT, LARGE_ENDPOINT = "iris", "iris-slow", "iris-large"  # invoker_server.py
LARGE = 5 * 1024 * 1024
THREADS = 64
PARALLEL_REQUESTS = 1600
_BATCHES = 5  # of which the best counts: what is more was another process's
_WARM_UP = 20

Ask = Callable[[], None]
Client = Callable[[str, int], Ask]  # of an endpoint, with a body of so many bytes


def boto3_client(endpoint: str, size: int) -> Ask:
    """What a handler of few lines does; one attempt, as ours."""
    import boto3
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=30, max_pool_connections=THREADS
    )
    client = boto3.client("sagemaker-runtime", config=config)

    body = b"1" * size

    def ask() -> None:
        answer = client.invoke_endpoint(EndpointName=endpoint, Body=body, ContentType="application/json")
        answer["Body"].read()

    return ask


def own_client(endpoint: str, size: int) -> Ask:
    """The client of lambda_src alone."""
    from inference.aws.endpoint_url import endpoint_url
    from inference.aws.sagemaker_runtime import SageMakerRuntime
    from inference.aws.service import SAGEMAKER_RUNTIME

    # boto3 asks the rules even where AWS_ENDPOINT_URL stands; in Lambda, where it does not, this one asks them too.
    endpoint_url(SAGEMAKER_RUNTIME, {"AWS_REGION": "us-east-1"})
    client = SageMakerRuntime(read_timeout=30, max_connections=THREADS)

    body = b"1" * size

    def ask() -> None:
        answer = client.invoke_endpoint(EndpointName=endpoint, Body=body, ContentType="application/json")
        answer["Body"].read()

    return ask


def handler(endpoint: str, size: int) -> Ask:
    """The whole function: an HTTP request in, an HTTP response out, and a line in the log."""
    os.environ["SAGEWIRE_ENDPOINT_NAME"] = endpoint
    from inference.aws.endpoint_url import endpoint_url
    from inference.aws.service import SAGEMAKER_RUNTIME
    from invoke.handler import handler as invoke

    endpoint_url(SAGEMAKER_RUNTIME, {"AWS_REGION": "us-east-1"})

    class Context:
        aws_request_id = "request"
        client_context: Any = None

        def get_remaining_time_in_millis(self) -> int:
            return 60_000

    event = {
        "requestContext": {"requestId": "1", "http": {}},
        "headers": {"content-type": "application/json"},
        "body": "1" * size,
    }

    def ask() -> None:
        assert invoke(event, Context())["statusCode"] == 200  # noqa: PLR2004 (HTTP's OK)

    return ask


CLIENTS: dict[str, Client] = {"boto3": boto3_client, "client": own_client, "handler": handler}


def start(client: Client) -> float:
    """Processor seconds until the first answer."""
    began = time.process_time()
    client(ENDPOINT, 1024)()
    return time.process_time() - began


def steady(size: int, count: int) -> Callable[[Client], float]:
    """Processor seconds of one request of that many bytes."""

    def measure(client: Client) -> float:
        ask = client(ENDPOINT, size)
        for _ in range(_WARM_UP):
            ask()
        return min(_processor(ask, count) for _ in range(_BATCHES))

    return measure


def _processor(ask: Ask, count: int) -> float:
    began = time.process_time()
    for _ in range(count):
        ask()
    return (time.process_time() - began) / count


def memory(endpoint: str) -> Callable[[Client], float]:
    """The most that Python allocates for one request of 5 MB, that request included."""

    def measure(client: Client) -> float:
        import tracemalloc

        ask = client(endpoint, LARGE)
        for _ in range(2):
            ask()
        tracemalloc.start()
        ask()
        return LARGE + tracemalloc.get_traced_memory()[1]

    return measure


def parallel(client: Client) -> float:
    """Requests per second of THREADS threads."""
    from concurrent.futures import ThreadPoolExecutor

    ask = client(SLOW_ENDPOINT, 1024)
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda _: ask(), range(THREADS * 2)))
        return max(_rate(ask, threads) for _ in range(_BATCHES))


def _rate(ask: Ask, threads: "ThreadPoolExecutor") -> float:
    began = time.perf_counter()
    list(threads.map(lambda _: ask(), range(PARALLEL_REQUESTS)))
    return PARALLEL_REQUESTS / (time.perf_counter() - began)


MEASURES: dict[str, Callable[[Client], float]] = {
    "start": start,
    "1 KB": steady(1024, 400),
    "100 KB": steady(100 * 1024, 200),
    "5 MB": steady(LARGE, 10),
    "memory": memory(ENDPOINT),
    "memory, 5 MB back": memory(LARGE_ENDPOINT),
    "parallel": parallel,
}


if __name__ == "__main__":
    _, client_name, measure_name = sys.argv
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):  # noqa: PTH123 (pathlib is not to be measured)
        measured = MEASURES[measure_name](CLIENTS[client_name])
    print(measured)
