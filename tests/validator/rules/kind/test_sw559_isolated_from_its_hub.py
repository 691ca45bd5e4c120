"""SW559."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw559_isolated_from_its_hub import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.serving import model
from sagewire.validator.severity import Severity
from tests.validator.judging import findings_of

IMAGE = sub("763104351884.dkr.ecr.${AWS::Region}.amazonaws.com/djl-inference:0.36.0-lmi22.0.0-cu129")
NOTHING = ref("AWS::NoValue")


def found(
    name: Any = "org/name", *, variable: str = "HF_MODEL_ID", isolated: Any = True, image: Any = IMAGE, **data: Any
) -> bool:
    container = {"ModelDataUrl": NOTHING, **data, "Environment": {variable: name}}
    made = model(image=image, container=container, EnableNetworkIsolation=isolated)
    return bool(findings_of(RULE, template(made, Parameters={"Unset": {"Type": "String"}})))


@pytest.mark.parametrize("variable", ["HF_MODEL_ID", "OPTION_MODEL_ID"])
def test_a_model_of_the_hub_is_found(variable: str) -> None:
    assert found(variable=variable)


@pytest.mark.parametrize(
    "name", ["/opt/ml/model", "./model", "name", "s3://models/ranking", "a/b/c", "org/", "/name", "", ref("Unset"), 1]
)
def test_a_path_an_address_and_what_is_not_known_are_left_alone(name: Any) -> None:
    assert not found(name)


@pytest.mark.parametrize("isolated", [False, None, ref("Unset")])
def test_without_isolation_it_is_downloaded(isolated: Any) -> None:
    assert not found(isolated=isolated)


@pytest.mark.parametrize(
    "data",
    [
        {"ModelDataUrl": "s3://models/ranking/model.tar.gz"},
        {"ModelDataUrl": ref("Unset")},
        {"ModelDataSource": {"S3DataSource": {}}},
        {"AdditionalModelDataSources": [{"ChannelName": "adapters"}]},
        {"ModelPackageName": "ranking"},
    ],
)
def test_data_that_is_brought_along_may_be_the_model(data: dict[str, Any]) -> None:
    assert not found(**data)


OWN = "111122223333.dkr.ecr.us-east-1.amazonaws.com/ranking:1"


def _severity(image: Any, **environment: Any) -> Severity | None:
    container = {"ModelDataUrl": NOTHING, "Environment": {"HF_MODEL_ID": "org/name", **environment}}
    made = model(image=image, container=container, EnableNetworkIsolation=True)
    findings = findings_of(RULE, template(made, Parameters={"Unset": {"Type": "String"}}))
    return findings[0].severity if findings else None


def test_an_image_of_ones_own_may_have_the_model_in_it() -> None:
    assert _severity(IMAGE) is Severity.ERROR
    assert _severity(IMAGE, HF_HUB_OFFLINE="1") is Severity.ERROR
    assert _severity(OWN) is Severity.WARNING
    assert _severity(ref("Unset")) is None


@pytest.mark.parametrize("told", [{"HF_HUB_OFFLINE": "1"}, {"HF_HOME": "/models"}, {"HF_HUB_OFFLINE": ref("Unset")}])
def test_an_image_of_ones_own_that_looks_elsewhere_is_left_alone(told: dict[str, Any]) -> None:
    assert _severity(OWN, **told) is None


def test_another_variable_is_left_alone() -> None:
    assert not found(variable="HF_TASK")
