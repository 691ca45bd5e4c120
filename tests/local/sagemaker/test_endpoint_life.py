"""An endpoint from its creation to its deletion, and the reasons why one cannot be created."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import IMAGE, RUN, Account, allow, eventually, instances, new_name, packed, serverless

ECHO = """
def model_fn(model_dir): return None
def input_fn(body, content_type): return body
def predict_fn(data, model): return data
def output_fn(prediction, accept): return prediction
"""
GATED = """
import pathlib, time
def model_fn(model_dir):
    while not pathlib.Path({gate!r}).exists(): time.sleep(0.01)
def transform_fn(model, body, content_type, accept): return "open"
"""

CHANGES: dict[str, dict[str, Any]] = {
    "update_endpoint": {"EndpointConfigName": "another"},
    "update_endpoint_weights_and_capacities": {
        "DesiredWeightsAndCapacities": [{"VariantName": "AllTraffic", "DesiredWeight": 2.0}]
    },
}


@pytest.fixture(scope="module", autouse=True)
def another(account: Account) -> None:
    """The configuration that the changes name."""
    variant = serverless(account.model(ECHO))
    account.sagemaker.create_endpoint_config(EndpointConfigName="another", ProductionVariants=[variant])


def failure(account: Account, *variants: dict[str, Any], **members: Any) -> str:
    """The FailureReason of an endpoint that cannot be created."""
    name = new_name("endpoint")
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=account.config(*variants, **members))
    found = account.settled(name)
    assert found["EndpointStatus"] == "Failed"
    reason: str = found["FailureReason"]
    assert "\n" not in reason
    return reason


def test_an_endpoint_is_described_as_it_was_made(account: Account) -> None:
    config = account.config(instances(account.model(ECHO), name="Green", weight=2.0))
    made = account.sagemaker.create_endpoint(EndpointName="Described", EndpointConfigName=config)
    found = account.settled("Described")
    assert made["EndpointArn"] == "arn:aws:sagemaker:us-east-1:123456789012:endpoint/described"
    assert (found["EndpointName"], found["EndpointArn"]) == ("Described", made["EndpointArn"])
    assert (found["EndpointStatus"], found["EndpointConfigName"]) == ("InService", config)
    (variant,) = found["ProductionVariants"]
    assert variant == {
        "VariantName": "Green",
        "CurrentWeight": 2.0,
        "DesiredWeight": 2.0,
        "CurrentInstanceCount": 1,
        "DesiredInstanceCount": 1,
    }
    (listed,) = account.sagemaker.list_endpoints(NameContains="DESCRIBED", StatusEquals="InService")["Endpoints"]
    assert (listed["EndpointName"], listed["EndpointStatus"]) == ("Described", "InService")
    assert account.sagemaker.list_endpoints(StatusEquals="Failed", NameContains="described")["Endpoints"] == []


def test_in_a_transition_it_neither_answers_nor_changes(account: Account, tmp_path: Path) -> None:
    gate, name = tmp_path / "gate", new_name("endpoint")
    config = account.config(instances(account.model(GATED.format(gate=str(gate)))))
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config)
    assert account.sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "Creating"
    with pytest.raises(ClientError, match="ValidationError.*not in service: Creating"):
        account.ask(name)
    for operation, members in {**CHANGES, "delete_endpoint": {}}.items():
        with pytest.raises(ClientError, match=r"\(ValidationException\).*Cannot update in-progress endpoint"):
            getattr(account.sagemaker, operation)(EndpointName=name, **members)
    gate.touch()
    assert account.settled(name)["EndpointStatus"] == "InService"
    assert account.ask(name) == b"open"


def test_a_name_is_taken_once_and_its_configuration_must_exist(account: Account) -> None:
    config = account.config(serverless(account.model(ECHO)))
    name = account.endpoint(config)
    with pytest.raises(ClientError, match="Cannot create already existing endpoint"):
        account.sagemaker.create_endpoint(EndpointName=name.upper(), EndpointConfigName=config)
    with pytest.raises(ClientError, match='Could not find endpoint configuration ".*:endpoint-config/absent"'):
        account.sagemaker.create_endpoint(EndpointName=new_name("endpoint"), EndpointConfigName="absent")


def test_it_serves_on_without_its_model_and_its_configuration(account: Account) -> None:
    model = account.model(ECHO)
    config = account.config(instances(model))
    name = account.endpoint(config)
    account.sagemaker.delete_endpoint_config(EndpointConfigName=config)
    account.sagemaker.delete_model(ModelName=model)
    assert account.ask(name, b"still here") == b"still here"


def test_a_deleted_one_is_gone_with_its_process_and_its_files(account: Account, aws: EmbeddedAws) -> None:
    models = aws.directory / "tmp" / "models"
    processes, files = set(marked(aws.directory)), set(models.iterdir())
    name = account.serving(ECHO)
    assert len(set(marked(aws.directory)) - processes) == 1
    account.sagemaker.delete_endpoint(EndpointName=name)

    def gone() -> bool:
        return not account.sagemaker.list_endpoints(NameContains=name)["Endpoints"]

    eventually(gone)
    assert set(marked(aws.directory)) <= processes
    assert set(models.iterdir()) <= files
    with pytest.raises(ClientError, match=f"Endpoint {name} of account 123456789012 not found"):
        account.ask(name)
    with pytest.raises(ClientError, match="Could not find endpoint"):
        account.sagemaker.delete_endpoint(EndpointName=name)


def test_a_failed_one_can_only_be_deleted(account: Account) -> None:
    name, config = new_name("endpoint"), account.config(instances(account.model("raise OSError('no disk')\n")))
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config)
    assert account.settled(name)["EndpointStatus"] == "Failed"
    for operation, members in CHANGES.items():
        with pytest.raises(ClientError, match=r"\(ValidationException\).*Cannot update failed endpoint"):
            getattr(account.sagemaker, operation)(EndpointName=name, **members)
    with pytest.raises(ClientError, match="not in service: Failed"):
        account.ask(name)
    account.sagemaker.delete_endpoint(EndpointName=name)
    eventually(lambda: not account.sagemaker.list_endpoints(NameContains=name)["Endpoints"])


def test_a_model_that_raises_at_load_is_told_by_its_last_line(account: Account, aws: EmbeddedAws) -> None:
    reason = failure(account, instances(account.model("def model_fn(d): raise ValueError('no such\\nfeature')\n")))
    assert reason == (
        "The primary container for production variant AllTraffic did not start: "
        "it exited with code 1: ValueError: no such"
    )
    (log,) = [path.read_text() for path in aws.model_logs.iterdir() if "no such" in path.read_text()]
    assert "Traceback (most recent call last)" in log


def test_a_missing_archive_is_named(account: Account) -> None:
    uri = f"s3://{account.bucket}/absent.tar.gz"
    model = account.model(PrimaryContainer={"Image": IMAGE, "ModelDataUrl": uri})
    assert failure(account, instances(model)) == f"Could not find model data at {uri}."


def test_the_execution_role_must_be_allowed_to_read_the_archive(account: Account) -> None:
    role = account.role(*RUN, allow("s3:GetObject", resource="arn:aws:s3:::another/*"))
    reason = failure(account, instances(account.model(ECHO, ExecutionRoleArn=role)))
    assert reason.startswith(f"Could not access model data at s3://{account.bucket}/")
    assert f'the role "{role}"' in reason
    assert '"s3:GetObject" permissions' in reason


def damaged(archive: bytes, place: int, with_bytes: bytes) -> bytes:
    return archive[:place] + with_bytes + archive[place + len(with_bytes) :]


WHOLE = packed({"weights.txt": " ".join(f"{number**7}" for number in range(5000))})


@pytest.mark.parametrize(
    "archive",
    [
        b"not an archive",
        packed({"a": "b"}, mode="w"),
        WHOLE[:-20],
        damaged(WHOLE, 20, b"\xff" * 200),
        damaged(WHOLE, len(WHOLE) - 8, b"\0\0\0\0"),
        packed({"../a": "b"}),
    ],
    ids=["text", "tar without gzip", "cut off", "does not inflate", "wrong checksum", "points outside"],
)
def test_what_is_not_a_clean_tar_gz_is_not_unpacked(account: Account, archive: bytes) -> None:
    reason = failure(account, instances(account.model(archive=archive)))
    assert reason.startswith(f"Failed to extract model data from s3://{account.bucket}/")
    assert reason.endswith("Please ensure that the object is a valid tar.gz archive.")


def test_an_unknown_image_is_told_with_the_way_to_map_it(account: Account) -> None:
    model = account.model(PrimaryContainer={"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1"})
    reason = failure(account, instances(model))
    assert "mine:1 is not known to the embedded AWS: map it to a local command" in reason


def test_a_serverless_archive_is_checked_at_creation(account: Account) -> None:
    model = account.model(PrimaryContainer={"Image": IMAGE, "ModelDataUrl": f"s3://{account.bucket}/absent"})
    assert failure(account, serverless(model)).startswith("Could not find model data")


def test_one_bad_variant_leaves_nothing_of_the_good_one(account: Account, aws: EmbeddedAws) -> None:
    before = set(marked(aws.directory))
    good, bad = account.model(ECHO), account.model("raise SystemExit(3)\n")
    assert "variant B did not start: it exited" in failure(account, instances(good, name="A"), instances(bad, name="B"))
    assert set(marked(aws.directory)) <= before


def test_an_asynchronous_endpoint_needs_a_role_for_its_results(account: Account) -> None:
    name = new_name("model")
    account.sagemaker.create_model(ModelName=name, PrimaryContainer={"Image": "any/python:1"})
    asynchronous = {"OutputConfig": {"S3OutputPath": f"s3://{account.bucket}/out"}}
    assert "needs a model with an ExecutionRoleArn" in failure(
        account, instances(name), AsyncInferenceConfig=asynchronous
    )


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """An image of the user's own, one that ends at once, and one that never answers /ping."""
    folder = tmp_path_factory.mktemp("images")
    server = folder / "server.py"
    server.write_text(
        "import os\nfrom http.server import BaseHTTPRequestHandler, HTTPServer\n"
        "class Handler(BaseHTTPRequestHandler):\n"
        "    def do_GET(self): self.send_response(200); self.end_headers()\n"
        "HTTPServer(('127.0.0.1', int(os.environ['SAGEMAKER_BIND_TO_PORT'])), Handler).serve_forever()\n"
    )
    return {
        "any/python:*": ["python3", str(server)],
        "any/broken:*": ["sh", "-c", "echo cannot find the weights; exit 3"],
        "any/deaf:*": ["sh", "-c", "echo warming up; sleep 600"],
    }


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory, images: dict[str, list[str]]) -> Iterator[EmbeddedAws]:
    """An embedded AWS with images of the user's own."""
    directory = tmp_path_factory.mktemp("aws")
    with EmbeddedAws.start(directory=directory, port=0, images=images, startup_timeout=1.5) as running:
        yield running
    assert marked(directory) == []
    assert not (directory / "tmp").exists()


