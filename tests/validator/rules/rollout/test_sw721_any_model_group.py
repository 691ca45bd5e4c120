"""A rule that acts on the models of every group."""

import pytest

from sagewire.validator.rules.rollout.sw721_any_model_group import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import approvals
from tests.validator.judging import found_in, only_finding


def test_it_acts_on_everybody_s_models() -> None:
    finding = only_finding(RULE, template(approvals(ModelPackageGroupName=None)))
    assert (finding.resource, finding.property) == ("Rule", "Properties/EventPattern/detail/ModelPackageGroupName")


def test_a_rule_that_asks_for_its_group_is_sound() -> None:
    assert found_in(template(approvals())) == []
    assert found_in(template(approvals(ModelPackageGroupName=[{"prefix": "ranking-"}]))) == []


@pytest.mark.parametrize("field", ["ModelPackageArn", "ModelPackageName"])
def test_a_group_can_be_asked_for_otherwise(field: str) -> None:
    asked = {field: [{"prefix": "arn:aws:sagemaker:us-east-1:111122223333:model-package/ranking/"}]}
    assert found_in(template(approvals(ModelPackageGroupName=None, **asked))) == []


def test_the_resource_of_an_event_tells_the_group_as_well() -> None:
    body = template(approvals(ModelPackageGroupName=None))
    body["Resources"]["Rule"]["Properties"]["EventPattern"]["resources"] = [{"prefix": "arn:aws:sagemaker:"}]
    assert found_in(body) == []


def test_a_rule_that_only_tells_may_tell_of_all() -> None:
    body = template(approvals(ModelPackageGroupName=None))
    body["Resources"]["Topic"] = {"Type": "AWS::SNS::Topic", "Properties": {}}
    body["Resources"]["Rule"]["Properties"]["Targets"][0]["Arn"] = {"Ref": "Topic"}
    assert RULE.id not in found_in(body)
