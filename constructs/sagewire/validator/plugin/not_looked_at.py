"""What the plugin says where the validator broke down."""

from __future__ import annotations

from aws_cdk import PolicyViolatingResource, PolicyViolation

from sagewire.validator.finding import Failure

# CDK lets errors be acknowledged, but not this.
FATAL = "fatal"


def not_looked_at(failure: Failure) -> PolicyViolation:
    """A violation that fails the synthesis, for what nobody can say whether it works."""
    return PolicyViolation(
        rule_name="not-looked-at",
        severity=FATAL,
        description=f"{failure.what}: {failure.why}",
        fix="Synthesize again. Where it stays it is a defect of sagewire's: report it, and go on without the plugin.",
        violating_resources=[PolicyViolatingResource(construct_path="", locations=[])],
    )
