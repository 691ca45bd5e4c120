"""A BatchTransform, synthesized and deployed: objects in, a call or an event, results out, and word of the end."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, CfnOutput, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from aws_cdk.aws_scheduler import ScheduleExpression

from sagewire import (
    BatchTransform,
    ContainerImage,
    Model,
    ModelArtifact,
    TransformInput,
    TransformInvocations,
    TransformOutput,
)
from sagewire.local import EmbeddedAws
from sagewire.local.cdk_cli import CdkCli
from tests.local.account import Account, eventually
from tests.local.assembly import project
from tests.local.functions import Outcome, call

INFERENCE = """
import json, os
def model_fn(model_dir): return int(os.environ["FACTOR"])
def input_fn(body, content_type): return json.loads(body)
def predict_fn(data, model): return data["x"] * model
def output_fn(prediction, accept): return json.dumps(prediction)
"""
ENDED = ("Completed", "Failed", "Stopped")


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What the stack gave, and an account to look at it with."""

    account: Account
    outputs: dict[str, str]

    def put(self, key: str, *numbers: int) -> None:
        lines = "".join(f'{{"x": {number}}}\n' for number in numbers)
        self.account.s3.put_object(Bucket=self.outputs["Input"], Key=key, Body=lines.encode())

    def start(self, event: object) -> Outcome:
        return call(self.account, self.outputs["Function"], event)

    def jobs(self) -> list[str]:
        """The names of all jobs so far."""
        found = self.account.sagemaker.list_transform_jobs(NameContains=self.outputs["Prefix"], MaxResults=100)
        return [job["TransformJobName"] for job in found["TransformJobSummaries"]]

    def ended(self, name: str) -> dict[str, Any]:
        def description() -> dict[str, Any] | None:
            found: dict[str, Any] = self.account.sagemaker.describe_transform_job(TransformJobName=name)
            return found if found["TransformJobStatus"] in ENDED else None

        found = eventually(description, seconds=60)
        assert found is not None
        return found

    def results(self, location: str) -> dict[str, list[Any]]:
        """The objects below a location, line by line, by their keys from there on."""
        bucket, _, prefix = location.removeprefix("s3://").partition("/")
        listed = self.account.s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", ())
        return {
            found["Key"].removeprefix(f"{prefix}/"): [
                json.loads(line) for line in self.account.get(f"s3://{bucket}/{found['Key']}").splitlines()
            ]
            for found in listed
        }


