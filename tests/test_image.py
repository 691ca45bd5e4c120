"""Images: found for the stack's region, with the repository that may be pulled from."""

import json
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk.assertions import Template

from sagewire import ContainerImage
from sagewire.framework_images import find

ROOT = Path(__file__).parents[1]
GOLDEN: dict[str, Any] = json.loads((ROOT / "tests/data/golden_image_uris.json").read_text())
SKLEARN = ContainerImage.for_framework("sklearn", "1.2-1")


def test_a_framework_image_of_a_known_region(regional_stack: Stack) -> None:
    image = SKLEARN.bind(regional_stack)
    expected = "141502667606.dkr.ecr.eu-west-1."
    assert regional_stack.resolve(image.uri)["Fn::Join"][1] == [
        expected,
        {"Ref": "AWS::URLSuffix"},
        "/sagemaker-scikit-learn:1.2-1-cpu-py3",
    ]
    assert regional_stack.resolve(image.repository_arn)["Fn::Join"][1][-1] == (
        ":ecr:eu-west-1:141502667606:repository/sagemaker-scikit-learn"
    )
    assert image.environment["SAGEMAKER_PROGRAM"] == "inference.py"


def test_a_framework_image_of_any_region_is_looked_up_in_one_mapping(stack: Stack) -> None:
    uris = [stack.resolve(SKLEARN.bind(stack).uri) for _ in range(2)]
    assert uris[0] == uris[1]
    (mapping,) = Template.from_stack(stack).find_mappings("*").values()
    assert mapping["us-east-1"] == {"account": "683313688378"}
    assert mapping["cn-north-1"] == {"account": "450853457545"}


@pytest.mark.parametrize(
    ("framework", "version", "processor", "message"),
    [
        ("scikit", "1.2-1", "cpu", "framework 'scikit'; there are autogluon, .*, sklearn, "),
        ("sklearn", "9.9", "cpu", r"version of sklearn '9\.9'; there are 0\.20\.0, .*1\.9-0"),
        ("sklearn", "1.2-1", "gpu", r"processor of sklearn 1\.2-1 'gpu'; there are cpu"),
    ],
)
def test_an_image_that_aws_does_not_publish(framework: str, version: str, processor: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^AWS publishes no image for {message}"):
        ContainerImage.for_framework(framework, version, processor=processor)


def test_a_region_without_the_image(app: App) -> None:
    stack = Stack(app, "Nowhere", env=Environment(account="123456789012", region="xx-north-9"))
    with pytest.raises(ValueError, match="no image for region of sklearn 'xx-north-9'; there are af-south-1, "):
        SKLEARN.bind(stack)


def test_an_image_by_its_uri_names_its_repository(stack: Stack) -> None:
    uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/ranking@sha256:abc"
    image = ContainerImage.from_uri(uri).bind(stack)
    assert image.uri == uri
    assert stack.resolve(image.repository_arn)["Fn::Join"][1][-1] == (
        ":ecr:eu-west-1:123456789012:repository/team/ranking"
    )


@pytest.mark.parametrize("uri", ["nginx:latest", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ranking"])
def test_an_image_outside_ecr_or_without_a_tag_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match=f"^the image is '{uri}'; SageMaker pulls from ECR"):
        ContainerImage.from_uri(uri)


def test_an_image_of_a_repository(stack: Stack) -> None:
    repository = ecr.Repository.from_repository_name(stack, "Images", "ranking")
    image = ContainerImage.from_ecr(repository, "1.4.2").bind(stack)
    assert stack.resolve(image.uri)["Fn::Join"][1][-1] == "/ranking:1.4.2"
    assert image.repository_arn == repository.repository_arn


def test_every_image_is_the_one_that_sagemakers_own_sdk_names() -> None:
    session = botocore.session.get_session()
    suffixes = {p["partition"]: p["dnsSuffix"] for p in session.get_data("endpoints")["partitions"]}
    different = {}
    for *asked, region, expected in GOLDEN["uris"]:
        framework, version, processor, python, base = asked
        image = find(framework, version, processor=processor, python=python, base_framework=base)
        suffix = suffixes[session.get_partition_for_region(region)]
        tag = f"{image.repository}:{image.tag}"
        uri = f"{image.registries[region]}.dkr.ecr.{region}.{suffix}/{tag}"
        if uri != expected:
            different[*asked, region] = (uri, expected)
    assert different == {}


def test_the_comparison_covers_every_framework_and_partition() -> None:
    data: dict[str, Any] = json.loads((ROOT / "constructs/sagewire/data/images.json").read_text())
    assert GOLDEN["source"] == data["source"]
    assert {framework for framework, *_ in GOLDEN["uris"]} == set(data["frameworks"])
    session = botocore.session.get_session()
    partitions = {session.get_partition_for_region(region) for *_, region, _uri in GOLDEN["uris"]}
    assert partitions >= {"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-f"}
