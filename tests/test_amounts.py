"""Amounts in another unit than they were given in, and those that have none until deployment."""

import pytest
from aws_cdk import Duration, Size, Token

from sagewire.amounts import in_bytes, in_days, in_gibibytes, in_mebibytes, in_milliseconds, in_seconds

LATER = Token.as_number({"Ref": "Figure"})


def test_parts_of_a_unit_are_kept() -> None:
    assert in_seconds("deadline", Duration.millis(1500)) == 1.5
    assert in_days("retention", Duration.hours(36)) == 1.5
    assert in_milliseconds("latency", Duration.seconds(2)) == 2000
    assert in_mebibytes("memory", Size.kibibytes(1536)) == 1.5
    assert in_gibibytes("volume_size", Size.mebibytes(512)) == 0.5
    assert in_bytes("request", Size.kibibytes(2)) == 2048


def test_a_token_in_the_unit_is_let_through() -> None:
    assert in_seconds("deadline", Duration.seconds(LATER)) == LATER
    assert in_mebibytes("memory", Size.mebibytes(LATER)) == LATER


def test_a_token_in_another_unit_is_refused_by_name() -> None:
    """CDK refuses it as well, without a word about where it came from."""
    with pytest.raises(ValueError, match="^bake is known at deployment only, .* give it as Duration.seconds"):
        in_seconds("bake", Duration.minutes(LATER))
    with pytest.raises(ValueError, match="^memory is known at deployment only, .* give it as Size.mebibytes"):
        in_mebibytes("memory", Size.gibibytes(LATER))