def bare(account: Account, image: str) -> dict[str, Any]:
    """A variant of a model that is only an image."""
    name = new_name("model")
    account.sagemaker.create_model(ModelName=name, PrimaryContainer={"Image": image})
    return instances(name)


def test_an_image_of_the_users_own_runs_its_command(account: Account) -> None:
    account.endpoint(account.config(bare(account, "any/python:1")))


def test_a_command_that_ends_is_told_by_its_code_and_its_last_line(account: Account) -> None:
    assert failure(account, bare(account, "any/broken:1")).endswith(
        "did not start: it exited with code 3: cannot find the weights"
    )


def test_a_model_that_never_answers_ping_fails_in_its_time(account: Account, aws: EmbeddedAws) -> None:
    before = set(marked(aws.directory))
    assert failure(account, bare(account, "any/deaf:1")).endswith(
        "it did not pass the ping health check within 1.5 s; its log ends: warming up"
    )
    assert set(marked(aws.directory)) <= before


def test_a_server_stops_cleanly_while_a_model_starts(tmp_path: Path) -> None:
    aws = EmbeddedAws.start(directory=tmp_path / "aws", port=0)
    try:
        account = Account(aws)
        config = account.config(instances(account.model(GATED.format(gate=str(tmp_path / "gate")))))
        account.sagemaker.create_endpoint(EndpointName="starting", EndpointConfigName=config)
        eventually(lambda: len(marked(aws.directory)) == 2)
    finally:
        aws.stop()
    assert marked(aws.directory) == []
    assert (
        "starting: The primary container for production variant AllTraffic did not start: it was stopped" in aws.log()
    )


