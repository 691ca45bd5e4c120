"""A fault in a stack of its own, which every checker has to report: a check that did not run finds nothing either."""

from collections.abc import Iterable

from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_

from tools.compliance.finding import Finding

_NAME = "PlantedFault"


def plant(app: App) -> None:
    """Add the fault, once."""
    if app.node.try_find_child(_NAME):
        return
    lambda_.CfnFunction(
        Stack(app, _NAME),
        "Function",
        code=lambda_.CfnFunction.CodeProperty(zip_file="def handler(event, context): ..."),
        handler="index.handler",
        role="arn:aws:iam::123456789012:role/function",
        runtime="python3.9",
    )


def without_planted(findings: Iterable[Finding], packs: Iterable[str]) -> list[Finding]:
    """The other findings; an error when a pack did not report the planted one."""
    found = list(findings)
    if blind := set(packs) - {finding.pack for finding in found if finding.stack == _NAME}:
        raise RuntimeError(f"the planted fault was not reported by {', '.join(sorted(blind))}: it cannot have run")
    return [finding for finding in found if finding.stack != _NAME]
