"""A target that the metric cannot reach."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw623_target_beyond_scale import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import PROVISIONED_TARGET, customized, query, scaled, target, tracking
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import found_in, only_finding

UTILIZATION = "SageMakerVariantProvisionedConcurrencyUtilization"


def provisioned(value: Any) -> dict[str, Any]:
    made = serverless(settings={"ProvisionedConcurrency": 2})
    return template(made, target(**PROVISIONED_TARGET), tracking(UTILIZATION, value=value))


def instances(name: str, value: Any, type: Any = "ml.m5.xlarge") -> dict[str, Any]:
    metric = customized(name, namespace="/aws/sagemaker/Endpoints")
    made = real_time(variant={"InstanceType": type})
    return template(made, scaled(policy=tracking(customized=metric, value=value)))


@pytest.mark.parametrize(("value", "found"), [(0.7, []), (1, []), (1.1, [RULE.id]), (70, [RULE.id])])
def test_utilization_of_provisioned_concurrency_ends_at_one(value: float, found: list[str]) -> None:
    assert found_in(provisioned(value)) == found


def test_the_message_names_the_metric() -> None:
    finding = only_finding(RULE, provisioned(70))
    assert (finding.found, finding.limit) == ("70", "1")
    assert "ServerlessProvisionedConcurrencyUtilization" in finding.message


@pytest.mark.parametrize(("value", "found"), [(400, []), (401, [RULE.id])])
def test_processors_go_up_to_a_hundred_each(value: int, found: list[str]) -> None:
    assert found_in(instances("CPUUtilization", value)) == found


@pytest.mark.parametrize(("value", "found"), [(100, []), (101, [RULE.id])])
def test_memory_is_one_whole(value: int, found: list[str]) -> None:
    assert found_in(instances("MemoryUtilization", value)) == found


@pytest.mark.parametrize(("statistic", "found"), [("Average", [RULE.id]), ("Sum", []), ("SampleCount", [])])
def test_a_sum_has_no_end(statistic: str, found: list[str]) -> None:
    metric = customized("Invocation5XXErrors", Statistic=statistic)
    assert found_in(template(real_time(), scaled(policy=tracking(customized=metric, value=5)))) == found
    listed = {"Metrics": [query("Invocation5XXErrors", statistic=statistic)]}
    assert found_in(template(real_time(), scaled(policy=tracking(customized=listed, value=5)))) == found


def test_what_is_calculated_may_be_anything() -> None:
    queries = [query("Invocation5XXErrors", ReturnData=False), {"Id": "e", "Expression": "100 * m"}]
    assert found_in(template(real_time(), scaled(policy=tracking(customized={"Metrics": queries}, value=5)))) == []


def test_of_a_type_that_is_not_known_nothing_is_said() -> None:
    assert RULE.id not in found_in(instances("CPUUtilization", 9999, "ml.new.large"))


def test_invocations_have_no_end() -> None:
    assert found_in(template(real_time(), scaled(policy=tracking(value=100_000)))) == []


def test_a_metric_of_one_s_own_choice_is_named() -> None:
    assert only_finding(RULE, instances("MemoryUtilization", 200)).message.startswith("keeps MemoryUtilization at 200;")