def synthesized(folder: Path) -> str:
    """The assembly of a stack with a batch transform and all its ways in and out."""
    (folder / "model" / "code").mkdir(parents=True)
    (folder / "model" / "code" / "inference.py").write_text(INFERENCE)
    app = App(outdir=str(folder / "cdk.out"), analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = Stack(app, "Scoring")
    image = ContainerImage.for_framework("sklearn", "1.2-1")
    batch = BatchTransform(
        stack,
        "Batch",
        model=Model(stack, "Model", image=image, artifact=ModelArtifact.from_asset(folder / "model")),
        instance_type="ml.m5.large",
        input=TransformInput(content_type="application/json", split="Line"),
        output=TransformOutput(accept="application/json", assemble="Line"),
        invocations=TransformInvocations(strategy="SingleRecord", max_concurrent=2, max_retries=0),
        environment={"FACTOR": "10"},
    )
    batch.on_event("Refreshed", pattern=events.EventPattern(source=["website"]))
    batch.on_schedule("Yearly", schedule=ScheduleExpression.rate(Duration.days(365)), enabled=False)
    told = sqs.Queue(stack, "StateChanges")
    batch.on_state_change("Ended", statuses=["Completed", "Failed"], target=targets.SqsQueue(told))
    values = {
        "Function": batch.function.function_name,
        "Input": batch.input_bucket.bucket_name,
        "Prefix": batch.job_name_prefix,
        "Told": told.queue_url,
        "DeadLetters": batch.dead_letters.queue_url,
    }
    for name, value in values.items():
        CfnOutput(stack, name, value=value)
    app.synth()
    return str(folder / "cdk.out")


@pytest.fixture(scope="module")
def deployed(aws: EmbeddedAws, account: Account, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    folder = tmp_path_factory.mktemp("scoring")
    cdk = CdkCli(aws=aws, folder=project(folder / "project"))
    cdk.bootstrap()
    return Deployed(account=account, outputs=cdk.deploy(app=synthesized(folder))["Scoring"])


@pytest.fixture
def told_of(deployed: Deployed) -> Callable[[str], dict[str, Any]]:
    """The detail of the event about a job, once it is there, whatever else was told before."""

    def find(name: str) -> dict[str, Any]:
        while True:
            for event in deployed.account.received(deployed.outputs["Told"], 1):
                detail: dict[str, Any] = event["detail"]
                if detail["TransformJobName"] == name:
                    return detail

    return find


def test_a_call_runs_the_model_over_the_prefix_and_its_end_is_an_event(
    deployed: Deployed, told_of: Callable[[str], dict[str, Any]]
) -> None:
    deployed.put("input/a.jsonl", 1, 2, 3)
    deployed.put("input/deep/b.jsonl", 4)
    deployed.put("elsewhere/c.jsonl", 5)
    answer = deployed.start({"token": "first"}).payload
    name, location = answer["transformJobName"], answer["outputLocation"]
    job = deployed.ended(name)
    assert (job["TransformJobStatus"], job["TransformJobArn"]) == ("Completed", answer["transformJobArn"])
    assert location.endswith(f"/output/{name}")
    assert deployed.results(location) == {"a.jsonl.out": [10, 20, 30], "deep/b.jsonl.out": [40]}
    detail = told_of(name)
    assert detail["TransformJobStatus"] == "Completed"
    assert detail["TransformOutput"]["S3OutputPath"] == location


def test_a_second_delivery_starts_no_second_job(deployed: Deployed) -> None:
    deployed.put("input/a.jsonl", 1)
    event = {
        "id": "844e2571-85d4-695f-b930-0153b71dcb42",
        "source": "website",
        "detail-type": "Refreshed",
        "time": "2026-11-23T03:00:00Z",
        "detail": {},
    }
    first = deployed.start(event).payload
    known = deployed.jobs()
    for _ in range(2):
        again = deployed.start(event).payload
        assert again == {**first, "alreadyStarted": True}
    assert deployed.jobs() == known
    assert first["transformJobName"] in known
    assert deployed.ended(first["transformJobName"])["TransformJobStatus"] == "Completed"
    assert deployed.start(event).payload == {**first, "alreadyStarted": True}
    assert deployed.jobs() == known


def test_an_event_on_the_bus_names_what_is_to_be_read(deployed: Deployed) -> None:
    deployed.put("input/late/a.jsonl", 7)
    known = set(deployed.jobs())
    entry = {"Source": "website", "DetailType": "Refreshed", "Detail": json.dumps({"inputPrefix": "input/late/"})}
    deployed.account.aws.client("events").put_events(Entries=[entry])
    (name,) = eventually(lambda: set(deployed.jobs()) - known)
    job = deployed.ended(name)
    assert job["TransformJobStatus"] == "Completed"
    assert deployed.results(job["TransformOutput"]["S3OutputPath"]) == {"a.jsonl.out": [70]}


def test_what_the_jobs_role_may_not_read_is_refused_by_the_function(deployed: Deployed) -> None:
    known = deployed.jobs()
    outcome = deployed.start({"inputPrefix": "elsewhere/"})
    assert outcome.error == "Unhandled"
    assert outcome.payload["errorType"] == "BadRequest"
    assert "it must start with 'input/'" in outcome.payload["errorMessage"]
    assert deployed.jobs() == known


def test_a_job_that_fails_is_an_event_with_its_reason(
    deployed: Deployed, told_of: Callable[[str], dict[str, Any]]
) -> None:
    deployed.account.s3.put_object(Bucket=deployed.outputs["Input"], Key="input/bad/a.jsonl", Body=b"not JSON\n")
    name = deployed.start({"inputPrefix": "input/bad/"}).payload["transformJobName"]
    detail = told_of(name)
    assert detail["TransformJobStatus"] == "Failed"
    assert detail["FailureReason"]
