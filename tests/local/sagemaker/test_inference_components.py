"""Inference components: several models on one endpoint, each with its own copies, down to none."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import IMAGE, IN_PROGRESS, Account, allow, eventually, new_name, packed

SAYS = """
import json, os
def model_fn(model_dir): return {answer!r}
def transform_fn(model, body, content_type, accept):
    if body == "raise":
        raise ValueError("cannot")
    return json.dumps([model, os.environ.get("MINE"), os.getpid()])
"""
NEEDS = {"MinMemoryRequiredInMb": 128}


def place(account: Account) -> str:
    """A new endpoint that hosts components on the variant AllTraffic."""
    variant = {"VariantName": "AllTraffic", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    return account.endpoint(account.config(variant, ExecutionRoleArn=account.reader))


@pytest.fixture(scope="module")
def endpoint(account: Account) -> str:
    return place(account)


def container(account: Account, answer: str, **environment: str) -> dict[str, Any]:
    """The specification of a component that gives this answer."""
    url = account.put(packed({"code/inference.py": SAYS.format(answer=answer)}))
    return {
        "Container": {"Image": IMAGE, "ArtifactUrl": url, "Environment": environment},
        "ComputeResourceRequirements": NEEDS,
    }


def create(account: Account, endpoint: str, specification: dict[str, Any], **members: Any) -> str:
    """The name of a new component; its deployment is under way."""
    name = new_name("component")
    account.sagemaker.create_inference_component(
        **{
            "InferenceComponentName": name,
            "EndpointName": endpoint,
            "VariantName": "AllTraffic",
            "Specification": specification,
            "RuntimeConfig": {"CopyCount": 1},
            **members,
        }
    )
    return name


def settled(account: Account, name: str) -> dict[str, Any]:
    """The component's description at the end of the transition under way."""

    def description() -> dict[str, Any] | None:
        found: dict[str, Any] = account.sagemaker.describe_inference_component(InferenceComponentName=name)
        return None if found["InferenceComponentStatus"] in IN_PROGRESS else found

    found = eventually(description)
    assert found is not None
    return found


def serving(account: Account, endpoint: str, specification: dict[str, Any], **members: Any) -> str:
    """The name of a new component, in service."""
    name = create(account, endpoint, specification, **members)
    found = settled(account, name)
    assert found["InferenceComponentStatus"] == "InService", found.get("FailureReason")
    return name


def delete(account: Account, name: str) -> None:
    account.sagemaker.delete_inference_component(InferenceComponentName=name)
    eventually(lambda: not account.sagemaker.list_inference_components(NameContains=name)["InferenceComponents"])


def ask(account: Account, endpoint: str, name: str, body: bytes = b"") -> list[Any]:
    answer = account.ask(endpoint, body, InferenceComponentName=name, ContentType="application/json")
    found: list[Any] = json.loads(answer)
    return found


def scale(account: Account, name: str, copies: int) -> dict[str, Any]:
    account.sagemaker.update_inference_component_runtime_config(
        InferenceComponentName=name, DesiredRuntimeConfig={"CopyCount": copies}
    )
    return settled(account, name)


def metric(aws: EmbeddedAws, name: str, component: str) -> float:
    now = datetime.now(UTC)
    found: list[dict[str, Any]] = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/SageMaker",
        MetricName=name,
        Dimensions=[{"Name": "InferenceComponentName", "Value": component}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=7200,
        Statistics=["Sum"],
    )["Datapoints"]
    return float(sum(point["Sum"] for point in found))


def test_each_component_of_an_endpoint_answers_for_itself(account: Account, endpoint: str, aws: EmbeddedAws) -> None:
    red = serving(account, endpoint, container(account, "red", MINE="1"))
    blue = serving(account, endpoint, container(account, "blue"))
    assert ask(account, endpoint, red)[:2] == ["red", "1"]
    assert ask(account, endpoint, blue)[:2] == ["blue", None]
    answer = account.runtime.invoke_endpoint(EndpointName=endpoint, Body=b"", InferenceComponentName=red)
    assert answer["InvokedProductionVariant"] == "AllTraffic"
    with pytest.raises(ClientError, match=r"\(ModelError\).*cannot"):
        ask(account, endpoint, red, b"raise")
    assert (metric(aws, "Invocations", red), metric(aws, "Invocation5XXErrors", red)) == (3, 1)
    assert metric(aws, "Invocations", blue) == 1


