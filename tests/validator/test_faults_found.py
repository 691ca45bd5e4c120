"""Forty-five faults, each planted alone in a sound stack: all are found, each by the rule that is about it."""

import pytest

from tests.validator.faults import FAULTS, Fault, sound
from tests.validator.judging import found_in

FOUND_BY = {
    "memory-step": {"SW201"},
    "provisioned-above-maximum": {"SW410"},
    "concurrency-201": {"SW409"},
    "serverless-instance": {"SW502"},
    "serverless-network": {"SW503"},
    "serverless-capture": {"SW505"},
    "serverless-asynchronous": {"SW506"},
    "serverless-isolation": {"SW504"},
    "serverless-variants": {"SW507"},
    "serverless-rolling": {"SW704", "SW711"},
    "no-error-topic": {"SW812"},
    "single-instance": {"SW408"},
    "no-rollback-alarm": {"SW703"},
    "canary-wait-3601": {"SW708"},
    "latest-image": {"SW528"},
    "named-config": {"SW701"},
    "no-volume-key": {"SW920"},
    "not-isolated": {"SW921"},
    "timeout-below-endpoint": {"SW101"},
    "dead-runtime": {"SW547"},
    "no-dead-letters": {"SW811"},
    "literal-password": {"SW910"},
    "literal-access-key": {"SW909"},
    "environment-bytes": {"SW315"},
    "environment-characters": {"SW315"},
    "log-for-ever": {"SW915"},
    "resources-501": {"SW420"},
    "visibility-below-timeout": {"SW801"},
    "visibility-of-one-timeout": {"SW802"},
    "no-redrive": {"SW806"},
    "plain-queue": {"SW914"},
    "whole-batch-fails": {"SW805"},
    "no-retry-policy": {"SW808"},
    "no-target-dead-letters": {"SW807"},
    "spoofable-rule": {"SW810"},
    "any-approval": {"SW720"},
    "no-permission": {"SW809"},
    "wildcard-action": {"SW901"},
    "wildcard-resource": {"SW902"},
    "full-access": {"SW903"},
    "pass-any-role": {"SW904"},
    "unbounded-trust": {"SW907"},
    "permission-of-any-rule": {"SW908"},
    "public-permission": {"SW913"},
    "public-url": {"SW912"},
}


def test_the_sound_stack_has_no_finding() -> None:
    assert found_in(sound()) == []
    assert found_in(sound(), region="eu-central-1") == []


def test_each_fault_is_expected_to_be_found() -> None:
    assert [fault.name for fault in FAULTS] == list(FOUND_BY)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_is_found_by_its_rule(fault: Fault) -> None:
    assert set(found_in(fault.template())) == FOUND_BY[fault.name]
