"""Variants on instances: what of them reaches the configuration, and what is refused."""

from collections.abc import Callable

import pytest
from aws_cdk import Duration, Size, Stack, Token

from sagewire import Hosting, InstancePool, Model, ProductionVariant, RealTimeEndpoint, Routing
from tests.templates import only

TYPE = "ml.g5.2xlarge"


def variant(stack: Stack) -> dict[str, object]:
    (only_one,) = only(stack, "AWS::SageMaker::EndpointConfig")["ProductionVariants"]
    found: dict[str, object] = only_one
    return found


def test_the_instances_are_set_up_as_told(stack: Stack, model: Model) -> None:
    RealTimeEndpoint(
        stack,
        "E",
        model=model,
        instance_type=TYPE,
        hosting=Hosting(
            routing=Routing.least_outstanding_requests(),
            volume_size=Size.gibibytes(512),
            download_timeout=Duration.hours(1),
            startup_timeout=Duration.minutes(1),
            provision_timeout=Duration.minutes(5),
            inference_ami_version="al2-ami-sagemaker-inference-gpu-3-1",
        ),
    )
    found = variant(stack)
    assert found["RoutingConfig"] == {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"}
    assert found["VolumeSizeInGB"] == 512
    assert found["ModelDataDownloadTimeoutInSeconds"] == 3600
    assert found["ContainerStartupHealthCheckTimeoutInSeconds"] == 60
    assert found["VariantInstanceProvisionTimeoutInSeconds"] == 300
    assert found["InferenceAmiVersion"] == "al2-ami-sagemaker-inference-gpu-3-1"


def test_requests_with_one_start_go_to_one_instance(stack: Stack, model: Model) -> None:
    routing = Routing.prefix_aware(prefix_length=1024, concurrency_threshold=1024)
    RealTimeEndpoint(stack, "E", model=model, instance_type=TYPE, hosting=Hosting(routing=routing))
    assert variant(stack)["RoutingConfig"] == {
        "RoutingStrategy": "PREFIX_AWARE",
        "PrefixAwareRoutingConfig": {"PrefixLength": 1024, "ConcurrencyThreshold": 1024},
    }


def test_sagemaker_may_choose_among_instance_types(stack: Stack, model: Model) -> None:
    pools = [
        InstancePool(instance_type="ml.g6.2xlarge", priority=1),
        InstancePool(instance_type=TYPE, priority=2, model=model),
    ]
    RealTimeEndpoint(stack, "E", model=model, instance_pools=pools)
    found = variant(stack)
    assert "InstanceType" not in found
    assert found["InstancePools"] == [
        {"InstanceType": "ml.g6.2xlarge", "Priority": 1},
        {"InstanceType": TYPE, "Priority": 2, "ModelNameOverride": found["ModelName"]},
    ]


def test_figures_known_at_deployment_only_are_let_through(stack: Stack, model: Model) -> None:
    count = Token.as_number({"Ref": "Count"})
    volume = Size.gibibytes(Token.as_number({"Ref": "Volume"}))
    RealTimeEndpoint(
        stack,
        "E",
        model=model,
        instance_type=Token.as_string({"Ref": "Type"}),
        instance_count=count,
        hosting=Hosting(volume_size=volume, startup_timeout=Duration.seconds(count)),
    )
    found = variant(stack)
    assert found["InstanceType"] == {"Ref": "Type"}
    assert found["InitialInstanceCount"] == {"Ref": "Count"}
    assert found["VolumeSizeInGB"] == {"Ref": "Volume"}


REFUSED: dict[str, tuple[Callable[[Model], object], str]] = {
    "a volume of more than 512 GiB": (
        lambda _: Hosting(volume_size=Size.gibibytes(513)),
        "volume_size is 513; allowed are 1 to 512 GB",
    ),
    "a start of less than a minute": (
        lambda _: Hosting(startup_timeout=Duration.seconds(59)),
        "startup_timeout in seconds is 59; allowed are 60 to 3600 s",
    ),
    "a download of more than an hour": (
        lambda _: Hosting(download_timeout=Duration.seconds(3601)),
        "download_timeout in seconds is 3601; allowed are 60 to 3600 s",
    ),
    "half seconds": (
        lambda _: Hosting(download_timeout=Duration.millis(60_500)),
        "download_timeout is 60.5 s; allowed are whole seconds",
    ),
    "instances within less than five minutes": (
        lambda _: Hosting(provision_timeout=Duration.seconds(299)),
        "provision_timeout in seconds is 299; allowed are 300 to 3600 s",
    ),
    "a machine image that is none": (
        lambda _: Hosting(inference_ami_version="al2-gpu"),
        "inference_ami_version is 'al2-gpu'; allowed are al2-ami-sagemaker-inference-gpu-2, ",
    ),
    "a prefix that is too short": (
        lambda _: Routing.prefix_aware(prefix_length=1023, concurrency_threshold=8),
        "prefix_length is 1023; allowed are 1024 to 65536",
    ),
    "no request under way": (
        lambda _: Routing.prefix_aware(prefix_length=2048, concurrency_threshold=0),
        "concurrency_threshold is 0; allowed are 1 to 1024",
    ),
    "a sixth priority": (
        lambda _: InstancePool(instance_type=TYPE, priority=6),
        "priority is 6; allowed are 1 to 5",
    ),
    "six pools": (
        lambda m: ProductionVariant(model=m, instance_pools=[InstancePool(instance_type=TYPE, priority=1)] * 6),
        "the number of instance_pools is 6; allowed are 1 to 5",
    ),
    "a type and pools": (
        lambda m: ProductionVariant(
            model=m, instance_type=TYPE, instance_pools=[InstancePool(instance_type=TYPE, priority=1)]
        ),
        "instance_type and instance_pools: both given",
    ),
    "neither a type nor pools": (
        lambda m: ProductionVariant(model=m),
        "instance_type and instance_pools: neither given",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_sagemaker_does_not_take_is_refused(model: Model, case: str) -> None:
    """Pitfall 30: timeouts and volumes have bounds that show at deployment only."""
    make, message = REFUSED[case]
    with pytest.raises(ValueError, match=message):
        make(model)
