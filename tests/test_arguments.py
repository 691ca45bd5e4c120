"""The checks of arguments: what they let through, and how they say no."""

import math

import pytest
from aws_cdk import Token

from sagewire.arguments import (
    check_at_least,
    check_choice,
    check_count,
    check_name,
    check_range,
    check_rule,
    check_uri,
)
from sagewire.limits import CAPTURE_URI, SERVERLESS_CONCURRENCY


@pytest.mark.parametrize("value", [1, 200, None])
def test_range_takes_its_ends(value: int | None) -> None:
    check_range("max_concurrency", value, SERVERLESS_CONCURRENCY)


@pytest.mark.parametrize("value", [0, 201])
def test_range_says_what_was_given_and_what_is_allowed(value: int) -> None:
    with pytest.raises(ValueError, match=rf"^max_concurrency is {value}; allowed are 1 to 200 invocations \(https://"):
        check_range("max_concurrency", value, SERVERLESS_CONCURRENCY)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_never_reaches_cdk(value: float) -> None:
    """JSON has no such figures: CDK's kernel would die of one, and take the app with it."""
    shown = str(value)
    with pytest.raises(ValueError, match=f"^max_concurrency is {shown}; allowed are 1 to 200 invocations"):
        check_range("max_concurrency", value, SERVERLESS_CONCURRENCY)
    with pytest.raises(ValueError, match=f"^weight is {shown}; allowed are finite figures, 0 and above$"):
        check_at_least("weight", value, 0)
    with pytest.raises(ValueError, match=f"^instance_count is {shown}; allowed are finite figures, 1 and above$"):
        check_count("instance_count", value, 1)


def test_counts_are_whole() -> None:
    check_count("instance_count", 2.0, 1)
    with pytest.raises(ValueError, match=r"^instance_count is 1\.5; allowed are whole numbers, 1 and above$"):
        check_count("instance_count", 1.5, 1)
    with pytest.raises(ValueError, match=r"^max_concurrency is 1\.5; allowed are whole numbers, 1 to 200 invocations"):
        check_range("max_concurrency", 1.5, SERVERLESS_CONCURRENCY)


@pytest.mark.parametrize("rule_name", ["", "a b", "x" * 65, "größer"])
def test_the_name_of_a_rule_is_one_that_eventbridge_takes(rule_name: str) -> None:
    with pytest.raises(ValueError, match="^rule_name is '.*'; allowed are 1 to 64 letters, digits, periods, hyphens"):
        check_rule(rule_name=rule_name, description=None)


def test_the_description_of_a_rule_is_short() -> None:
    check_rule(rule_name="A.b-c_1", description="x" * 512)
    with pytest.raises(ValueError, match="^the length of description is 513; allowed are 0 to 512"):
        check_rule(rule_name=None, description="x" * 513)


def test_an_address_counts_the_bucket_and_what_is_not_known_of_it() -> None:
    bucket = f"s3://{Token.as_string({'Ref': 'Bucket'})}/"
    check_uri("prefix", "x" * 503, f"{bucket}{'x' * 503}", CAPTURE_URI)
    with pytest.raises(ValueError, match="^prefix has 504 characters and makes a URI of 513, .* allowed are 512"):
        check_uri("prefix", "x" * 504, f"{bucket}{'x' * 504}", CAPTURE_URI)
    with pytest.raises(ValueError, match=r"^prefix is 'a\\nb'; allowed are characters that can be printed"):
        check_uri("prefix", "a\nb", f"{bucket}a\nb", CAPTURE_URI)


def test_tokens_are_let_through() -> None:
    check_range("max_concurrency", Token.as_number({"Ref": "Concurrency"}), SERVERLESS_CONCURRENCY)
    check_at_least("weight", Token.as_number({"Ref": "Weight"}), 0)
    check_count("instance_count", Token.as_number({"Ref": "Count"}), 1)
    check_name("endpoint_name", Token.as_string({"Ref": "Name"}))


@pytest.mark.parametrize("name", ["a", "A-b-1", "a--b", "x" * 63])
def test_names_that_sagemaker_takes(name: str) -> None:
    check_name("endpoint_name", name)


@pytest.mark.parametrize("name", ["", "-a", "a-", "a_b", "org/model", "x" * 64, "ä"])
def test_names_that_sagemaker_refuses(name: str) -> None:
    with pytest.raises(ValueError, match="^endpoint_name is .*; allowed are 1 to 63 letters, digits and inner hyphens"):
        check_name("endpoint_name", name)


def test_choice_lists_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="^memory is 3; allowed are 1, 2$"):
        check_choice("memory", 3, (1, 2))
