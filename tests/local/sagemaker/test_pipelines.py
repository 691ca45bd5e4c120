"""Inference pipelines: a process for each container, the answer of one is the request of the next."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import IMAGE, Account, instances, new_name, packed, serverless

TELL = """
import json, os
def model_fn(model_dir): return os.environ["STEP"]
def transform_fn(model, body, content_type, accept):
    text = body if isinstance(body, str) else body.decode()
    if text == "die" and model == "2":
        os._exit(9)
    if text == f"fail {model}":
        raise ValueError(f"step {model} cannot")
    if text in ("die", "fail 2"):
        return text, "text/plain"
    told = json.loads(text) if text.startswith("[") else []
    return json.dumps([*told, [model, content_type, accept, os.getpid()]]), f"application/x-step-{model}"
"""


def step(account: Account, number: int, **members: Any) -> dict[str, Any]:
    """The definition of a container that tells what it was asked."""
    url = account.put(packed({"code/inference.py": TELL}))
    return {"Image": IMAGE, "ModelDataUrl": url, "Environment": {"STEP": str(number)}, **members}


def pipeline(account: Account, *containers: dict[str, Any], **members: Any) -> str:
    """The name of a new model with these containers."""
    name = new_name("model")
    account.sagemaker.create_model(
        ModelName=name, Containers=list(containers), ExecutionRoleArn=account.reader, **members
    )
    return name


@pytest.fixture(scope="module")
def three(account: Account) -> str:
    """An endpoint with a pipeline of three containers."""
    model = pipeline(account, *(step(account, number) for number in (1, 2, 3)))
    return account.endpoint(account.config(instances(model)))


def test_each_container_gets_the_answer_of_the_one_before(account: Account, three: str) -> None:
    answer = account.runtime.invoke_endpoint(EndpointName=three, Body=b"x", ContentType="text/x", Accept="text/y")
    told = json.loads(answer["Body"].read())
    assert [entry[:3] for entry in told] == [
        ["1", "text/x", "application/json"],  # the toolkit's own default: it is not told what the caller accepts
        ["2", "application/x-step-1", "application/json"],
        ["3", "application/x-step-2", "text/y"],
    ]
    assert len({entry[3] for entry in told}) == 3, "one process each"
    assert (answer["ContentType"], answer["InvokedProductionVariant"]) == ("application/x-step-3", "AllTraffic")


@pytest.mark.parametrize(
    ("body", "container", "message"),
    [(b"fail 1", "container-1", "step 1 cannot"), (b"fail 2", "container-2", "step 2 cannot")],
)
def test_a_step_that_fails_is_named_and_ends_the_request(
    account: Account, three: str, body: bytes, container: str, message: str
) -> None:
    with pytest.raises(ClientError) as failed:
        account.ask(three, body, ContentType="text/plain")
    response: dict[str, Any] = dict(failed.value.response)
    assert (response["Error"]["Code"], response["OriginalStatusCode"]) == ("ModelError", 500)
    assert response["Error"]["Message"].startswith(f'Received server error (500) from {container} with message "')
    assert response["OriginalMessage"].startswith(message)


def test_a_step_that_dies_is_named_and_started_again(account: Account, three: str) -> None:
    with pytest.raises(ClientError, match=r"\(ModelError\).*Received server error \(500\) from container-2 with"):
        account.ask(three, b"die", ContentType="text/plain")
    assert len(json.loads(account.ask(three, b"x"))) == 3


def test_containers_can_have_names_of_their_own(account: Account, aws: EmbeddedAws) -> None:
    named = (step(account, 1, ContainerHostname="prepare"), step(account, 2, ContainerHostname="rank"))
    name = account.endpoint(account.config(instances(pipeline(account, *named))))
    with pytest.raises(ClientError, match=r"from rank with message"):
        account.ask(name, b"fail 2", ContentType="text/plain")
    assert {path.name for path in aws.model_logs.glob(f"{name}-*")} == {
        f"{name}-AllTraffic-prepare.log",
        f"{name}-AllTraffic-rank.log",
    }


def test_the_only_container_of_a_list_is_the_primary_one(account: Account) -> None:
    name = account.endpoint(account.config(instances(pipeline(account, step(account, 1)))))
    with pytest.raises(ClientError, match=r"from primary with message"):
        account.ask(name, b"fail 1", ContentType="text/plain")


def test_a_container_that_does_not_start_is_named_and_nothing_is_left(account: Account, aws: EmbeddedAws) -> None:
    before = set(marked(aws.directory))
    broken = step(account, 2, ModelDataUrl=account.put(packed({"code/inference.py": "raise OSError('no disk')\n"})))
    config = account.config(instances(pipeline(account, step(account, 1), broken)))
    name = new_name("endpoint")
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config)
    assert account.settled(name)["FailureReason"] == (
        "The container-2 container for production variant AllTraffic did not start: "
        "it exited with code 1: OSError: no disk"
    )
    assert set(marked(aws.directory)) <= before


@pytest.mark.parametrize(
    ("containers", "members", "message"),
    [
        ([{}, {}], {"InferenceExecutionConfig": {"Mode": "Direct"}}, "does not support InferenceExecutionConfig.Mode"),
        ([{"ContainerHostname": "a"}, {}], {}, "each of them must have one"),
        ([{"ContainerHostname": "a"}] * 2, {}, "Each ContainerHostname must be unique, and they are a, a"),
        ([{}] * 16, {}, "length less than or equal to 15"),
        ([{}, {}], {"PrimaryContainer": {"Image": IMAGE}}, "either PrimaryContainer or Containers"),
    ],
)
def test_what_is_no_pipeline_is_refused(
    account: Account, containers: list[dict[str, Any]], members: dict[str, Any], message: str
) -> None:
    definitions = [{"Image": IMAGE, **container} for container in containers]
    with pytest.raises(ClientError, match=r"\(ValidationException\)") as refused:
        pipeline(account, *definitions, **members)
    assert message in str(refused.value)


def test_a_serverless_variant_has_no_pipeline(account: Account) -> None:
    model = pipeline(account, {"Image": IMAGE}, {"Image": IMAGE}, InferenceExecutionConfig={"Mode": "Serial"})
    with pytest.raises(ClientError, match="Serverless variant AllTraffic cannot have an inference pipeline"):
        account.config(serverless(model))
