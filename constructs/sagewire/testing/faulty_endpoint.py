"""SageMaker's runtime on the loopback, which answers as a test scripts it."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from sagewire.testing import faults
from sagewire.testing.answers import Answer
from sagewire.testing.loopback import LoopbackServer
from sagewire.testing.request import OPERATIONS, Request

if TYPE_CHECKING:
    from mypy_boto3_sagemaker_runtime import SageMakerRuntimeClient

_REGION = "us-east-1"
USUAL: Mapping[str, Answer] = {
    "InvokeEndpoint": faults.result(b"{}"),
    "InvokeEndpointAsync": faults.accepted(),
    "InvokeEndpointWithResponseStream": faults.stream(b"{}"),
}
"""The answer to each operation, where nothing is scripted."""


class _Script:
    def __init__(self) -> None:
        self.answers: deque[Answer] = deque()

    def unread(self) -> Answer | None:
        return self.answers.popleft() if self.answers and self.answers[0].unread else None

    def answer(self, request: Request) -> Answer:
        if request.operation is None:
            known = ", ".join(OPERATIONS.values())
            said = f"{request.method} {request.path} is no operation of SageMaker's runtime, which has {known}"
            return faults.error("UnknownOperationException", status=404, message=said)
        return self.answers.popleft() if self.answers else USUAL[request.operation]


class FaultyEndpoint:
    """A server for the tests of your own code, whichever client that uses: it throttles, stalls, cuts and lies.

    It listens on the loopback while its `with` block runs, needs no account, and takes any endpoint's name. Requests
    are answered in the order of the script, whatever they ask, and after its end with an empty result. What is no
    operation of SageMaker's runtime is answered with an error, and uses up nothing of the script.

    >>> from sagewire.testing import FaultyEndpoint, faults
    >>> with FaultyEndpoint() as endpoint:
    ...     endpoint.script(faults.throttled().times(2), faults.result(b'{"score": 0.5}'))
    ...     answer = endpoint.client().invoke_endpoint(EndpointName="iris", Body=b"[5.1, 3.5]")
    ...     answer["Body"].read(), len(endpoint.requests), endpoint.requests[-1].body
    (b'{"score": 0.5}', 3, b'[5.1, 3.5]')

    As a fixture of pytest, with a function that makes a client of its own:

        @pytest.fixture
        def endpoint(monkeypatch):
            with FaultyEndpoint() as endpoint:
                for name, value in endpoint.environment.items():
                    monkeypatch.setenv(name, value)
                yield endpoint


        def test_a_model_error_is_not_tried_again(endpoint):
            endpoint.script(faults.model_error(400, "4 features, not 5"))
            assert handler({"body": "[1]"}, None)["statusCode"] == 400
            assert len(endpoint.requests) == 1
    """

    def __init__(self) -> None:
        self._script = _Script()
        self._clients: list[Any] = []
        self._server: LoopbackServer | None = None

    def __enter__(self) -> Self:
        self._server = LoopbackServer(self._script)
        return self

    def __exit__(self, *_: object) -> None:
        while self._clients:
            self._clients.pop().close()
        self._running.close()

    def script(self, *answers: Answer | Sequence[Answer]) -> None:
        """Appends to what the next requests are answered, one each."""
        for answer in answers:
            self._script.answers.extend([answer] if isinstance(answer, Answer) else answer)

    @property
    def requests(self) -> list[Request]:
        """All requests so far that were read, in the order in which they came."""
        return self._running.requests

    @property
    def unused(self) -> int:
        """How many answers of the script are left."""
        return len(self._script.answers)

    @property
    def url(self) -> str:
        """For a client's `endpoint_url`; it changes with each `with`."""
        return self._running.url

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead every client of boto3 here, with credentials that are none.

        All services come here, so that no other one is asked either.
        """
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": _REGION,
            "AWS_DEFAULT_REGION": _REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def client(self, **options: Any) -> "SageMakerRuntimeClient":
        """A client of boto3, which must be installed; it is closed with the endpoint.

        Args:
            options: those of `boto3.client`, as `config`.
        """
        import boto3  # noqa: PLC0415 (only here is it needed)

        usual = {
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
            "endpoint_url": self.url,
            "region_name": _REGION,
        }
        client: SageMakerRuntimeClient = boto3.client("sagemaker-runtime", **{**usual, **options})
        self._clients.append(client)
        return client

    @property
    def _running(self) -> LoopbackServer:
        if self._server is None:
            raise RuntimeError("the endpoint does not listen yet: write `with FaultyEndpoint() as endpoint:`")
        return self._server
