"""A model that is slower than the function's timeout."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw102_model_slower_than_function import RULE
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.samples.serving import (
    asynchronous,
    component,
    component_host,
    config,
    endpoint,
    model,
    serverless,
    serverless_variant,
)
from tests.validator.judging import found_in, only_finding, report_on

ONCE = {"readTimeoutMilliseconds": 20_000, "attempts": 1}


def asking(latency: Any, **changes: Any) -> dict[str, Any]:
    return template(
        serverless(stated={"latencyMilliseconds": latency}), function(**{"Timeout": 20, "stated": ONCE, **changes})
    )


@pytest.mark.parametrize(("latency", "ids"), [(19_999, []), (20_000, ["SW102"]), (20_001, ["SW102"])])
def test_the_model_is_faster_than_the_timeout(latency: int, ids: list[str]) -> None:
    assert found_in(asking(latency)) == ids


def test_the_timeout_that_lambda_sets_counts() -> None:
    finding = only_finding(RULE, asking(3000, Timeout=None))
    assert (finding.found, finding.limit, finding.property) == ("3", "more than 3 s", "Properties/Timeout")
    assert finding.message == "timeout is 3 s, and the model that it asks takes 3 s, as stated"


def test_the_finding_lies_on_the_path_to_the_slowest_model() -> None:
    fast = serverless(stated={"latencyMilliseconds": 100})
    slow = {
        **model("SlowModel", stated={"latencyMilliseconds": 50_000}),
        **config(serverless_variant(model="SlowModel"), id="SlowConfig"),
        **endpoint("Slow", config="SlowConfig"),
    }
    both = function(Timeout=40, stated=ONCE, variables={"SLOW": att("Slow", "EndpointName")})
    findings = report_on(template(fast, slow, both, url())).findings
    assert [(found.rule, found.path) for found in findings if found.rule == RULE.id] == [
        ("SW102", "Url > Function > Slow")
    ]


def test_the_latency_of_an_asynchronous_model_is_not_the_functions() -> None:
    asked = function(Timeout=20, action="sagemaker:InvokeEndpointAsync")
    assert found_in(template(asynchronous(stated={"latencyMilliseconds": 600_000}), asked)) == []


def test_a_component_that_is_not_asked_does_not_count() -> None:
    fast = component("Fast", stated={"latencyMilliseconds": 100})
    slow = component("Slow", stated={"latencyMilliseconds": 30_000})
    host = component_host(variant={"InitialInstanceCount": 4})
    named = function(Timeout=20, stated=ONCE, variables={"COMPONENT": ref("Fast")})
    assert "SW102" not in found_in(template(host, fast, slow, named))
    assert "SW102" not in found_in(template(host, fast, slow, function(Timeout=20, stated=ONCE)))
    slowest = function(Timeout=20, stated=ONCE, variables={"COMPONENT": ref("Slow")})
    assert "SW102" in found_in(template(host, fast, slow, slowest))


def test_a_latency_that_is_not_known_is_no_finding() -> None:
    assert found_in({**asking(ref("Unset")), "Parameters": {"Unset": {"Type": "Number"}}}) == []
