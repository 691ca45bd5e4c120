"""Puts the stack onto an embedded AWS as the CDK CLI would: its ground, its assets, its template."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from aws_cdk import App

from tests.local.account import Account, new_name, packed
from tests.local.deploying import deploy
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
    made = deploy(account, assembly, stack=NAME)
    outputs, roles = made.outputs, [each for each in made.resources if each["ResourceType"] == "AWS::IAM::Role"]
    return Deployed(
        account=account,
        ground=ground,
        roles=_ending_in("Role", outputs),
        functions=_ending_in("Function", outputs),
        values=_ending_in("Value", outputs),
        made_roles=frozenset(each["PhysicalResourceId"] for each in roles),
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


def _ending_in(kind: str, outputs: Mapping[str, str]) -> dict[str, str]:
    return {name.removesuffix(kind): value for name, value in outputs.items() if name.endswith(kind)}
