"""The bytes that arrive are those that boto3 sends, and their signature is right."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import botocore.session
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.aws.sagemaker_runtime import INVOKE, INVOKE_ASYNC, INVOKE_STREAM, Operation, SageMakerRuntime
from tests.lambda_src.wire.clients import ENVIRONMENT, NEWEST, SECRET, both, environment
from tests.lambda_src.wire.raw_server import RawServer, http
from tests.lambda_src.wire.signature import Received, is_signed

OPERATIONS = {
    "invoke_endpoint": INVOKE,
    "invoke_endpoint_async": INVOKE_ASYNC,
    "invoke_endpoint_with_response_stream": INVOKE_STREAM,
}
# What differs by nature: when it was signed and therefore how, which request this is, and who sends it.
_MASKED = (
    (re.compile(rb"(X-Amz-Date: )\S+"), rb"\1-"),
    (re.compile(rb"(Credential=[^/]+/)\d{8}"), rb"\1-"),
    (re.compile(rb"(Signature=)[0-9a-f]{64}"), rb"\1-"),
    (re.compile(rb"(amz-sdk-invocation-id: )[0-9a-f-]{36}"), rb"\1-"),
    (re.compile(rb"(User-Agent: )[^\r]+"), rb"\1-"),
)
NUMBERS = {"RequestTTLSeconds", "InvocationTimeoutSeconds"}
TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1"


def masked(request: bytes) -> bytes:
    for pattern, mask in _MASKED:
        request, found = pattern.subn(mask, request, count=1)
        assert found
    return request


def sent(server: RawServer, clients: tuple[Any, Any], call: Callable[[Any], Any]) -> list[bytes]:
    """What arrives from boto3's client, and from ours."""
    before = len(server.received)
    for client in clients:
        answer = call(client)
        if hasattr(answer.get("Body"), "read"):
            answer["Body"].read()
        elif "Body" in answer:
            list(answer["Body"])
    return server.received[before:]


def check_equal(server: RawServer, clients: tuple[Any, Any], call: Callable[[Any], Any]) -> bytes:
    theirs, ours = sent(server, clients, call)
    assert masked(ours) == masked(theirs)
    assert [is_signed(request, secret=SECRET) for request in (theirs, ours)] == [True, True]
    return ours


def known(operation: Operation) -> list[str]:
    """The parameters that the installed botocore has as well; an older one lacks some."""
    return [name for name in model(operation).input_shape.members if name in operation.parameters]


def model(operation: Operation) -> Any:
    """botocore's."""
    return botocore.session.get_session().get_service_model("sagemaker-runtime").operation_model(operation.name)


NAMES = st.one_of(
    st.from_regex(r"[a-zA-Z0-9](-?[a-zA-Z0-9]){0,62}", fullmatch=True),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=70),
    st.text("a/.~%?#é&=+ ", min_size=1),
).filter(lambda name: name not in {".", ".."})  # steps in a path, which urllib3 takes after boto3 has signed them
ASCII = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
WORDS = st.lists(ASCII, min_size=1, max_size=3).map(" ".join)
VALUES = st.one_of(WORDS, st.lists(WORDS, min_size=2, max_size=3).map("  ".join), st.just("é ü 漢"))


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    method = draw(st.sampled_from(sorted(OPERATIONS)))
    operation = OPERATIONS[method]
    chosen = draw(st.lists(st.sampled_from(known(operation)), unique=True))
    parameters: dict[str, Any] = {name: draw(st.integers(60, 3600) if name in NUMBERS else VALUES) for name in chosen}
    if operation is INVOKE_ASYNC:  # botocore 1.34 cannot do without
        parameters.setdefault("InputLocation", "s3://bucket/key")
    parameters["EndpointName"] = draw(NAMES)
    if operation is not INVOKE_ASYNC:
        parameters["Body"] = draw(st.binary(max_size=3000) | st.text(st.characters(exclude_categories=["Cs"])))
    elif draw(st.booleans()) and NEWEST:
        parameters["Body"] = draw(st.binary(max_size=300))
    names = draw(st.permutations(list(parameters)))
    return method, {name: parameters[name] for name in names}


