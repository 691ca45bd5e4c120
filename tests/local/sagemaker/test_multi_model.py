"""Multi-model endpoints: the archive that a request names is loaded with the first one, and kept."""

import json
import threading
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import IMAGE, Account, allow, eventually, instances, new_name, packed, serverless

NAMED = """
import json, os
def model_fn(model_dir): return {name!r}
def transform_fn(model, body, content_type, accept): return json.dumps([model, os.getpid(), body.decode()])
"""


def prefix(account: Account, **models: str) -> str:
    """A new S3 prefix with an archive for each model, `name`.tar.gz."""
    folder = new_name("models")
    for name, source in models.items():
        put(account, folder, f"{name}.tar.gz", source)
    return f"s3://{account.bucket}/{folder}/"


def put(account: Account, folder: str, key: str, source: str) -> None:
    archive = packed({"code/inference.py": source})
    account.s3.put_object(Bucket=account.bucket, Key=f"{folder}/{key}", Body=archive)


def model(account: Account, url: str, **members: Any) -> str:
    container = {"Image": IMAGE, "Mode": "MultiModel", "ModelDataUrl": url}
    return account.model(**{"PrimaryContainer": container, **members})


def serving(account: Account, url: str, **members: Any) -> str:
    return account.endpoint(account.config(instances(model(account, url, **members))))


def ask(account: Account, endpoint: str, target: str, body: bytes = b"") -> list[Any]:
    answer: list[Any] = json.loads(
        account.ask(endpoint, body, TargetModel=target, ContentType="application/octet-stream")
    )
    return answer


@pytest.fixture(scope="module")
def url(account: Account) -> str:
    return prefix(account, red=NAMED.format(name="red"), blue=NAMED.format(name="blue"))


def test_a_request_names_its_model_which_is_loaded_once(account: Account, aws: EmbeddedAws, url: str) -> None:
    before = set(marked(aws.directory))
    name = serving(account, url)
    assert set(marked(aws.directory)) == before, "nothing is loaded ahead of a request"
    red, blue = ask(account, name, "red.tar.gz", b"1"), ask(account, name, "blue.tar.gz", b"2")
    assert ([red[0], red[2]], [blue[0], blue[2]]) == (["red", "1"], ["blue", "2"])
    assert set(marked(aws.directory)) - before == {red[1], blue[1]}
    assert ask(account, name, "red.tar.gz")[1] == red[1]
    account.sagemaker.delete_endpoint(EndpointName=name)
    eventually(lambda: set(marked(aws.directory)) <= before)


