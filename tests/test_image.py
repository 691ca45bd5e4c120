"""Images: found for the stack's region, with the repository that may be pulled from."""

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk.assertions import Template

from sagewire import ContainerImage

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
        ("scikit", "1.2-1", "cpu", "framework 'scikit'; there are sklearn"),
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
