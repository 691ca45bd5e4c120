"""SW513."""

from typing import Any

import pytest

from sagewire.limits import MARKETPLACE_ACCOUNTS
from sagewire.validator.rules.kind.sw513_serverless_marketplace import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless_variant
from tests.validator.judging import findings_of


def _of(package: Any) -> dict[str, Any]:
    return template(model(PrimaryContainer={"ModelPackageName": package}), config(serverless_variant()), endpoint())


@pytest.mark.parametrize("account", MARKETPLACE_ACCOUNTS.values)
def test_a_package_in_each_of_the_accounts_is_found(account: str) -> None:
    (finding,) = findings_of(RULE, _of(f"arn:aws:sagemaker:us-east-1:{account}:model-package/ranking-1"))
    assert finding.property == "Properties/PrimaryContainer/ModelPackageName"


def test_a_region_that_is_put_in_does_not_hide_the_account() -> None:
    arn = {"Fn::Sub": "arn:${AWS::Partition}:sagemaker:${AWS::Region}:865070037744:model-package/ranking-1"}
    assert len(findings_of(RULE, _of(arn))) == 1


@pytest.mark.parametrize(
    "package",
    [
        "arn:aws:sagemaker:us-east-1:111122223333:model-package/ranking/1",
        {"Fn::Sub": "arn:aws:sagemaker:us-east-1:${AWS::AccountId}:model-package/ranking/1"},
        {"Ref": "Package"},
        "ranking-865070037744",
    ],
)
def test_packages_elsewhere_are_left_alone(package: Any) -> None:
    assert not findings_of(RULE, _of(package))
