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
