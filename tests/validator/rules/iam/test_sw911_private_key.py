"""SW911."""

import pytest

from sagewire.validator.rules.iam.sw911_private_key import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
def test_a_private_key_is_found_by_how_it_begins(kind: str) -> None:
    begins = f"-----BEGIN {kind}PRIVATE KEY-----"
    finding = only_finding(RULE, template(serverless(), function(variables={"PEM": f"x\n{begins}\nMIIEvAIBADAN"})))
    assert finding.message == f"a private key stands in the template: {begins}"
    assert "MIIEvAIBADAN" not in repr(finding)


@pytest.mark.parametrize("text", ["-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "PRIVATE KEY"])
def test_what_is_public_is_left_alone(text: str) -> None:
    assert not findings_of(RULE, template(serverless(), function(variables={"PEM": text})))
