"""SW213."""

from typing import Any

from sagewire.validator.rules.memory.sw213_workers_above_instance_memory import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from tests.validator.judging import changed, found_in, only_finding

# ml.m5.xlarge has 16,384 MiB.
SERVED = {**config(instance_variant()), **endpoint()}
WORKERS = {"Environment": {"MODEL_SERVER_WORKERS": "4"}}


def four_workers(takes: float) -> dict[str, Any]:
    return template(model(container=WORKERS, stated={"memoryMiB": takes}), SERVED)


def test_workers_within_the_memory_of_the_instance_are_sound() -> None:
    assert found_in(four_workers(4096)) == []


def test_workers_above_it_are_found() -> None:
    finding = only_finding(RULE, four_workers(4097))
    assert (finding.resource, finding.found, finding.limit) == ("Model", "4", "3")
    assert finding.message.endswith("take 16388 MiB; ml.m5.xlarge has 16384 MiB in all")


def test_a_model_that_does_not_fit_by_itself_is_left_to_another_rule() -> None:
    assert found_in(four_workers(17_000)) == ["SW203"]


def test_the_containers_of_a_pipeline_have_no_footprint_of_their_own() -> None:
    body = changed(four_workers(5000), ("Model", "Properties", "PrimaryContainer"), None)
    piped = [{"Image": "1.dkr.ecr.us-east-1.amazonaws.com/a:1", **WORKERS}] * 2
    assert RULE.id not in found_in(changed(body, ("Model", "Properties", "Containers"), piped))
