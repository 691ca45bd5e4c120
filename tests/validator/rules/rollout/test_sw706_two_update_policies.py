"""Two update policies at once."""

from sagewire.validator.rules.rollout.sw706_two_update_policies import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out, rolling
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding


def test_one_of_them_is_too_much() -> None:
    finding = only_finding(RULE, template(real_time(), rolled_out(blue_green(), rolling())))
    assert (finding.severity, finding.found) == ("error", "Endpoint")


def test_each_alone_is_sound() -> None:
    assert found_in(template(real_time(), rolled_out(blue_green()))) == []
    assert found_in(template(real_time(), rolled_out(rolling()))) == []


def test_one_that_is_left_out_is_none() -> None:
    body = template(real_time(), rolled_out(blue_green(), rolling()))
    settings = body["Resources"]["Endpoint"]["Properties"]["DeploymentConfig"]
    settings["RollingUpdatePolicy"] = {"Fn::If": ["Small", settings["RollingUpdatePolicy"], {"Ref": "AWS::NoValue"}]}
    body["Conditions"] = {"Small": {"Fn::Equals": ["a", "b"]}}
    assert found_in(body) == []
