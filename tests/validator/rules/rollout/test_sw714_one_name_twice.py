"""One name twice in an account."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw714_one_name_twice import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, real_time
from tests.validator.judging import found_in, only_finding


def endpoints(first: Any, second: Any) -> dict[str, Any]:
    made = template(real_time(), endpoint(EndpointName=first), endpoint("Other", EndpointName=second))
    return {**made, "Parameters": {"Name": {"Type": "String"}}}


def test_the_second_endpoint_is_refused() -> None:
    finding = only_finding(RULE, endpoints("ranking", "ranking"))
    assert (finding.resource, finding.found, finding.property) == ("Other", "ranking", "Properties/EndpointName")
    assert finding.message.endswith("and so is Endpoint")


def test_configurations_and_models_have_names_of_their_own() -> None:
    named = {**real_time(EndpointConfigName="x"), **config(instance_variant(), id="Other", EndpointConfigName="x")}
    assert RULE.id in found_in(template(named))
    models = {**model(ModelName="x"), **model("Other", ModelName="x")}
    assert RULE.id in found_in(template(models))
    assert RULE.id not in found_in(template({**model(ModelName="x"), **real_time(EndpointConfigName="x")}))


def test_a_name_that_is_not_known_may_be_another() -> None:
    assert found_in(endpoints("ranking", {"Ref": "Name"})) == []


@pytest.mark.parametrize("name", ["${AWS::StackName}-chat", "${Name}", "${Name}-${AWS::Region}"])
def test_a_name_made_of_what_is_told_later_is_one_name_all_the_same(name: str) -> None:
    finding = only_finding(RULE, endpoints(sub(name), sub(name)))
    assert finding.message == f"Other is called {name}, and so is Endpoint"


@pytest.mark.parametrize("name", ["${AWS::StackName}-other", "${Other.EndpointName}", "{{resolve:ssm:/chat}}"])
def test_another_name_is_another(name: str) -> None:
    assert RULE.id not in found_in(endpoints(sub("${AWS::StackName}-chat"), sub(name)))


def test_a_name_that_is_left_out_is_made_up() -> None:
    assert RULE.id not in found_in(endpoints({"Ref": "AWS::NoValue"}, {"Ref": "AWS::NoValue"}))


def test_two_that_exclude_each_other_may_share_a_name() -> None:
    body = endpoints("ranking", "ranking")
    body["Conditions"] = {"New": {"Fn::Equals": [{"Ref": "Name"}, "new"]}}
    body["Resources"]["Other"]["Condition"] = "New"
    assert RULE.id not in found_in(body)


def test_templates_may_go_to_different_regions() -> None:
    here = template(real_time(), endpoint(EndpointName="ranking"))
    assert RULE.id not in found_in(here, here)
