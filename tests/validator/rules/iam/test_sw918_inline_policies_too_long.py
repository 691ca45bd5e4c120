"""SW918."""

import json
from typing import Any

import pytest

from sagewire.limits import ROLE_POLICIES_SIZE
from sagewire.validator.rules.iam.sw918_inline_policies_too_long import RULE
from sagewire.validator.samples import resource, template
from sagewire.validator.samples.invoking import function_role, grant
from tests.validator.judging import findings_of, found_in, only_finding

MOST = ROLE_POLICIES_SIZE.value


def document(length: int, *, resource: Any = "") -> dict[str, Any]:
    """A policy of so many characters without white space."""
    statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["", "*"], "Sid": "  "}
    known = {"Version": "2012-10-17", "Statement": [statement]}
    statement["Resource"] = ["x" * (length - len("".join(json.dumps(known).split()))), "*"]
    return known


def holding(*documents: dict[str, Any]) -> dict[str, Any]:
    policies = [{"PolicyName": f"P{number}", "PolicyDocument": each} for number, each in enumerate(documents)]
    return template(function_role("Role", [], Policies=policies))


def test_as_much_as_a_role_may_have_is_sound() -> None:
    assert found_in(holding(document(MOST))) == []


def test_one_character_more_is_found() -> None:
    finding = only_finding(RULE, holding(document(MOST + 1)))
    assert (finding.found, finding.limit) == ("10241", "10,240 characters")


def test_all_inline_policies_count_together() -> None:
    own = grant("Own", "s3:GetObject", "*", role="Role")
    own["Own"]["Properties"]["PolicyDocument"] = document(5_000)
    body = holding(document(3_000), document(3_000))
    assert found_in(body) == []
    body["Resources"].update(own)
    assert only_finding(RULE, body).found == "11000"


def test_managed_policies_do_not_count() -> None:
    managed = {"PolicyDocument": document(6_000), "Roles": [{"Ref": "Role"}]}
    body = template(holding(document(6_000))["Resources"], resource("Managed", "AWS::IAM::ManagedPolicy", managed, {}))
    assert found_in(body) == []


@pytest.mark.parametrize("unknown", [{"Ref": "Unset"}, {"Fn::ImportValue": "x"}])
def test_what_is_not_known_counts_nothing(unknown: Any) -> None:
    whole = document(MOST)
    whole["Statement"].append(unknown)
    assert not findings_of(RULE, holding(whole))


def test_of_a_text_what_is_known_counts() -> None:
    whole = document(MOST)
    whole["Statement"][0]["Resource"][1] = {"Fn::Sub": "*x${Unset}"}
    assert only_finding(RULE, holding(whole)).found == "10241"


def attached(id: str, length: int, condition: str | None) -> dict[str, Any]:
    policy = grant(id, "s3:GetObject", "*", role="Role")
    policy[id]["Properties"]["PolicyDocument"] = document(length)
    policy[id].update({"Condition": condition} if condition else {})
    return policy


def on_terms(*policies: dict[str, Any], role: str | None = None) -> dict[str, Any]:
    """A role of 1,000 characters, with policies that hang on conditions which are not known."""
    of_one = {"Fn::Equals": [{"Ref": "Stage"}, "one"]}
    conditions = {"One": of_one, "Other": {"Fn::Not": [{"Condition": "One"}]}}
    body = template(
        holding(document(1_000))["Resources"],
        *policies,
        Parameters={"Stage": {"Type": "String"}},
        Conditions=conditions,
    )
    body["Resources"]["Role"].update({"Condition": role} if role else {})
    return body


def test_policies_of_opposite_conditions_do_not_count_together() -> None:
    body = on_terms(attached("A", 9_000, "One"), attached("B", 9_240, "Other"))
    assert not findings_of(RULE, body)


def test_the_longest_of_those_that_may_be_there_counts() -> None:
    body = on_terms(attached("A", 9_000, "One"), attached("B", 9_241, "Other"))
    assert [finding.found for finding in findings_of(RULE, body)] == ["10241"]


def test_policies_of_one_condition_count_together() -> None:
    body = on_terms(attached("A", 4_000, "One"), attached("B", 6_000, "One"))
    assert [finding.found for finding in findings_of(RULE, body)] == ["11000"]


def test_policies_of_the_condition_of_their_role_are_there_with_it() -> None:
    policies = (attached("A", 5_000, "One"), attached("B", 5_000, None))
    assert [finding.found for finding in findings_of(RULE, on_terms(*policies, role="One"))] == ["11000"]


def test_a_policy_of_another_condition_may_not_be_there_with_the_role() -> None:
    policies = (attached("A", 5_000, "One"), attached("B", 5_000, "Other"))
    assert not findings_of(RULE, on_terms(*policies, role="One"))