SURROUNDINGS = st.fixed_dictionaries(
    {"AWS_DEFAULT_REGION": st.sampled_from(["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "ap-nowhere-7"])},
    optional={
        "AWS_SESSION_TOKEN": st.text("abcXYZ019+/=", min_size=1, max_size=800),
        "AWS_SECURITY_TOKEN": st.text("abc", min_size=1),
        "AWS_USE_FIPS_ENDPOINT": st.just("true"),
        "AWS_USE_DUALSTACK_ENDPOINT": st.just("true"),
        "AWS_LAMBDA_FUNCTION_NAME": st.just("invoker"),
        "_X_AMZN_TRACE_ID": st.sampled_from([TRACE, "a b\té", "Root=1;x=[{\"'}],&+~%"]),
    },
)


@given(request=requests(), surroundings=SURROUNDINGS, path=st.sampled_from(["", "/", "/prod", "/prod/"]))
@settings(max_examples=100, deadline=None)
def test_any_request_is_sent_as_boto3_sends_it(
    server: RawServer, request: tuple[str, dict[str, Any]], surroundings: dict[str, str], path: str
) -> None:
    method, parameters = request
    with both("sagemaker-runtime", AWS_ENDPOINT_URL=server.url + path, **surroundings) as clients:
        check_equal(server, clients, lambda client: getattr(client, method)(**parameters))


def invoke(client: Any, *, body: bytes) -> Any:
    return client.invoke_endpoint(EndpointName="iris", Body=body)


def test_a_large_body_is_sent_as_boto3_sends_it(server: RawServer, runtimes: tuple[Any, Any]) -> None:
    """Above what is sent in one piece with the head, and at its edges."""
    for size in (64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 5 * 1024 * 1024):
        body = bytes(size)
        ours = check_equal(server, runtimes, partial(invoke, body=body))
        assert ours.endswith(b"\r\n\r\n" + body)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.name)
def test_the_tables_are_those_of_botocores_model(operation: Operation) -> None:
    """An older model has less, and nothing else."""
    theirs = model(operation)
    taken = {name: shape.serialization.get("name") for name, shape in theirs.input_shape.members.items()}
    given = {name: shape.serialization.get("name") for name, shape in theirs.output_shape.members.items()}
    for name in ("EndpointName", "Body", "InferenceId") if operation is INVOKE_ASYNC else ("EndpointName", "Body"):
        taken.pop(name, None) if name != "InferenceId" else given.pop(name)
    given.pop("Body", None)
    ours = (dict(operation.parameters), dict(operation.answers))
    if NEWEST:
        assert (taken, given) == ours
    else:
        assert taken.items() <= ours[0].items()
        assert given.items() <= ours[1].items()
    required = set(theirs.input_shape.required_members)
    assert required - {"InputLocation"} == set(operation.required)  # botocore 1.34 knows no inline body in its place


def test_an_inline_body_of_an_asynchronous_request_is_sent_with_any_botocore(
    server: RawServer, runtimes: tuple[Any, Any]
) -> None:
    before = len(server.received)
    runtimes[1].invoke_endpoint_async(EndpointName="iris", Body=b"[1]", ContentType="application/json")
    (ours,) = server.received[before:]
    assert Received.of(ours).body == b"[1]"
    assert is_signed(ours, secret=SECRET)


def test_an_answer_has_the_members_that_boto3_gives_it(server: RawServer, runtimes: tuple[Any, Any]) -> None:
    for method, operation in OPERATIONS.items():
        told = [(header, f"{name} here") for name, header in operation.answers.items()]
        extra = [("x-amzn-RequestId", "r-1"), ("Vary", "a"), ("Vary", "b")]
        answers = []
        for client in runtimes:
            server.replies.append(http(202, b'{"InferenceId": "i-1"}', *told, *extra))
            body = {"InputLocation": "s3://b/k"} if operation is INVOKE_ASYNC else {"Body": b"1"}
            answers.append(getattr(client, method)(EndpointName="iris", **body))
        contents = [answer.pop("Body").read() for answer in answers] if method == "invoke_endpoint" else []
        for answer in answers:
            answer["ResponseMetadata"].pop("MaxAttemptsReached", None)  # attempts are retry.py's to count
            if stream := answer.pop("Body", None):
                stream.close()
        if not NEWEST:
            answers = [{name: answer[name] for name in answers[0]} for answer in answers]
        assert answers[0] == answers[1]
        assert contents in ([], [b'{"InferenceId": "i-1"}'] * 2)


@pytest.mark.parametrize(
    ("service", "call"),
    [
        (
            "events",
            lambda client: client.put_events(
                Entries=[
                    {"Source": "s", "DetailType": "é", "Detail": '{"a": "漢"}', "EventBusName": "arn:aws:events:b"}
                ]
            ),
        ),
        (
            "sqs",
            lambda client: client.send_message(
                QueueUrl="https://sqs.eu-west-1.amazonaws.com/1/q.fifo",
                MessageBody="é",
                MessageAttributes={"kind": {"DataType": "String", "StringValue": "v"}},
                MessageGroupId="g",
                MessageDeduplicationId="d",
            ),
        ),
        ("sqs", lambda client: client.send_message(QueueUrl="http://127.0.0.1/1/q", MessageBody="b")),
        (
            "apigatewaymanagementapi",
            lambda client: client.post_to_connection(ConnectionId="L0SM9cOFvHcCIhw=/@~", Data="é".encode()),
        ),
    ],
)
@pytest.mark.parametrize("path", ["", "/", "/prod", "/prod/"])
def test_results_are_sent_as_boto3_sends_them(
    server: RawServer, service: str, call: Callable[[Any], Any], path: str
) -> None:
    token = {"AWS_SESSION_TOKEN": "token", "AWS_LAMBDA_FUNCTION_NAME": "f", "_X_AMZN_TRACE_ID": TRACE}
    with both(service, AWS_ENDPOINT_URL=server.url + path, **token) as clients:
        theirs, ours = (masked(request) for request in sent(server, clients, call))
    if service == "sqs" and not NEWEST:  # which asks for the older names of errors as well; botocore 1.34 does not
        ours = ours.replace(b"x-amzn-query-mode: true\r\n", b"").replace(b";x-amzn-query-mode", b"")
    assert ours == theirs
    assert all(is_signed(request, secret=SECRET) for request in server.received[-2:])


def test_the_signature_is_checked(server: RawServer, runtimes: tuple[Any, Any]) -> None:
    """A test of the test: what was changed on the way is refused."""
    ours = check_equal(
        server, runtimes, lambda client: client.invoke_endpoint(EndpointName="iris", Body=b"1", Accept="text/csv")
    )
    assert not is_signed(ours, secret=SECRET + "x")
    for part, other in ((b"text/csv", b"text/xml"), (b"/iris/", b"/rose/"), (b"\r\n\r\n1", b"\r\n\r\n2")):
        assert part in ours
        assert not is_signed(ours.replace(part, other), secret=SECRET)


def test_credentials_behind_a_url_are_used_and_renewed(server: RawServer) -> None:
    """As Lambda gives them to a function that SnapStart has restored; those of the environment come first."""
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    credentials = RawServer()
    told = '{{"AccessKeyId": "AKIDRESTORED", "SecretAccessKey": "{}", "Token": "token-{}", "Expiration": "{}"}}'
    soon = (datetime.now(UTC) + timedelta(seconds=60)).isoformat()
    for number, expires in enumerate((soon, "2999-01-01T00:00:00Z")):
        credentials.replies.append(http(200, told.format(SECRET, number, expires).encode()))
    location = {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{credentials.url}/role",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "secret",
        "AWS_ENDPOINT_URL": server.url,
    }
    surroundings = {name: value for name, value in ENVIRONMENT.items() if name not in keys} | location
    with environment(surroundings):
        client = SageMakerRuntime(read_timeout=5)
        before = len(server.received)
        for _ in range(2):
            client.invoke_endpoint(EndpointName="iris", Body=b"1")["Body"].read()
        client.close()
    credentials.close()
    asked = server.received[before:]
    assert all(is_signed(request, secret=SECRET) for request in asked)
    assert len(credentials.received) == 2
    assert [Received.of(request).header("X-Amz-Security-Token") for request in asked] == ["token-1", "token-1"]
    assert Received.of(credentials.received[0]).header("Authorization") == "secret"
