"""SW558."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw558_prefix_without_slash import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.serving import model
from tests.validator.judging import findings_of


def places(container: dict[str, Any]) -> list[str]:
    body = template(model(container=container), Parameters={"Unset": {"Type": "String"}})
    return [finding.property for finding in findings_of(RULE, body)]


def source(uri: Any, type: Any = "S3Prefix") -> dict[str, Any]:
    return {"S3DataSource": {"S3Uri": uri, "S3DataType": type, "CompressionType": "None"}}


@pytest.mark.parametrize("uri", ["s3://models/ranking", "s3://models", sub("s3://${Unset}/ranking")])
def test_a_prefix_ends_with_a_slash(uri: Any) -> None:
    assert places({"ModelDataSource": source(uri)}) == [
        "Properties/PrimaryContainer/ModelDataSource/S3DataSource/S3Uri"
    ]


@pytest.mark.parametrize("uri", ["s3://models/ranking/", sub("s3://models/${Unset}"), ref("Unset"), "", None])
def test_a_slash_and_what_may_be_one_are_left_alone(uri: Any) -> None:
    assert places({"ModelDataSource": source(uri)}) == []


@pytest.mark.parametrize("type", ["S3Object", ref("Unset"), None])
def test_an_object_has_none(type: Any) -> None:
    assert places({"ModelDataSource": source("s3://models/ranking", type)}) == []


def test_more_sources_of_a_container_are_looked_at() -> None:
    more = [source("s3://models/first/"), source("s3://models/second")]
    assert places({"AdditionalModelDataSources": more}) == [
        "Properties/PrimaryContainer/AdditionalModelDataSources/1/S3DataSource/S3Uri"
    ]
