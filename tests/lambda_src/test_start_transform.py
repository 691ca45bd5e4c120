"""The function that starts transform jobs: what it asks of SageMaker, once for each order."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import NoCredentialsError

from inference.settings import SettingsError
from start_transform import errors
from start_transform.errors import TransformError
from start_transform.faults import row_of
from tests.lambda_src.conftest import ENVIRONMENT, Lines, Load
from tests.lambda_src.events import LambdaContext, bus_event, object_created
from tests.lambda_src.fake_aws import INVOKE, FakeAws, Reply, fault

# What the server calls a POST that it does not know.
CREATE = INVOKE
ARN = "arn:aws:sagemaker:eu-west-1:123456789012:transform-job/"
JOB: dict[str, Any] = {
    "ModelName": "iris",
    "BatchStrategy": "SingleRecord",
    "TransformInput": {
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://inputs/daily/"}},
        "ContentType": "text/csv",
    },
    "TransformOutput": {"S3OutputPath": "s3://outputs/scored/", "Accept": "text/csv"},
    "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
}
SETTINGS = {"SAGEWIRE_JOB_NAME_PREFIX": "nightly", "SAGEWIRE_TRANSFORM_JOB": json.dumps(JOB)}
CREATED = Reply(body=json.dumps({"TransformJobArn": f"{ARN}of-aws"}).encode())
SCHEDULED = {
    "id": "arn:aws:scheduler:eu-west-1:123456789012:schedule/default/Nightly/2026-11-23T03:00:00Z",
    "source": "aws.scheduler",
    "detail-type": "Scheduled Transform",
    "time": "2026-11-23T03:00:00Z",
    "detail": {},
}

Start = Callable[..., dict[str, Any]]


class StarterContext(LambdaContext):
    """The context of one function."""

    def __init__(self, function_name: str) -> None:
        super().__init__()
        self.function_name = function_name
        self.invoked_function_arn = f"arn:aws:lambda:eu-west-1:123456789012:function:{function_name}"


@pytest.fixture
def start(aws: FakeAws, load: Load) -> Iterator[Start]:
    """`start(event)` calls the function; each call has the same Lambda request id. SageMaker takes six jobs."""
    module = load("start_transform", **SETTINGS)
    aws.script(CREATE, *[CREATED] * 6)
    yield lambda event, function="starter": module.handler(event, StarterContext(function))
    module.CLIENT.close()


@pytest.fixture
def start_scripted(load: Load) -> Iterator[Start]:
    """As `start`, with answers of SageMaker that the test scripts."""
    module = load("start_transform", **SETTINGS)
    yield lambda event: module.handler(event, StarterContext("starter"))
    module.CLIENT.close()


def asked(aws: FakeAws) -> list[dict[str, Any]]:
    """The parameters of every CreateTransformJob."""
    assert {call.headers["x-amz-target"] for call in aws.received} <= {"SageMaker.CreateTransformJob"}
    return [json.loads(call.body) for call in aws.received]


def source(request: dict[str, Any]) -> str:
    uri: str = request["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"]
    return uri


def test_a_direct_call_starts_the_configured_job(aws: FakeAws, start: Start, lines: Lines) -> None:
    answer = start(None)
    (request,) = asked(aws)
    name = request["TransformJobName"]
    assert re.fullmatch(r"nightly-[0-9a-f]{16}", name)
    assert request == {
        **JOB,
        "TransformJobName": name,
        "TransformOutput": {"S3OutputPath": f"s3://outputs/scored/{name}", "Accept": "text/csv"},
    }
    assert answer == {
        "transformJobName": name,
        "transformJobArn": f"{ARN}of-aws",
        "outputLocation": f"s3://outputs/scored/{name}",
        "alreadyStarted": False,
    }
    (line,) = lines()
    assert line.pop("timestamp")
    assert line.pop("milliseconds") >= 0
    assert line == {
        "level": "INFO",
        "requestId": "lambda-1",
        "wayIn": "direct",
        "transformJob": name,
        "status": 200,
        "alreadyStarted": False,
    }


def test_an_order_names_its_places_and_its_token(aws: FakeAws, start: Start) -> None:
    answer = start({"token": "2026-11-23", "inputPrefix": "daily/23/", "outputPrefix": "scored/23"})
    (request,) = asked(aws)
    assert source(request) == "s3://inputs/daily/23/"
    assert request["TransformInput"]["ContentType"] == "text/csv"
    assert request["TransformOutput"] == {"S3OutputPath": "s3://outputs/scored/23", "Accept": "text/csv"}
    assert answer["outputLocation"] == "s3://outputs/scored/23"


def created(key: str, *, bucket: str = "inputs") -> dict[str, Any]:
    event = object_created(key)
    event["detail"]["bucket"]["name"] = bucket
    return event


@pytest.mark.parametrize(
    ("event", "name", "way_in"),
    [
        (SCHEDULED, "nightly-20261123-030000-", "schedule"),
        ({**bus_event({}), "time": "2026-11-23T04:05:06.789Z"}, "nightly-20261123-040506-", "event"),
        ({**created("daily/a.csv"), "time": "2026-11-23T04:05:06Z"}, "nightly-20261123-040506-", "object"),
        (bus_event("not an object"), "nightly-", "event"),
        ({**bus_event({}), "time": "soon"}, "nightly-", "event"),
        ({"token": "t"}, "nightly-", "direct"),
    ],
)
def test_the_name_says_when_and_the_log_how(start: Start, lines: Lines, event: Any, name: str, way_in: str) -> None:
    given = start(event)["transformJobName"]
    assert re.fullmatch(f"{name}[0-9a-f]{{16}}", given)
    (line,) = lines()
    assert (line["wayIn"], line["transformJob"]) == (way_in, given)


def test_the_detail_of_an_event_may_name_places_beside_what_is_its_own(aws: FakeAws, start: Start) -> None:
    start(bus_event({"order": 7, "token": "not ours", "inputPrefix": "daily/late/"}))
    assert source(asked(aws)[0]) == "s3://inputs/daily/late/"


def test_an_object_that_was_created_is_the_input(aws: FakeAws, start: Start) -> None:
    start(created("daily/grün+a b.csv"))
    assert source(asked(aws)[0]) == "s3://inputs/daily/grün+a b.csv"


@pytest.mark.parametrize("event", [SCHEDULED, bus_event({}), {"token": "mine"}, None])
def test_each_delivery_of_one_event_asks_for_the_same_name(aws: FakeAws, start: Start, event: Any) -> None:
    """A direct call without a token is repeated by Lambda with its request id."""
    assert start(event) == start(event)
    assert len({request["TransformJobName"] for request in asked(aws)}) == 1


def test_another_event_another_time_of_a_schedule_and_another_function_are_other_jobs(start: Start) -> None:
    answers = [
        start(bus_event({})),
        start({**bus_event({}), "id": "another"}),
        start(bus_event({}), "another function"),
        start(SCHEDULED),
        start({**SCHEDULED, "id": f"{SCHEDULED['id']}0"}),
        start({"token": "mine"}),
    ]
    assert len({answer["transformJobName"] for answer in answers}) == len(answers)


def test_a_job_that_an_earlier_delivery_started_is_a_success(aws: FakeAws, start_scripted: Start, lines: Lines) -> None:
    aws.script(CREATE, fault("ResourceInUse", 400, "Job name must be unique within an AWS account and region"))
    answer = start_scripted(SCHEDULED)
    assert answer["alreadyStarted"] is True
    assert answer["transformJobArn"] == f"{ARN}{answer['transformJobName']}"
    (line,) = lines()
    assert (line["status"], line["alreadyStarted"], len(aws.received)) == (200, True, 1)


def test_an_answer_that_got_lost_is_asked_for_again_under_the_same_name(aws: FakeAws, start_scripted: Start) -> None:
    """The first attempt started the job, whose name the second finds in use."""
    aws.script(CREATE, Reply(hang_up=True), fault("ResourceInUse", 400))
    assert start_scripted({})["alreadyStarted"] is True
    assert len(aws.received) == 2
    assert len({request["TransformJobName"] for request in asked(aws)}) == 1


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ([1], "the event is a JSON list; send an object with token, inputPrefix, outputPrefix, or nothing"),
        ({"inputprefix": "a"}, "the event has 'inputprefix', which is not known here; allowed are token, inputPrefix"),
        ({"token": 7}, "token is a JSON int or empty; it must be text"),
        ({"token": ""}, "token is a JSON str or empty; it must be text"),
        ({"token": "t" * 513}, "token has 513 characters; at most 512 are allowed"),
        ({"inputPrefix": ["daily/"]}, "inputPrefix is a JSON list or empty"),
        ({"outputPrefix": ""}, "outputPrefix is a JSON str or empty"),
        ({"inputPrefix": "secret/"}, "inputPrefix is 'secret/'; it must start with 'daily/', where the job's role"),
        ({"outputPrefix": "elsewhere"}, "outputPrefix is 'elsewhere'; it must start with 'scored/'"),
        ({"inputPrefix": "daily/" + "x" * 1024}, "its URI must be at most 1024 printable characters"),
        ({"inputPrefix": "daily/\n"}, "its URI must be at most 1024 printable characters"),
        ({**bus_event({}), "id": 1}, "token is a JSON int or empty"),
        (bus_event({"inputPrefix": "secret/"}), "it must start with 'daily/'"),
        (created("daily/a.csv", bucket="uploads"), "the object is in 'uploads'; this job reads from 'inputs'"),
    ],
)
def test_what_no_job_can_be_started_for_is_refused_before_sagemaker_is_asked(
    aws: FakeAws, start: Start, lines: Lines, event: Any, said: str
) -> None:
    with pytest.raises(errors.BadRequest, match=re.escape(said)):
        start(event)
    assert aws.received == []
    (line,) = lines()
    assert (line["level"], line["status"], line["code"]) == ("WARN", 400, "BadRequest")
    assert said in line["detail"]


@pytest.mark.parametrize(
    ("reply", "code", "status", "requests"),
    [
        (fault("ResourceLimitExceeded", 400, ARN), "LimitExceeded", 429, 1),
        (fault("ResourceNotFound", 400, ARN), "ModelNotFound", 503, 1),
        (fault("ValidationException", 400, f'Could not find model "{ARN}".'), "JobRefused", 400, 1),
        (fault("ThrottlingException", 400, ARN), "Throttled", 429, 3),
        (Reply(status=429), "Throttled", 429, 1),
        (fault("AccessDeniedException", 400, ARN), "AccessDenied", 500, 1),
        (Reply(status=403), "AccessDenied", 500, 1),
        (fault("InternalFailure", 500, ARN), "ServiceUnavailable", 503, 3),
        (Reply(status=503, body=b"<html>"), "ServiceUnavailable", 503, 3),
        (fault("Teapot", 418, ARN), "UnknownFault", 500, 1),
        (Reply(hang_up=True), "Unreachable", 502, 3),
    ],
)
def test_a_fault_is_told_logged_and_tried_again_as_the_table_says(
    aws: FakeAws, start_scripted: Start, lines: Lines, reply: Reply, code: str, status: int, requests: int
) -> None:
    aws.script(CREATE, *[reply] * 3)
    with pytest.raises(TransformError) as error:
        start_scripted(None)
    (line,) = lines()
    assert (error.value.code, error.value.status, len(aws.received)) == (code, status, requests)
    assert (line["status"], line["code"]) == (status, code)
    assert "arn:" not in str(error.value)
    assert ("arn:" in line["detail"]) == (b"arn:" in reply.body)


def test_sagemaker_out_of_reach_is_a_row_of_the_table(load: Load, lines: Lines) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        function = load("start_transform", **SETTINGS, AWS_ENDPOINT_URL=url)
        with pytest.raises(errors.Unreachable, match="^SageMaker did not answer$"):
            function.handler(None, StarterContext("starter"))
        function.CLIENT.close()
    assert lines()[0]["code"] == "Unreachable"


def test_what_never_left_the_function_is_an_unknown_fault() -> None:
    assert isinstance(row_of(NoCredentialsError()), errors.UnknownFault)


def test_an_error_of_the_functions_own_is_logged_as_unhandled(start: Start, lines: Lines) -> None:
    with pytest.raises(KeyError):
        start({**object_created("daily/a.csv"), "detail": {}})
    (line,) = lines()
    assert (line["level"], line["status"], line["code"]) == ("ERROR", 500, "Unhandled")


def test_a_message_is_cut() -> None:
    assert len(str(errors.BadRequest("x" * 5000))) == errors.MESSAGE_LIMIT


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("SAGEWIRE_JOB_NAME_PREFIX", None, "what the names of the jobs start with"),
        ("SAGEWIRE_TRANSFORM_JOB", None, "the parameters of CreateTransformJob as JSON"),
        ("SAGEWIRE_TRANSFORM_JOB", "{", "the parameters of CreateTransformJob as JSON"),
        ("SAGEWIRE_TRANSFORM_JOB", "[]", "the parameters of CreateTransformJob as JSON"),
    ],
)
def test_a_function_does_not_start_without_its_job(load: Load, variable: str, value: str | None, allowed: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable} is .*: set it to {allowed}"):
        load("start_transform", **{**SETTINGS, variable: value})


def test_the_handler_starts_in_a_bare_process(tmp_path: Path) -> None:
    """As in Lambda: the folder is the current one and on the path; neither boto3 nor sagewire is needed."""
    code = (
        "import sys, start_transform.handler as started\n"
        "print(callable(started.handler), {'boto3', 'sagewire'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=Path(__file__).parents[2] / "lambda_src",
        env={**ENVIRONMENT, **SETTINGS, "HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "True set()\n"


def test_the_documented_table_is_the_one_in_the_code() -> None:
    documented = {
        (row[0], row[1], row[2])
        for line in (errors.__doc__ or "").splitlines()
        if line.startswith("| ") and (row := [cell.strip() for cell in line.strip("|").split("|")])[0] != "code"
    }
    assert documented == {
        (kind.__name__, str(kind.status), "yes" if kind.again else "no") for kind in TransformError.__subclasses__()
    }
