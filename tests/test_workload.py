"""What people state about models and traffic stands in the template under the names that the validator reads."""

import pytest
from aws_cdk import Duration, Size, Token

from sagewire import ModelProfile
from sagewire.workload import Traffic


def test_a_profile_stands_in_its_units() -> None:
    profile = ModelProfile(
        latency=Duration.seconds(2),
        memory=Size.gibibytes(3),
        accelerator_memory=Size.gibibytes(20),
        start=Duration.minutes(1),
    )
    assert profile.to_metadata() == {
        "latencyMilliseconds": 2000,
        "memoryMiB": 3072,
        "acceleratorMemoryMiB": 20480,
        "startMilliseconds": 60_000,
    }


def test_what_is_not_stated_is_not_there() -> None:
    assert ModelProfile().to_metadata() == {}
    assert ModelProfile(accelerator_memory=Size.mebibytes(0)).to_metadata() == {"acceleratorMemoryMiB": 0}


def test_a_size_that_is_known_at_deployment_only_is_named() -> None:
    later = Size.gibibytes(Token.as_number({"Ref": "Gibibytes"}))
    with pytest.raises(ValueError, match="^accelerator_memory is known at deployment only"):
        ModelProfile(accelerator_memory=later).to_metadata()


def test_traffic_stands_in_its_units() -> None:
    traffic = Traffic(
        deadline=Duration.millis(500), request=Size.kibibytes(4), response=Size.mebibytes(1), peak_rate=2.5
    )
    assert traffic.to_metadata() == {
        "deadlineMilliseconds": 500,
        "requestBytes": 4096,
        "responseBytes": 1_048_576,
        "peakRate": 2.5,
    }


@pytest.mark.parametrize("rate", [-1, float("nan"), float("inf")])
def test_a_rate_is_a_finite_figure(rate: float) -> None:
    with pytest.raises(ValueError, match="^peak_rate is "):
        Traffic(peak_rate=rate)