def test_a_component_is_described_as_it_was_made(account: Account, endpoint: str) -> None:
    specification = container(account, "red", MINE="1")
    name = serving(account, endpoint, specification, RuntimeConfig={"CopyCount": 2})
    found = settled(account, name)
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:inference-component/{name}"
    assert (found["InferenceComponentArn"], found["VariantName"]) == (arn, "AllTraffic")
    assert found["EndpointArn"].endswith(f":endpoint/{endpoint}")
    assert found["RuntimeConfig"] == {"DesiredCopyCount": 2, "CurrentCopyCount": 2}
    described = found["Specification"]
    assert described["ComputeResourceRequirements"] == NEEDS
    assert described["Container"]["ArtifactUrl"] == specification["Container"]["ArtifactUrl"]
    assert described["Container"]["DeployedImage"]["SpecifiedImage"] == IMAGE
    (listed,) = account.sagemaker.list_inference_components(
        NameContains=name, EndpointNameEquals=endpoint, StatusEquals="InService"
    )["InferenceComponents"]
    assert (listed["InferenceComponentName"], listed["EndpointName"]) == (name, endpoint)
    assert account.sagemaker.list_inference_components(EndpointNameEquals="other")["InferenceComponents"] == []


def test_a_component_can_have_a_model_of_sagemaker(account: Account, endpoint: str) -> None:
    model = account.model(SAYS.format(answer="model"))
    name = serving(account, endpoint, {"ModelName": model, "ComputeResourceRequirements": NEEDS})
    assert ask(account, endpoint, name)[0] == "model"


def test_without_a_copy_there_is_no_capacity_until_there_is(account: Account, endpoint: str, aws: EmbeddedAws) -> None:
    before = set(marked(aws.directory))
    name = serving(account, endpoint, container(account, "sleeper"))
    pid = ask(account, endpoint, name)[2]
    assert scale(account, name, 0)["RuntimeConfig"] == {"DesiredCopyCount": 0, "CurrentCopyCount": 0}
    eventually(lambda: pid not in marked(aws.directory))
    with pytest.raises(ClientError) as refused:
        ask(account, endpoint, name)
    error = refused.value.response
    assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == ("ValidationError", 400)
    assert error["Error"]["Message"].startswith("Inference Component has no capacity to process this request.")
    assert metric(aws, "NoCapacityInvocationFailures", name) == 1
    assert scale(account, name, 3)["RuntimeConfig"]["CurrentCopyCount"] == 3
    second = ask(account, endpoint, name)[2]
    assert set(marked(aws.directory)) - before == {second}, "one process, whatever the number of copies"
    scale(account, name, 1)
    assert ask(account, endpoint, name)[2] == second, "which goes on when only the number changes"


def test_an_update_puts_a_new_model_in_its_place_or_keeps_the_old_one(account: Account, endpoint: str) -> None:
    name = serving(account, endpoint, container(account, "one"))
    account.sagemaker.update_inference_component(
        InferenceComponentName=name, Specification=container(account, "two"), RuntimeConfig={"CopyCount": 2}
    )
    assert settled(account, name)["RuntimeConfig"]["CurrentCopyCount"] == 2
    assert ask(account, endpoint, name)[0] == "two"
    broken = container(account, "three")
    broken["Container"]["ArtifactUrl"] = account.put(packed({"code/inference.py": "raise OSError('no disk')\n"}))
    account.sagemaker.update_inference_component(InferenceComponentName=name, Specification=broken)
    found = settled(account, name)
    assert found["InferenceComponentStatus"] == "InService"
    assert "OSError: no disk" in found["FailureReason"]
    assert ask(account, endpoint, name)[0] == "two"


