"""SW910."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw910_literal_secret import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import component, component_host, model, serverless
from tests.validator.judging import findings_of, found_in, only_finding

VALUE = "correct-horse-battery"


def named(name: str, value: Any = VALUE) -> dict[str, Any]:
    return template(serverless(), function(variables={name: value}))


@pytest.mark.parametrize(
    "name",
    [
        "DB_PASSWORD",
        "password",
        "dbPassword",
        "CLIENT_SECRET",
        "HF_TOKEN",
        "HUGGING_FACE_HUB_TOKEN",
        "API_KEY",
        "apiKey",
        "AWS_SECRET_ACCESS_KEY",
        "DB_CREDENTIALS",
        "PGPASSWORD",
        "DBPASSWORD",
        "dbpasswd",
        "MYAPIKEY",
        "DB_PASS",
        "smtpPass",
    ],
)
def test_a_secret_by_its_name_is_found(name: str) -> None:
    finding = only_finding(RULE, named(name))
    assert finding.message == f"what looks like a secret by its name, {name}, stands in the template as it is"
    assert VALUE not in repr(finding)


@pytest.mark.parametrize(
    "name",
    [
        "DB_PASSWORD_ARN",
        "SECRET_NAME",
        "TOKEN_PATH",
        "SECRET_ID",
        "MAX_TOKENS",
        "EOS_TOKEN",
        "PAD_TOKEN",
        "TOKENIZER",
        "SORT_KEY",
        "KMS_KEY",
        "PASSWORDS_TABLE",
        "AWS_ACCESS_KEY_ID",
        "PASS",
        "SECOND_PASS",
        "PGPASSWORDFILE",
    ],
)
def test_names_of_places_and_of_other_things_are_left_alone(name: str) -> None:
    assert found_in(named(name)) == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "  ",
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:db",
        "/ranking/db/password",
        "prod/db",
        "https://example.org/token",
        "{{resolve:ssm:/ranking/token}}",
        "<your token>",
        "CHANGEME",
        "****",
        "none",
        "512",
        "-----BEGIN",
        {"Ref": "Unset"},
        sub("${Unset}-suffix"),
    ],
)
def test_places_gaps_and_what_is_not_known_are_left_alone(value: Any) -> None:
    assert not findings_of(RULE, named("API_TOKEN", value))


# In two parts each, so that nobody who looks for secrets in repositories takes them for one.
MIXED = "Abc1" * 10
TOKENS = {
    "ghp_" + MIXED[:36]: "GitHub",
    "github_pat_" + MIXED: "GitHub",
    "hf_" + MIXED[:30]: "Hugging Face",
    "sk-" + MIXED[:32]: "OpenAI or Anthropic",
    "sk-proj-" + f"{MIXED}_x-": "OpenAI or Anthropic",
    "sk-ant-api03-" + MIXED: "OpenAI or Anthropic",
    "xoxb-" + f"12345678-{MIXED[:16]}": "Slack",
}


@pytest.mark.parametrize(("value", "owner"), TOKENS.items())
def test_a_token_is_found_whatever_its_name(value: str, owner: str) -> None:
    finding = only_finding(RULE, named("SETTING", value))
    assert finding.message == f"a token of {owner}, SETTING, stands in the template as it is"
    assert value not in repr(finding)


@pytest.mark.parametrize(
    "value",
    [
        "ghp_" + MIXED[:35],
        "github_pat_short",
        "hf_" + MIXED[:29],
        "hf_model_of_many_words_in_its_name_1A",
        "sk-" + MIXED[:31],
        "sk-Ranking-Production-Eu-Central-1-Blue",
        "sk-learn-inference-container-of-our-own-1",
        "xoxb-1234567-" + MIXED,
        "ghp_" + MIXED[:36] + ".png",
    ],
)
def test_what_only_begins_like_a_token_is_left_alone(value: str) -> None:
    assert not findings_of(RULE, named("SETTING", value))


# As long as one of AWS's, and with what those are made of.
WITH_PATH = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYzzzzzzzKEY"


@pytest.mark.parametrize("value", [WITH_PATH, WITH_PATH.replace("M", "+")])
def test_a_secret_access_key_is_no_path(value: str) -> None:
    assert len(value) == 40
    assert findings_of(RULE, named("AWS_SECRET_ACCESS_KEY", value))


@pytest.mark.parametrize(
    "value", [WITH_PATH[:-1], f"{WITH_PATH}x", f"/{WITH_PATH[1:]}", WITH_PATH.lower(), WITH_PATH.replace("7", "x")]
)
def test_a_path_is_no_secret_access_key(value: str) -> None:
    assert not findings_of(RULE, named("AWS_SECRET_ACCESS_KEY", value))


def test_containers_are_looked_at() -> None:
    (finding,) = findings_of(RULE, template(model(container={"Environment": {"HF_TOKEN": "hf_abcdefgh"}})))
    assert finding.property == "Properties/PrimaryContainer/Environment/HF_TOKEN"


def test_containers_of_components_are_looked_at() -> None:
    body = template(component_host(), component())
    specification = body["Resources"]["Component"]["Properties"]["Specification"]
    specification["Container"] = {"Environment": {"HF_TOKEN": "hf_abcdefgh"}}
    assert [finding.resource for finding in findings_of(RULE, body)] == ["Component"]


def test_a_parameter_that_nobody_sees_still_ends_in_the_environment() -> None:
    body = template(
        serverless(),
        function(variables={"DB_PASSWORD": {"Ref": "Password"}}),
        Parameters={"Password": {"Type": "String", "NoEcho": True, "Default": VALUE}},
    )
    assert [finding.found for finding in findings_of(RULE, body)] == ["DB_PASSWORD"]


def test_keys_have_rules_of_their_own() -> None:
    assert not findings_of(RULE, named("ACCESS_KEY", "AKIA" + "QZ3XWLT5NMV7RBCD"))


def test_the_key_of_the_documentation_opens_nothing() -> None:
    assert not findings_of(RULE, named("ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE"))


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(endpoint=None, variables={"DB_PASSWORD": VALUE})))


@pytest.mark.parametrize(
    "address",
    [
        f"postgres://ranking:{VALUE}@db.example.org/pages",
        f"redis://:{VALUE}@cache.example.org:6379",
        f"amqps+x://ranking:{VALUE}@mq",
        sub(f"postgresql://ranking:{VALUE}@${{Unset}}:5432/pages"),
    ],
)
@pytest.mark.parametrize("name", ["DATABASE_URL", "CACHE"])
def test_a_password_in_an_address_is_found_and_never_shown(name: str, address: Any) -> None:
    body = named(name, address) | {"Parameters": {"Unset": {"Type": "String"}}}
    finding = only_finding(RULE, body)
    assert finding.message == f"an address with a password in it, {name}, stands in the template as it is"
    assert VALUE not in repr(finding)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a:b@c",
        "https://example.org:8443/pages",
        "postgres://ranking@db.example.org/pages",
        "postgres://ranking:@db.example.org/pages",
        "postgres://ranking:<password>@db.example.org/pages",
        "postgres://ranking:${PASSWORD}@db.example.org/pages",
        "postgres://ranking:changeme@db.example.org/pages",
        "postgres://ranking:{{resolve:secretsmanager:db}}@db.example.org/pages",
        "ranking:correct@db.example.org",
        sub("postgres://ranking:${Unset}@db.example.org/pages"),
    ],
)
def test_an_address_without_a_password_is_left_alone(address: Any) -> None:
    body = named("DATABASE_URL", address) | {"Parameters": {"Unset": {"Type": "String"}}}
    assert not findings_of(RULE, body)
