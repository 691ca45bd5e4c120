"""SW557."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw557_archive_as_prefix import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.serving import model
from tests.validator.judging import findings_of


def found(located: Any, mode: Any = "MultiModel") -> bool:
    container = {"Mode": mode, "ModelDataUrl": located}
    body = template(model(container=container), Parameters={"Unset": {"Type": "String"}})
    return bool(findings_of(RULE, body))


@pytest.mark.parametrize("located", ["s3://models/ranking/model.tar.gz", sub("s3://${Unset}/model.tar.gz")])
def test_one_archive_is_found(located: Any) -> None:
    assert found(located)


@pytest.mark.parametrize(
    "located", ["s3://models/ranking/", "s3://models/ranking", sub("s3://models/${Unset}"), ref("Unset"), None]
)
def test_a_prefix_and_what_is_not_known_are_left_alone(located: Any) -> None:
    assert not found(located)


@pytest.mark.parametrize("mode", ["SingleModel", ref("Unset"), ref("AWS::NoValue")])
def test_a_container_of_one_model_has_one_archive(mode: Any) -> None:
    assert not found("s3://models/ranking/model.tar.gz", mode)