def test_state_changes_are_events_on_the_default_bus(account: Account, aws: EmbeddedAws) -> None:
    events, tags = aws.client("events"), [{"Key": "team", "Value": "search"}]
    queue, queue_arn = account.queue(sender="events.amazonaws.com")
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Endpoint State Change"],
        "detail": {"EndpointName": ["Watched"]},
    }
    rule = new_name("rule")
    events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": queue_arn}])
    config = account.config(instances(account.model(ECHO)))
    other = account.config(serverless(account.model(ECHO)))
    broken = account.config(instances(account.model("raise OSError\n")))
    account.endpoint(other)  # its events are not this rule's
    account.sagemaker.create_endpoint(EndpointName="Watched", EndpointConfigName=config, Tags=tags)
    account.settled("Watched")
    account.sagemaker.update_endpoint(EndpointName="Watched", EndpointConfigName=broken)
    account.settled("Watched")
    account.sagemaker.delete_endpoint(EndpointName="Watched")
    got = account.received(queue, 5)
    details = [event["detail"] for event in got]
    assert [detail["EndpointStatus"] for detail in details] == [
        "CREATING",
        "IN_SERVICE",
        "UPDATING",
        "IN_SERVICE",
        "DELETING",
    ]
    arn = "arn:aws:sagemaker:us-east-1:123456789012:endpoint/watched"
    for event, detail in zip(got, details, strict=True):
        assert (event["source"], event["resources"], event["account"]) == ("aws.sagemaker", [arn], "123456789012")
        assert (detail["EndpointArn"], detail["EndpointConfigName"]) == (arn, config)
        assert detail["Tags"] == {"team": "search"}
        assert detail["CreationTime"] > 1_700_000_000_000
    assert "OSError" in details[3]["FailureReason"]
    assert "FailureReason" not in details[1]
