"""SW532."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw532_several_multi_model_containers import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, model
from tests.validator.judging import findings_of

ONE = {"Image": IMAGE}
MANY = {"Image": IMAGE, "Mode": "MultiModel", "ModelDataUrl": "s3://models/"}


def _of(*containers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return template(model(PrimaryContainer=None, Containers=list(containers), **changes))


@pytest.mark.parametrize("steps", [(ONE, ONE), (MANY,), (ONE, MANY), (MANY, ONE, ONE)])
def test_one_of_them_is_taken(steps: tuple[dict[str, Any], ...]) -> None:
    assert not findings_of(RULE, _of(*steps))


@pytest.mark.parametrize(("steps", "found"), [((MANY, MANY), "2"), ((MANY, ONE, MANY), "2"), ((MANY,) * 3, "3")])
def test_more_are_found(steps: tuple[dict[str, Any], ...], found: str) -> None:
    (finding,) = findings_of(RULE, _of(*steps))
    assert (finding.found, finding.property) == (found, "Properties/Containers")


def test_containers_that_are_called_one_by_one_are_no_pipeline() -> None:
    assert not findings_of(RULE, _of(MANY, MANY, InferenceExecutionConfig={"Mode": "Direct"}))
