"""SW933."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw933_endpoint_in_capitals import RULE
from sagewire.validator.samples import att, ref, sub, template
from sagewire.validator.samples.invoking import function, grant
from sagewire.validator.samples.serving import endpoint, serverless
from tests.validator.judging import findings_of, only_finding

ARN = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/"
INVOKE = "sagemaker:InvokeEndpoint"


def _of(*resources: Any, action: Any = INVOKE, effect: str = "Allow", more: Any = ()) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": action, "Resource": list(resources)}
    told = {"ENDPOINT_NAME": att("Endpoint", "EndpointName")}
    asking = function(endpoint=None, variables=told, statements=[statement, *more])
    return template(serverless(), endpoint(EndpointName="Ranking"), asking)


def _names(body: dict[str, Any]) -> list[str]:
    return [finding.found for finding in findings_of(RULE, body)]


def test_a_name_with_capitals_is_found() -> None:
    finding = only_finding(RULE, _of(f"{ARN}Ranking"))
    assert (finding.found, finding.resource) == ("Ranking", "FunctionRole")
    assert finding.property == "Properties/Policies/0/PolicyDocument/Statement/0/Resource/0"
    assert finding.fix.startswith("Write ranking in")


@pytest.mark.parametrize("name", ["rankinG", "Ranking-*", "RANKING"])
def test_one_capital_is_enough(name: str) -> None:
    assert _names(_of(f"{ARN}{name}")) == [name]
    assert _names(_of(sub(f"arn:aws:sagemaker:${{AWS::Region}}:${{AWS::AccountId}}:endpoint/{name}"))) == [name]


def test_each_of_them_is_found() -> None:
    assert _names(_of(f"{ARN}One", f"{ARN}two", f"{ARN}Three")) == ["One", "Three"]


@pytest.mark.parametrize(
    "resource",
    [
        f"{ARN}ranking",
        f"{ARN}*",
        "*",
        ref("Endpoint"),
        sub(ARN + "${Endpoint.EndpointName}"),
        sub(ARN + "Ranking-${AWS::Region}"),
        "arn:aws:sagemaker:us-east-1:111122223333:model/Ranking",
        "arn:aws:sagemaker:us-east-1:111122223333:inference-component/Ranking",
    ],
)
def test_small_letters_and_what_is_not_known_are_sound(resource: Any) -> None:
    assert _names(_of(resource)) == []


@pytest.mark.parametrize("other", [f"{ARN}ranking", f"{ARN}rank*", "*", ref("Endpoint"), {"Fn::ImportValue": "arn"}])
def test_another_resource_may_mean_it(other: Any) -> None:
    assert _names(_of(f"{ARN}Ranking", other)) == []
    another = {"Effect": "Allow", "Action": "sagemaker:*", "Resource": other}
    assert _names(_of(f"{ARN}Ranking", more=[another])) == []


def test_a_policy_of_its_own_may_mean_it() -> None:
    granted = grant("MayInvoke", INVOKE, f"{ARN}ranking")
    assert _names(template(_of(f"{ARN}Ranking")["Resources"], granted)) == []


@pytest.mark.parametrize(
    "another",
    [
        {"Effect": "Allow", "Action": "sagemaker:*", "NotResource": f"{ARN}other"},
        {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},
    ],
)
def test_all_but_something_may_mean_it(another: Any) -> None:
    assert _names(_of(f"{ARN}Ranking", more=[another])) == []


@pytest.mark.parametrize(
    "another",
    [
        {"Effect": "Allow", "Action": "logs:*", "Resource": "*"},
        {"Effect": "Allow", "Action": INVOKE, "Resource": f"{ARN}other"},
        {"Effect": "Deny", "Action": INVOKE, "Resource": "*"},
    ],
)
def test_other_statements_do_not_help(another: Any) -> None:
    assert _names(_of(f"{ARN}Ranking", more=[another])) == ["Ranking"]


@pytest.mark.parametrize("action", [INVOKE, f"{INVOKE}Async", f"{INVOKE}WithResponseStream", "sagemaker:Invoke*"])
def test_each_way_of_asking_is_looked_at(action: str) -> None:
    assert _names(_of(f"{ARN}Ranking", action=action)) == ["Ranking"]


def test_other_actions_and_denials_are_not() -> None:
    told = [{"Effect": "Allow", "Action": INVOKE, "Resource": f"{ARN}other"}]
    assert _names(_of(f"{ARN}Ranking", action="sagemaker:DescribeEndpoint", more=told)) == []
    assert _names(_of(f"{ARN}Ranking", effect="Deny", more=told)) == []
