"""SW535."""

from typing import Any

from sagewire.validator.rules.kind.sw535_component_of_several_models import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, component, component_host, model, real_time
from tests.validator.judging import findings_of

MANY = {"Mode": "MultiModel", "ModelDataUrl": "s3://models/"}


def _of(**changes: Any) -> dict[str, Any]:
    return template(component_host(), component(), model("ComponentModel", **changes))


def test_many_models_in_a_component_are_found() -> None:
    (finding,) = findings_of(RULE, _of(container=MANY))
    assert (finding.resource, finding.property) == ("Component", "Properties/Specification/ModelName")
    assert "multi-model" in finding.message


def test_a_pipeline_in_a_component_is_found() -> None:
    (finding,) = findings_of(RULE, _of(PrimaryContainer=None, Containers=[{"Image": IMAGE}] * 2))
    assert "several containers" in finding.message


def test_a_single_container_is_taken_however_it_is_listed() -> None:
    assert not findings_of(RULE, _of(PrimaryContainer=None, Containers=[{"Image": IMAGE}]))


def test_models_of_variants_are_left_alone() -> None:
    assert not findings_of(RULE, template(real_time(), model(container=MANY)))
