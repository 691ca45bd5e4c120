"""SW212."""

from typing import Any

import pytest

from sagewire.validator.rules.memory.sw212_workers_above_serverless_memory import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless_variant
from tests.validator.judging import found_in, only_finding

SERVED = {**config(serverless_variant(settings={"MemorySizeInMB": 4096})), **endpoint()}


def workers(takes: float, **environment: Any) -> dict[str, Any]:
    return template(model(container={"Environment": environment}, stated={"memoryMiB": takes}), SERVED)


@pytest.mark.parametrize(
    "name",
    [
        "SAGEMAKER_MODEL_SERVER_WORKERS",
        "MODEL_SERVER_WORKERS",
        "TS_DEFAULT_WORKERS_PER_MODEL",
        "MMS_DEFAULT_WORKERS_PER_MODEL",
        "SAGEMAKER_TS_MIN_WORKERS",
        "SAGEMAKER_TFS_INSTANCE_COUNT",
    ],
)
def test_one_worker_more_than_there_is_room_for_is_found(name: str) -> None:
    assert found_in(workers(1024, **{name: "4"})) == []
    finding = only_finding(RULE, workers(1024, **{name: "5"}))
    assert finding.property == f"Properties/PrimaryContainer/Environment/{name}"
    assert (finding.found, finding.limit) == ("5", "4")
    assert "5 workers with a model of 1024 MiB each, as stated, take 5120 MiB" in finding.message


def test_the_largest_of_several_settings_counts() -> None:
    assert only_finding(RULE, workers(1024, SAGEMAKER_TS_MIN_WORKERS=1, SAGEMAKER_TS_MAX_WORKERS=5)).found == "5"


def test_a_model_that_does_not_fit_by_itself_is_left_to_another_rule() -> None:
    assert found_in(workers(5000, MODEL_SERVER_WORKERS=2)) == ["SW202"]


def test_a_model_on_two_endpoints_is_found_once_by_the_smaller_one() -> None:
    large = {
        **config(serverless_variant(settings={"MemorySizeInMB": 6144}), id="Large"),
        **endpoint("B", config="Large"),
    }
    body = workers(2000, MODEL_SERVER_WORKERS=4)
    body["Resources"].update(large)
    assert only_finding(RULE, body).message.endswith("the endpoint has 4096 MB")


@pytest.mark.parametrize("told", ["auto", "", {"Ref": "Unset"}])
def test_a_number_that_is_not_known_is_sound(told: object) -> None:
    assert found_in(workers(1024, MODEL_SERVER_WORKERS=told)) == []
