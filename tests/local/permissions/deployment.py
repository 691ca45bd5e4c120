"""Puts the stack onto an embedded AWS as the CDK CLI would: its ground, its assets, its template."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from aws_cdk import App

from tests.local.account import Account, eventually, new_name, packed
from tests.local.permissions.stack import ARCHIVE, NAME, TENANTS, Everything, Ground

INFERENCE = """
def model_fn(model_dir):
    print("loaded", flush=True)

def transform_fn(model, body, content_type, accept):
    print("asked", flush=True)
    if "unbearable" in str(body): raise ValueError("unbearable")
    return body
"""
TENANT_COUNT = 40
_IN_PROGRESS = "CREATE_IN_PROGRESS"


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """The stack's outputs, without what the kinds of them end in: roles, functions, values."""

    account: Account
    ground: Ground
    roles: Mapping[str, str]
    functions: Mapping[str, str]
    values: Mapping[str, str]
    made_roles: frozenset[str]
    _clients: dict[str, Any] = field(default_factory=dict)
    _tenants: Iterator[int] = field(default_factory=lambda: iter(range(1, TENANT_COUNT)))
    _told: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """A client with the root's permissions, the same one each time."""
        if service not in self._clients:
            self._clients[service] = self.account.aws.client(service)
        return self._clients[service]

    def next_tenant(self) -> int:
        """One of the multi-model endpoint's models that nobody has asked for."""
        return next(self._tenants)

    def notified(self, inference_id: str) -> str | None:
        """How a request ended, as one of the topics has told."""
        for message in self.account.sqs.receive_message(QueueUrl=self.notices, MaxNumberOfMessages=10).get(
            "Messages", ()
        ):
            told = json.loads(json.loads(message["Body"])["Message"])
            self._told[told["inferenceId"]] = told["invocationStatus"]
            self.account.sqs.delete_message(QueueUrl=self.notices, ReceiptHandle=message["ReceiptHandle"])
        return self._told.get(inference_id)

    @cached_property
    def notices(self) -> str:
        """A queue that hears both topics, from when it is first asked for."""
        url, arn = self.account.queue(sender="sns.amazonaws.com")
        for topic in (self.values["Succeeded"], self.values["Failed"]):
            self.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        return url


def deployed(account: Account, folder: Path) -> Deployed:
    """The stack, in service."""
    ground = _ground(account)
    assembly = _synthesized(ground, folder)
    _publish(account, assembly)
    outputs, made = _created(account, assembly)
    return Deployed(
        account=account,
        ground=ground,
        roles=_ending_in("Role", outputs),
        functions=_ending_in("Function", outputs),
        values=_ending_in("Value", outputs),
        made_roles=frozenset(made),
    )


def _ground(account: Account) -> Ground:
    kms = account.aws.client("kms")
    names = ("archives_key", "batch_input_key", "endpoint_key", "async_key", "results_key", "volume_key")
    keys: dict[str, str] = {name: kms.create_key()["KeyMetadata"]["Arn"] for name in names}
    ground = Ground(
        archives=_bucket(account, keys["archives_key"]),
        batch_input=_bucket(account, keys["batch_input_key"]),
        captured=_bucket(account),
        **keys,
    )
    archive = packed({"code/inference.py": INFERENCE})
    for key in (ARCHIVE, *(f"{TENANTS}{number}.tar.gz" for number in range(TENANT_COUNT))):
        account.s3.put_object(Bucket=ground.archives, Key=key, Body=archive)
    account.s3.put_object(Bucket=ground.batch_input, Key="input/a", Body=b"{}")
    return ground


def _bucket(account: Account, key: str | None = None) -> str:
    name = new_name("ground")
    account.s3.create_bucket(Bucket=name)
    if key:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
        account.s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    return name


def _synthesized(ground: Ground, folder: Path) -> Path:
    code = folder / "model" / "code"
    code.mkdir(parents=True)
    (code / "inference.py").write_text(INFERENCE)
    outdir = folder / "cdk.out"
    app = App(outdir=str(outdir), analytics_reporting=False, builtin_cloud_formation_validation=False)
    Everything(app, ground, code.parent)
    app.synth()
    return outdir


def _publish(account: Account, assembly: Path) -> None:
    files = json.loads((assembly / f"{NAME}.assets.json").read_text())["files"].values()
    for bucket in {place["bucketName"] for file in files for place in file["destinations"].values()}:
        account.s3.create_bucket(Bucket=bucket)
    for file in files:
        path = assembly / file["source"]["path"]
        content = _zipped(path) if file["source"]["packaging"] == "zip" else path.read_bytes()
        for place in file["destinations"].values():
            account.s3.put_object(Bucket=place["bucketName"], Key=place["objectKey"], Body=content)


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return buffer.getvalue()


def _created(account: Account, assembly: Path) -> tuple[dict[str, str], list[str]]:
    cloudformation = account.aws.client("cloudformation")
    url = account.put((assembly / f"{NAME}.template.json").read_bytes()).removeprefix("s3://")
    place = f"{account.aws.endpoint_url}/{url}"
    cloudformation.create_stack(StackName=NAME, TemplateURL=place, Capabilities=["CAPABILITY_IAM"])

    def settled() -> dict[str, Any] | None:
        (stack,) = cloudformation.describe_stacks(StackName=NAME)["Stacks"]
        return None if stack["StackStatus"] == _IN_PROGRESS else stack

    stack = eventually(settled, seconds=120)
    assert stack is not None
    resources = cloudformation.describe_stack_resources(StackName=NAME)["StackResources"]
    failed = [each.get("ResourceStatusReason") for each in resources if each["ResourceStatus"] == "CREATE_FAILED"]
    assert stack["StackStatus"] == "CREATE_COMPLETE", (stack.get("StackStatusReason"), failed)
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    roles = [each["PhysicalResourceId"] for each in resources if each["ResourceType"] == "AWS::IAM::Role"]
    return outputs, roles


def _ending_in(kind: str, outputs: Mapping[str, str]) -> dict[str, str]:
    return {name.removesuffix(kind): value for name, value in outputs.items() if name.endswith(kind)}
