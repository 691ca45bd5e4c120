"""SW215."""

import pytest

from sagewire.validator.rules.memory.sw215_model_without_accelerator import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import found_in, only_finding


def on(type: str, takes: object) -> dict[str, object]:
    return template(real_time(variant={"InstanceType": type}, stated={"acceleratorMemoryMiB": takes}))


def test_an_instance_without_any_is_found() -> None:
    finding = only_finding(RULE, on("ml.c7i.large", 1))
    assert finding.property == "Properties/ProductionVariants/0/InstanceType"
    assert finding.message == "ml.c7i.large has no accelerator; the model takes 1 MiB of accelerator memory, as stated"


@pytest.mark.parametrize("type", ["ml.g5.xlarge", "ml.inf2.xlarge", "ml.new.large"])
def test_an_instance_with_one_or_of_a_type_that_is_not_known_is_sound(type: str) -> None:
    assert RULE.id not in found_in(on(type, 1000))


def test_a_model_that_takes_none_is_sound() -> None:
    assert found_in(on("ml.c7i.large", 0)) == []


def test_a_serverless_endpoint_has_none() -> None:
    finding = only_finding(RULE, template(serverless(stated={"acceleratorMemoryMiB": 1})))
    assert finding.property == "Properties/ProductionVariants/0/ModelName"
    assert finding.message == (
        "a serverless endpoint has no accelerator; the model takes 1 MiB of accelerator memory, as stated"
    )


def test_a_serverless_model_that_takes_none_or_an_unknown_amount_is_sound() -> None:
    assert found_in(template(serverless(stated={"acceleratorMemoryMiB": 0}))) == []
    assert RULE.id not in found_in(template(serverless(stated={"acceleratorMemoryMiB": ref("Unset")})))