def test_first_requests_at_the_same_time_load_it_once(account: Account, url: str) -> None:
    name, answers = serving(account, url), []
    asking = [
        threading.Thread(target=lambda: answers.append(tuple(ask(account, name, "red.tar.gz")))) for _ in range(4)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1


def test_a_model_that_is_put_later_is_found_and_one_in_a_folder_too(account: Account) -> None:
    url = prefix(account)
    folder = url.removeprefix(f"s3://{account.bucket}/").rstrip("/")
    name = serving(account, url)
    with pytest.raises(ClientError) as missing:
        ask(account, name, "eu/late.tar.gz")
    error = missing.value.response["Error"]
    assert (error["Code"], missing.value.response["ResponseMetadata"]["HTTPStatusCode"]) == ("ValidationError", 400)
    assert error["Message"] == (
        f"Failed to download model data(bucket: {account.bucket}, key: {folder}/eu/late.tar.gz). Please ensure that "
        "there is an object located at the URL and that the role passed to CreateModel has permissions to download "
        "the model."
    )
    put(account, folder, "eu/late.tar.gz", NAMED.format(name="late"))
    assert ask(account, name, "eu/late.tar.gz")[0] == "late"


def test_the_execution_role_reads_the_archive(account: Account, url: str) -> None:
    only = url.removeprefix("s3://")
    run = allow("ecr:*", "logs:*", "cloudwatch:PutMetricData")
    role = account.role(run, allow("s3:GetObject", resource=f"arn:aws:s3:::{only}red*"))
    name = serving(account, url, ExecutionRoleArn=role)
    assert ask(account, name, "red.tar.gz")[0] == "red"
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Failed to download model data.*blue\.tar\.gz"):
        ask(account, name, "blue.tar.gz")


def test_a_model_that_does_not_load_is_a_model_error_and_the_others_serve(account: Account) -> None:
    name = serving(account, prefix(account, good=NAMED.format(name="good"), bad="raise OSError('no disk')\n"))
    with pytest.raises(ClientError, match=r"\(ModelError\).*OSError: no disk"):
        ask(account, name, "bad.tar.gz")
    assert ask(account, name, "good.tar.gz")[0] == "good"


def test_what_is_no_archive_is_told(account: Account) -> None:
    url = prefix(account)
    folder = url.removeprefix(f"s3://{account.bucket}/")
    account.s3.put_object(Bucket=account.bucket, Key=f"{folder}text.tar.gz", Body=b"text")
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Failed to extract model data from s3://"):
        ask(account, serving(account, url), "text.tar.gz")


def test_a_target_model_belongs_to_a_multi_model_endpoint_and_only_there(account: Account, url: str) -> None:
    many, one = serving(account, url), account.serving(NAMED.format(name="one"))
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Request \S+ is missing a target model header"):
        account.ask(many)
    with pytest.raises(ClientError) as refused:
        account.ask(one, TargetModel="red.tar.gz")
    assert refused.value.response["Error"]["Message"] == (
        f"Endpoint {one} is not a multi-model endpoint and does not support target model header."
    )


def test_a_multi_model_container_needs_a_prefix_and_a_role(account: Account) -> None:
    container = {"Image": IMAGE, "Mode": "MultiModel"}
    with pytest.raises(ClientError, match="needs a ModelDataUrl: the S3 prefix"):
        account.model(PrimaryContainer=container)
    with pytest.raises(ClientError, match="ExecutionRoleArn is required to read the model data"):
        account.sagemaker.create_model(
            ModelName=new_name("model"), PrimaryContainer={**container, "ModelDataUrl": "s3://bucket/prefix/"}
        )
    with pytest.raises(ClientError, match="does not support Mode=MultiModel in an inference pipeline"):
        account.sagemaker.create_model(
            ModelName=new_name("model"),
            ExecutionRoleArn=account.reader,
            Containers=[{"Image": IMAGE}, {**container, "ModelDataUrl": "s3://bucket/prefix/"}],
        )
    uncached = {**container, "ModelDataUrl": "s3://b/p/", "MultiModelConfig": {"ModelCacheSetting": "Disabled"}}
    with pytest.raises(ClientError, match="does not support ModelCacheSetting=Disabled"):
        account.model(PrimaryContainer=uncached)


def test_other_kinds_of_endpoint_have_no_multi_model_container(account: Account, url: str) -> None:
    name = model(account, url)
    with pytest.raises(ClientError, match="Serverless variant AllTraffic cannot have a multi-model container"):
        account.config(serverless(name))
    asynchronous = {"OutputConfig": {"S3OutputPath": f"s3://{account.bucket}/out"}}
    with pytest.raises(ClientError, match="asynchronous endpoint cannot have a multi-model container"):
        account.config(instances(name), AsyncInferenceConfig=asynchronous)


def test_an_unknown_image_fails_the_endpoint_not_the_first_request(account: Account, url: str) -> None:
    container = {"Image": "any/unknown:1", "Mode": "MultiModel", "ModelDataUrl": url}
    config = account.config(instances(account.model(PrimaryContainer=container)))
    name = new_name("endpoint")
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config)
    assert "any/unknown:1 is not known to the embedded AWS" in account.settled(name)["FailureReason"]
