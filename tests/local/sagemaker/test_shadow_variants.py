"""Shadow variants: they get what the production variant gets, and nobody sees what they answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import Account, eventually, instances, new_name

SAYS = """
def model_fn(model_dir): return "production"
def transform_fn(model, body, content_type, accept): return model
"""
RECORDS = """
import pathlib, uuid
def model_fn(model_dir): return pathlib.Path({folder!r})
def transform_fn(model, body, content_type, accept):
    (model / uuid.uuid4().hex).write_text(f"{{body}} {{content_type}}")
    if body == "raise":
        raise ValueError("not for the caller")
    return "shadow"
"""
SLOW = """
import pathlib, time
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept):
    pathlib.Path({asked!r}).touch()
    while not pathlib.Path({gate!r}).exists(): time.sleep(0.01)
    pathlib.Path({answered!r}).touch()
    return "slow"
"""


def shadowed(account: Account, shadow: str) -> str:
    """The name of a new endpoint whose variant Shadow runs this source."""
    return account.endpoint(config(account, shadow))


def config(account: Account, shadow: str) -> str:
    variant = instances(account.model(shadow), name="Shadow")
    return account.config(instances(account.model(SAYS)), ShadowProductionVariants=[variant])


def metric(aws: EmbeddedAws, endpoint: str, variant: str, name: str) -> float:
    """The sum of a metric."""
    now = datetime.now(UTC)
    found: list[dict[str, Any]] = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/SageMaker",
        MetricName=name,
        Dimensions=[{"Name": "EndpointName", "Value": endpoint}, {"Name": "VariantName", "Value": variant}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=7200,
        Statistics=["Sum"],
    )["Datapoints"]
    return float(sum(point["Sum"] for point in found))


def test_the_shadow_gets_each_request_and_its_answer_is_dropped(
    account: Account, aws: EmbeddedAws, tmp_path: Path
) -> None:
    name = shadowed(account, RECORDS.format(folder=str(tmp_path)))
    for body in (b"one", b"two", b"raise"):
        answer = account.runtime.invoke_endpoint(EndpointName=name, Body=body, ContentType="text/csv")
        assert (answer["Body"].read(), answer["InvokedProductionVariant"]) == (b"production", "AllTraffic")
    eventually(lambda: metric(aws, name, "Shadow", "Invocations") == 3)
    told = sorted(path.read_text() for path in tmp_path.iterdir())
    assert told == ["one text/csv", "raise text/csv", "two text/csv"]
    assert metric(aws, name, "Shadow", "Invocation5XXErrors") == 1
    assert metric(aws, name, "Shadow", "ModelLatency") > 0
    assert metric(aws, name, "AllTraffic", "Invocations") == 3
    assert metric(aws, name, "AllTraffic", "Invocation5XXErrors") == 0


def test_nobody_waits_for_the_shadow_but_its_end(account: Account, tmp_path: Path) -> None:
    asked, gate, answered = (tmp_path / name for name in ("asked", "gate", "answered"))
    name = shadowed(account, SLOW.format(asked=str(asked), gate=str(gate), answered=str(answered)))
    assert account.ask(name) == b"production"
    eventually(asked.exists)
    new = account.config(instances(account.model(SAYS)))
    account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=new)
    assert "ShadowProductionVariants" not in account.settled(name)
    gate.touch()
    eventually(answered.exists)


def test_a_shadow_is_described_apart_and_changed_like_a_variant(account: Account, tmp_path: Path) -> None:
    name = shadowed(account, RECORDS.format(folder=str(tmp_path)))
    found = account.settled(name)
    assert [variant["VariantName"] for variant in found["ProductionVariants"]] == ["AllTraffic"]
    assert [variant["VariantName"] for variant in found["ShadowProductionVariants"]] == ["Shadow"]
    wanted = [{"VariantName": "Shadow", "DesiredInstanceCount": 3}]
    account.sagemaker.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=wanted)
    (shadow,) = account.settled(name)["ShadowProductionVariants"]
    assert shadow["CurrentInstanceCount"] == 3
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Variant Shadow not found"):
        account.ask(name, TargetVariant="Shadow")


def test_a_shadow_that_does_not_start_fails_the_endpoint_and_leaves_nothing(account: Account, aws: EmbeddedAws) -> None:
    before, name = set(marked(aws.directory)), new_name("endpoint")
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config(account, "raise OSError('no disk')"))
    found = account.settled(name)
    assert found["EndpointStatus"] == "Failed"
    assert "container for production variant Shadow did not start: it exited" in found["FailureReason"]
    assert set(marked(aws.directory)) <= before


def test_a_deleted_endpoint_takes_its_shadow_along(account: Account, aws: EmbeddedAws, tmp_path: Path) -> None:
    before = set(marked(aws.directory))
    name = shadowed(account, RECORDS.format(folder=str(tmp_path)))
    assert len(set(marked(aws.directory)) - before) == 2
    account.sagemaker.delete_endpoint(EndpointName=name)
    eventually(lambda: set(marked(aws.directory)) <= before)


def test_a_shadow_is_scaled_like_a_variant(account: Account, tmp_path: Path) -> None:
    name = shadowed(account, RECORDS.format(folder=str(tmp_path)))
    target = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{name}/variant/Shadow",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
    scaling = account.aws.client("application-autoscaling")
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2)
    scaling.deregister_scalable_target(**target)
