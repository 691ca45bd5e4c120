"""SW511."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw511_model_data_source import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import findings_of


def _of(variant: dict[str, Any], compression: str = "None", **container: Any) -> dict[str, Any]:
    source = {"S3Uri": "s3://models/ranking/", "S3DataType": "S3Prefix", "CompressionType": compression}
    stated = {"ModelDataUrl": None, "ModelDataSource": {"S3DataSource": source}, **container}
    return template(model(container=stated), config(variant), endpoint())


@pytest.mark.parametrize("compression", ["None", "Gzip"])
def test_a_serverless_endpoint_takes_none_however_it_is_packed(compression: str) -> None:
    (finding,) = findings_of(RULE, _of(serverless_variant(), compression))
    assert finding.property == "Properties/PrimaryContainer/ModelDataSource"
    assert "serverless" in finding.message


def test_a_multi_model_endpoint_takes_none() -> None:
    (finding,) = findings_of(RULE, _of(instance_variant(), Mode="MultiModel"))
    assert "multi-model" in finding.message


def test_a_serverless_multi_model_endpoint_is_found_once() -> None:
    assert len(findings_of(RULE, _of(serverless_variant(), Mode="MultiModel"))) == 1


def test_one_model_on_instances_may_come_unpacked() -> None:
    assert not findings_of(RULE, _of(instance_variant()))


def test_an_artifact_that_is_packed_is_taken() -> None:
    assert not findings_of(RULE, template(model(), config(serverless_variant()), endpoint()))
