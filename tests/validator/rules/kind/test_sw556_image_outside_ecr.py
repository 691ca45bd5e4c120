"""SW556."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw556_image_outside_ecr import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.serving import model
from tests.validator.judging import findings_of, only_finding

PARAMETERS = {"Unset": {"Type": "String"}}


def found(image: Any, **container: Any) -> bool:
    return bool(findings_of(RULE, template(model(image=image, container=container), Parameters=PARAMETERS)))


@pytest.mark.parametrize(
    ("image", "registry"),
    [
        ("docker.io/ranking/server:1.4", "docker.io"),
        ("huggingface/text-embeddings-inference:1.5", "docker.io"),
        ("python:3.12", "docker.io"),
        ("ubuntu:24.04", "docker.io"),
        ("nginx:latest", "docker.io"),
        ("public.ecr.aws/acme/ranking:1.4.2", "public.ecr.aws"),
        ("ghcr.io/acme/ranking@sha256:0123456789abcdef", "ghcr.io"),
        ("registry.acme.com:5000/ranking:1.4", "registry.acme.com:5000"),
    ],
)
def test_it_is_told_where_the_image_lies(image: str, registry: str) -> None:
    finding = only_finding(RULE, template(model(image=image)))
    assert finding.message == f"{image} lies in {registry}; SageMaker takes images of private ECR repositories"
    assert finding.property == "Properties/PrimaryContainer/Image"


@pytest.mark.parametrize(
    "image",
    [
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/ranking:1.4.2",
        "111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/team/ranking:1.4.2",
        "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/ranking:1.4.2",
        "111122223333.dkr-ecr.us-east-1.on.aws/ranking:1.4.2",
        sub("${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/ranking:1.4.2"),
        sub("${Unset}/ranking:1.4.2"),
        sub("${Unset}.example/ranking:1.4.2"),
        ref("Unset"),
        sub("python:${Unset}"),
        "ranking",
        "ranking:1.4.2",
        "python",
        "python:",
        "mypython:3.12",
        "IMAGE/NAME",
        "",
    ],
)
def test_ecr_and_what_is_not_known_are_left_alone(image: Any) -> None:
    assert not found(image)


def test_a_part_that_is_not_known_behind_the_registry_does_not_matter() -> None:
    assert found(sub("ghcr.io/acme/ranking:${Unset}"))


@pytest.mark.parametrize(
    ("mode", "ids"), [("Platform", True), ("Vpc", False), (ref("Unset"), False), (ref("AWS::NoValue"), False)]
)
def test_a_registry_in_the_vpc_is_another_thing(mode: Any, ids: bool) -> None:
    assert found("ghcr.io/acme/ranking:1", ImageConfig={"RepositoryAccessMode": mode}) is ids


def test_each_container_is_looked_at() -> None:
    containers = [{"Image": "ghcr.io/acme/first:1"}, {"Image": "ghcr.io/acme/second:1"}]
    body = template(model(PrimaryContainer=None, Containers=containers))
    assert [finding.property for finding in findings_of(RULE, body)] == [
        "Properties/Containers/0/Image",
        "Properties/Containers/1/Image",
    ]
