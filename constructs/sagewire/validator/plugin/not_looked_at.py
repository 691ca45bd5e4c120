"""What the plugin says where the validator broke down."""

from __future__ import annotations

from aws_cdk import PolicyViolation

from sagewire.validator.finding import Failure
from sagewire.validator.plugin.fatal import fatal


def not_looked_at(failure: Failure) -> PolicyViolation:
    """A violation that fails the synthesis, for what nobody can say whether it works."""
    return fatal(
        rule_name="not-looked-at",
        description=f"{failure.what}: {failure.why}",
        fix="Synthesize again. Where it stays it is a defect of sagewire's: report it, and go on without the plugin.",
    )
