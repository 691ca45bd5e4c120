"""SW911."""

import pytest

from sagewire.validator.rules.iam.sw911_private_key import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding

BEGINS = "-----BEGIN PRIVATE " + "KEY-----"
MATERIAL = "MIIEvAIBADANBgkq"


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
def test_a_private_key_is_found_by_how_it_begins(kind: str) -> None:
    begins = f"-----BEGIN {kind}PRIVATE KEY-----"
    finding = only_finding(RULE, template(serverless(), function(variables={"PEM": f"x\n{begins}\n{MATERIAL}"})))
    assert finding.message == f"a private key stands in the template: {begins}"
    assert MATERIAL not in repr(finding)


@pytest.mark.parametrize(
    "after",
    [
        MATERIAL,
        f" {MATERIAL}",
        f"\r\n  {MATERIAL}",
        rf"\n{MATERIAL}",
        rf"\r\n{MATERIAL}",
        f"\n{MATERIAL}hkiG9w0B/+==",
        "\nb3BlbnNzaC1rZXktdjEAAAAA",
        "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00",
    ],
)
def test_what_a_key_is_made_of_may_follow_in_many_ways(after: str) -> None:
    assert findings_of(RULE, template(serverless(), function(variables={"PEM": f"{BEGINS}{after}"})))


@pytest.mark.parametrize(
    "after",
    [
        "",
        "\n",
        MATERIAL[:-1],
        f"\n{MATERIAL}...",
        f"\n{MATERIAL}hkiG9w0B\u2026",
        "\n<your key>",
        "\nYOURPRIVATEKEYGOESHERE",
        '\n" + body + "\n-----END PRIVATE KEY-----"',
        r'\n" + MIIEvAIBADANBgkqhkiG',
    ],
)
def test_without_what_a_key_is_made_of_there_is_none(after: str) -> None:
    assert not findings_of(RULE, template(serverless(), function(variables={"PEM": f"{BEGINS}{after}"})))


@pytest.mark.parametrize("code", [f"return '{BEGINS}\\n' + body", f'if "{BEGINS}" in event["body"]:\n  MIIEvAIBADANBg'])
def test_code_that_writes_how_a_key_begins_is_left_alone(code: str) -> None:
    assert not findings_of(RULE, template(serverless(), function(Code={"ZipFile": code})))


@pytest.mark.parametrize("kind", ["PUBLIC KEY", "CERTIFICATE"])
def test_what_is_public_is_left_alone(kind: str) -> None:
    text = f"-----BEGIN {kind}-----\n{MATERIAL}"
    assert not findings_of(RULE, template(serverless(), function(variables={"PEM": text})))
