"""What CDK's command line does not let pass, whatever stacks it is asked for."""

from __future__ import annotations

from aws_cdk import PolicyViolatingResource, PolicyViolation

# CDK lets errors be acknowledged, but not this.
FATAL = "fatal"


def fatal(*, rule_name: str, description: str, fix: str) -> PolicyViolation:
    """A violation that fails the synthesis, and lies at no construct: CDK shows that of any stack."""
    nowhere = PolicyViolatingResource(construct_path="", locations=[])
    return PolicyViolation(
        rule_name=rule_name, severity=FATAL, description=description, fix=fix, violating_resources=[nowhere]
    )
