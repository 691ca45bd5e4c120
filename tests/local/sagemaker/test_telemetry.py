"""What containers print and what they use, in CloudWatch, as far as the execution role lets them."""

import re
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError
from botocore.httpsession import URLLib3Session

from sagewire.local import EmbeddedAws
from tests.local.account import RUN, Account, allow, eventually, instances, new_name

PRINTS = """
def model_fn(model_dir): print("model is loaded")
def transform_fn(model, body, content_type, accept): print("asked for", body); return body
"""
READ = allow("s3:GetObject")


# The log


def log_events(aws: EmbeddedAws, endpoint: str) -> dict[str, list[str]]:
    """What is in the endpoint's log group, by stream; nothing if there is no group."""
    logs, group = aws.client("logs"), f"/aws/sagemaker/Endpoints/{endpoint}"
    try:
        streams = logs.describe_log_streams(logGroupName=group)["logStreams"]
    except logs.exceptions.ResourceNotFoundException:
        return {}
    names = [stream["logStreamName"] for stream in streams]
    return {
        name: [event["message"] for event in logs.get_log_events(logGroupName=group, logStreamName=name)["events"]]
        for name in names
    }


def test_what_a_container_prints_is_in_cloudwatch_logs(account: Account, aws: EmbeddedAws) -> None:
    name = account.serving(PRINTS)
    account.ask(name, b"a question")

    def complete() -> dict[str, list[str]]:
        found = log_events(aws, name)
        return found if any("asked for" in line for lines in found.values() for line in lines) else {}

    ((stream, lines),) = eventually(complete).items()
    assert re.fullmatch(r"AllTraffic/i-[0-9a-f]{17}", stream)
    assert [line for line in lines if "model" in line or "asked" in line] == [
        "model is loaded",
        "asked for b'a question'",
    ]
    assert [path.read_text() for path in aws.model_logs.glob(f"{name}-*")] == ["\n".join([*lines, ""])]


def test_the_last_words_of_a_container_are_in_the_log(account: Account, aws: EmbeddedAws) -> None:
    name = new_name("endpoint")
    config = account.config(instances(account.model("raise OSError('no disk')\n")))
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config)
    assert account.settled(name)["EndpointStatus"] == "Failed"
    ((_, lines),) = log_events(aws, name).items()
    assert lines[-1] == "OSError: no disk"


def test_the_resource_of_a_log_is_that_of_aws_stream_and_all(account: Account) -> None:
    def refusal(resource: str) -> str:
        group, logs = new_name("group"), f"arn:aws:logs:us-east-1:123456789012:log-group:{resource}"
        caller = account.caller("logs", allow("logs:*", resource=logs.format(group)))
        account.aws.client("logs").create_log_group(logGroupName=group)
        try:
            caller.create_log_stream(logGroupName=group, logStreamName="mine")
        except ClientError as error:
            return str(error).replace(group, "GROUP")
        return ""

    assert refusal("{}:*") == refusal("{}:log-stream:mine") == ""
    for resource in ("{}", "{}:log-stream:other", "other:*"):
        assert "on resource: arn:aws:logs:us-east-1:123456789012:log-group:GROUP:log-stream:mine" in refusal(resource)


SAYS_GOODBYE = """
import os, signal
def goodbye(*_):
    print("goodbye", flush=True)
    os._exit(0)
def model_fn(model_dir): signal.signal(signal.SIGTERM, goodbye)
def transform_fn(model, body, content_type, accept): return body
"""


def test_once_an_endpoint_is_gone_its_log_is_complete(account: Account, aws: EmbeddedAws) -> None:
    name = account.serving(SAYS_GOODBYE)
    account.sagemaker.delete_endpoint(EndpointName=name)
    eventually(lambda: not account.sagemaker.list_endpoints(NameContains=name)["Endpoints"])
    assert [lines[-1] for lines in log_events(aws, name).values()] == ["goodbye"]