def test_one_that_does_not_start_has_failed_and_can_only_be_deleted(
    account: Account, endpoint: str, aws: EmbeddedAws
) -> None:
    before = set(marked(aws.directory))
    missing = container(account, "x")
    missing["Container"]["ArtifactUrl"] = f"s3://{account.bucket}/absent.tar.gz"
    name = create(account, endpoint, missing)
    found = settled(account, name)
    assert found["InferenceComponentStatus"] == "Failed"
    assert found["FailureReason"] == f"Could not find model data at s3://{account.bucket}/absent.tar.gz."
    with pytest.raises(ClientError, match=f"Inference Component {name} is not in service: Failed"):
        ask(account, endpoint, name)
    with pytest.raises(ClientError, match="Cannot update failed inference component"):
        scale(account, name, 1)
    delete(account, name)
    assert set(marked(aws.directory)) <= before


def test_the_role_of_the_endpoint_reads_the_archive(account: Account) -> None:
    blind = account.role(allow("ecr:*", "logs:*", "cloudwatch:PutMetricData"))
    variant = {"VariantName": "AllTraffic", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    endpoint = account.endpoint(account.config(variant, ExecutionRoleArn=blind))
    reason = settled(account, create(account, endpoint, container(account, "x")))["FailureReason"]
    assert f'the role "{blind}"' in reason
    assert '"s3:GetObject" permissions' in reason


def test_the_role_of_the_endpoint_pulls_the_image(account: Account) -> None:
    blind = account.role(allow("s3:GetObject"))
    variant = {"VariantName": "AllTraffic", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    endpoint = account.endpoint(account.config(variant, ExecutionRoleArn=blind))
    reason = settled(account, create(account, endpoint, container(account, "x")))["FailureReason"]
    assert "grant ecr:GetAuthorizationToken on *" in reason


def test_in_a_transition_it_neither_answers_nor_changes(account: Account, endpoint: str, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    loading = (
        "import pathlib, time\n"
        "def model_fn(model_dir):\n"
        f"    while not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.01)\n"
        "def transform_fn(model, body, content_type, accept): return '[1]'\n"
    )
    slow = container(account, "x")
    slow["Container"]["ArtifactUrl"] = account.put(packed({"code/inference.py": loading}))
    name = create(account, endpoint, slow)
    with pytest.raises(ClientError, match="is not in service: Creating"):
        ask(account, endpoint, name)
    with pytest.raises(ClientError, match="Cannot update in-progress inference component"):
        account.sagemaker.delete_inference_component(InferenceComponentName=name)
    gate.touch()
    settled(account, name)
    assert ask(account, endpoint, name) == [1]


def test_an_endpoint_lives_until_its_components_are_gone(account: Account, aws: EmbeddedAws) -> None:
    before, endpoint = set(marked(aws.directory)), place(account)
    name = serving(account, endpoint, container(account, "x"))
    with pytest.raises(ClientError, match=rf"\(ValidationException\).*while it hosts .* delete {name} first"):
        account.sagemaker.delete_endpoint(EndpointName=endpoint)
    delete(account, name)
    account.sagemaker.delete_endpoint(EndpointName=endpoint)
    eventually(lambda: not account.sagemaker.list_endpoints(NameContains=endpoint)["Endpoints"])
    assert set(marked(aws.directory)) <= before


def test_a_new_configuration_leaves_the_components_where_they_are(account: Account) -> None:
    endpoint = place(account)
    name = serving(account, endpoint, container(account, "x"))
    pid = ask(account, endpoint, name)[2]
    variant = {"VariantName": "AllTraffic", "InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 2}
    bigger = account.config(variant, ExecutionRoleArn=account.reader)
    account.sagemaker.update_endpoint(EndpointName=endpoint, EndpointConfigName=bigger)
    account.settled(endpoint)
    assert ask(account, endpoint, name)[2] == pid
    other = account.config({**variant, "VariantName": "Other"}, ExecutionRoleArn=account.reader)
    with pytest.raises(ClientError, match=f"must host inference component {name}"):
        account.sagemaker.update_endpoint(EndpointName=endpoint, EndpointConfigName=other)


def test_managed_instance_scaling_is_recorded(account: Account) -> None:
    scaling = {"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 2}
    variant = {"VariantName": "AllTraffic", "InstanceType": "ml.m5.large", "ManagedInstanceScaling": scaling}
    config = account.config(variant, ExecutionRoleArn=account.reader)
    account.endpoint(config)
    found = account.sagemaker.describe_endpoint_config(EndpointConfigName=config)
    assert found["ProductionVariants"][0]["ManagedInstanceScaling"] == scaling


def test_a_request_names_a_component_of_this_endpoint(account: Account, endpoint: str) -> None:
    other = place(account)
    name = serving(account, other, container(account, "x"))
    with pytest.raises(ClientError) as refused:
        account.ask(endpoint)
    assert refused.value.response["Error"]["Message"] == (
        "Inference Component Name header is required for endpoints to which you plan to deploy inference components. "
        "Please include Inference Component Name header or consider using SageMaker models."
    )
    for wrong in ("absent", name):
        with pytest.raises(ClientError, match=rf"\(ValidationError\).*Inference Component {wrong} not found on"):
            ask(account, endpoint, wrong)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"RuntimeConfig": {"CopyCount": 0}}, "copy count must be an integer larger than 0"),
    ({"VariantName": "Other"}, 'The variant(s) "Other" do not exist.'),
    ({"EndpointName": "absent"}, "Could not find endpoint"),
    ({"Specification": {"ComputeResourceRequirements": NEEDS}}, "exactly one of ModelName and Container"),
    ({"Specification": {"Container": {"Image": IMAGE}}}, "ComputeResourceRequirements must be given"),
    (
        {
            "Specification": {
                "Container": {"Image": IMAGE},
                "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 512, "MaxMemoryRequiredInMb": 256},
            }
        },
        "MaxMemoryRequiredInMb must not be less than MinMemoryRequiredInMb",
    ),
    ({"Specification": {"ModelName": "absent", "ComputeResourceRequirements": NEEDS}}, "Could not find model"),
    (
        {"Specification": {"BaseInferenceComponentName": "base", "Container": {"Image": IMAGE}}},
        "does not support BaseInferenceComponentName",
    ),
    (
        {
            "Specification": {
                "Container": {"Image": IMAGE, "Environment": {f"V{number}": "" for number in range(17)}},
                "ComputeResourceRequirements": NEEDS,
            }
        },
        "Container.Environment has at most 16 entries",
    ),
]


@pytest.mark.parametrize(("members", "message"), REFUSED)
def test_what_cannot_be_is_refused(account: Account, endpoint: str, members: dict[str, Any], message: str) -> None:
    specification = {"Container": {"Image": IMAGE}, "ComputeResourceRequirements": NEEDS}
    with pytest.raises(ClientError, match=r"\(ValidationException\)") as refused:
        create(account, endpoint, specification, **members)
    assert message in str(refused.value)


def test_an_endpoint_with_models_hosts_no_component(account: Account) -> None:
    endpoint = account.serving(SAYS.format(answer="model"))
    with pytest.raises(ClientError, match="does not host inference components: its variants have a ModelName"):
        create(account, endpoint, container(account, "x"))


def test_iam_is_asked_about_the_component(account: Account, endpoint: str) -> None:
    name = serving(account, endpoint, container(account, "x"))
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:inference-component/{name}"
    caller = account.caller("sagemaker", allow("sagemaker:DescribeInferenceComponent", resource=arn))
    assert caller.describe_inference_component(InferenceComponentName=name)["InferenceComponentArn"] == arn
    with pytest.raises(ClientError, match="sagemaker:DeleteInferenceComponent on resource: .*inference-component"):
        caller.delete_inference_component(InferenceComponentName=name)


def test_its_copies_are_a_scalable_target(account: Account, endpoint: str, aws: EmbeddedAws) -> None:
    name = serving(account, endpoint, container(account, "x"))
    scaling = aws.client("application-autoscaling")
    target = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"inference-component/{name}",
        "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount",
    }
    scaling.register_scalable_target(**target, MinCapacity=0, MaxCapacity=4)
    (found,) = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert found["ResourceId"] == f"inference-component/{name}"
    absent = {**target, "ResourceId": "inference-component/absent"}
    with pytest.raises(ClientError, match="No inference component: inference-component/absent"):
        scaling.register_scalable_target(**absent, MinCapacity=0, MaxCapacity=4)
