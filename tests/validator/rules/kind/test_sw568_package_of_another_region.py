"""SW568."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw568_package_of_another_region import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from tests.validator.judging import findings_of

PACKAGE = "arn:aws:sagemaker:us-west-2:865070037744:model-package/ranking-1-4"
PARAMETERS = {"PackageRegion": {"Type": "String"}, "Package": {"Type": "String"}}


def of(*packages: Any) -> dict[str, Any]:
    containers = [{"ModelPackageName": package} for package in packages]
    return {**template(model(PrimaryContainer=None, Containers=containers)), "Parameters": PARAMETERS}


def test_a_package_of_another_region_is_found() -> None:
    (finding,) = findings_of(RULE, of("ranking", PACKAGE), region="eu-west-1")
    assert (finding.found, finding.limit) == ("us-west-2", "eu-west-1")
    assert finding.property == "Properties/Containers/1/ModelPackageName"


@pytest.mark.parametrize("account", ["${AWS::AccountId}", "${Package}", "111122223333"])
def test_the_account_does_not_matter(account: str) -> None:
    package = {"Fn::Sub": f"arn:${{AWS::Partition}}:sagemaker:us-west-2:{account}:model-package/ranking/${{Package}}"}
    assert findings_of(RULE, of(package), region="eu-west-1")


@pytest.mark.parametrize("region", ["us-west-2", None])
def test_the_same_region_or_one_that_is_not_known_is_left_alone(region: str | None) -> None:
    assert not findings_of(RULE, of(PACKAGE), region=region)


@pytest.mark.parametrize(
    "package",
    [
        {"Fn::Sub": "arn:aws:sagemaker:${AWS::Region}:111122223333:model-package/ranking/3"},
        {"Fn::Sub": "arn:aws:sagemaker:${PackageRegion}:111122223333:model-package/ranking/3"},
        {"Fn::Sub": "arn:aws:sagemaker:us-${PackageRegion}:111122223333:model-package/ranking/3"},
        {"Ref": "Package"},
        "ranking",
        "arn:aws:sagemaker:us-east-1:111122223333:model/ranking",
    ],
)
def test_a_package_whose_region_is_the_stacks_or_not_known_is_left_alone(package: Any) -> None:
    assert not findings_of(RULE, of(package), region="eu-west-1")