def test_the_next_container_of_an_instance_goes_on_in_its_stream(account: Account, aws: EmbeddedAws) -> None:
    dies = PRINTS.replace('print("asked for", body)', "import os; os._exit(7)")
    name = account.serving(dies)
    for _ in range(2):
        with pytest.raises(ClientError, match="ModelError"):
            account.ask(name, b"x")

    def twice() -> list[list[str]]:
        found = list(log_events(aws, name).values())
        return [lines for lines in found if lines.count("model is loaded") == 2]

    assert len(eventually(twice)) == 1
    assert len(log_events(aws, name)) == 1


LOGS = [action for statement in RUN for action in statement["Action"] if action.startswith("logs:")]


@pytest.mark.parametrize("action", LOGS)
def test_without_one_permission_for_it_the_log_is_lost_and_the_server_says_so(
    account: Account, aws: EmbeddedAws, action: str
) -> None:
    deny = {"Effect": "Deny", "Action": action, "Resource": "arn:aws:logs:*:*:log-group:/aws/sagemaker/*"}
    role = account.role(READ, *RUN, deny)
    name = account.endpoint(account.config(instances(account.model(PRINTS, ExecutionRoleArn=role))))
    said = f"/aws/sagemaker/Endpoints/{name}: what its container prints is not delivered to CloudWatch Logs: .*{action}"
    eventually(lambda: re.search(said, aws.log()))
    assert account.ask(name, b"it serves all the same") == b"it serves all the same"
    assert [line for lines in log_events(aws, name).values() for line in lines] == []


# The metrics


def instance_metrics(aws: EmbeddedAws, endpoint: str) -> set[str]:
    dimensions = [{"Name": "EndpointName", "Value": endpoint}, {"Name": "VariantName", "Value": "AllTraffic"}]
    namespace = "/aws/sagemaker/Endpoints"
    found = aws.client("cloudwatch").list_metrics(Namespace=namespace, Dimensions=dimensions)["Metrics"]
    return {metric["MetricName"] for metric in found}


def test_an_instance_publishes_what_it_uses(account: Account, aws: EmbeddedAws) -> None:
    name = account.serving(PRINTS)
    assert eventually(lambda: instance_metrics(aws, name)) == {
        "CPUUtilization",
        "DiskUtilization",
        "MemoryUtilization",
    }


def test_the_namespace_is_that_of_the_request_in_either_protocol(account: Account, aws: EmbeddedAws) -> None:
    condition = {"Condition": {"StringEquals": {"cloudwatch:namespace": "Mine"}}}
    caller = account.caller("cloudwatch", {**allow("cloudwatch:PutMetricData"), **condition})
    datum = {"MetricName": "One", "Value": 1.0}

    def put(client: Any, namespace: str) -> None:
        client.put_metric_data(Namespace=namespace, MetricData=[datum])

    def by_query(namespace: str) -> int:
        """As an older SDK asks."""
        form = {"Action": "PutMetricData", "Version": "2010-08-01", "Namespace": namespace}
        form |= {"MetricData.member.1.MetricName": "One", "MetricData.member.1.Value": "1"}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        request = AWSRequest("POST", aws.endpoint_url, data=form, headers=headers)
        SigV4Auth(caller._request_signer._credentials, "monitoring", "us-east-1").add_auth(request)
        return URLLib3Session().send(request.prepare()).status_code

    put(caller, "Mine")
    with pytest.raises(ClientError, match="not authorized to perform: cloudwatch:PutMetricData"):
        put(caller, "Others")
    assert (by_query("Mine"), by_query("Others")) == (200, 403)


@pytest.mark.parametrize("namespace", [None, "AWS/SageMaker"], ids=["no statement", "another namespace"])
def test_without_the_permission_there_are_none_and_the_server_says_so(
    account: Account, aws: EmbeddedAws, namespace: str | None
) -> None:
    *others, metrics = RUN
    if namespace:
        others.append({**metrics, "Condition": {"StringEquals": {"cloudwatch:namespace": namespace}}})
    role = account.role(READ, *others)
    name = account.endpoint(account.config(instances(account.model(PRINTS, ExecutionRoleArn=role))))
    said = (
        f"{name}: the metrics of its instance are not published: .*not authorized to perform: cloudwatch:PutMetricData"
    )
    eventually(lambda: re.search(said, aws.log()))
    assert instance_metrics(aws, name) == set()
