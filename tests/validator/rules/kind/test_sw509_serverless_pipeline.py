"""SW509."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw509_serverless_pipeline import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import findings_of

STEP = {"Image": IMAGE}


def _of(variant: dict[str, Any], *steps: Any, **changes: Any) -> dict[str, Any]:
    return template(model(PrimaryContainer=None, Containers=list(steps), **changes), config(variant), endpoint())


def test_one_container_in_the_list_is_no_pipeline() -> None:
    assert not findings_of(RULE, _of(serverless_variant(), STEP))


@pytest.mark.parametrize("steps", [2, 3])
def test_more_are(steps: int) -> None:
    (finding,) = findings_of(RULE, _of(serverless_variant(), *[STEP] * steps))
    assert (finding.found, finding.property) == (str(steps), "Properties/Containers")


def test_a_serial_execution_is_a_pipeline() -> None:
    assert findings_of(RULE, _of(serverless_variant(), STEP, STEP, InferenceExecutionConfig={"Mode": "Serial"}))


@pytest.mark.parametrize("mode", ["Direct", {"Ref": "Mode"}])
def test_containers_that_are_called_one_by_one_are_none(mode: Any) -> None:
    body = _of(serverless_variant(), STEP, STEP, InferenceExecutionConfig={"Mode": mode})
    assert not findings_of(RULE, body)


def test_instances_run_pipelines() -> None:
    assert not findings_of(RULE, _of(instance_variant(), STEP, STEP))
