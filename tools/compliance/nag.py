"""cdk-nag's packs: how they are given an app, and what their report says.

An acknowledgement is in the report when its id names the pack, as in `AwsSolutions::AwsSolutions-SQS3`. When it does
not, cdk-nag keeps the finding to itself.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import cdk_nag
from aws_cdk import App, Validations

from tools.compliance.finding import Finding
from tools.compliance.planted import plant, without_planted

# The name that a pack goes by in the report, and its class.
PACKS = {
    "AwsSolutions": "AwsSolutionsChecks",
    "Serverless": "ServerlessChecks",
    "NIST.800.53.R5": "NIST80053R5Checks",
    "HIPAA.Security": "HIPAASecurityChecks",
    "PCI.DSS.321": "PCIDSS321Checks",
}


def add_packs(app: App, packs: Iterable[str] = PACKS) -> None:
    """Have an app judged when it is synthesized."""
    plant(app)
    Validations.of(app).add_plugins(*(getattr(cdk_nag, PACKS[pack])(app) for pack in packs))


def findings(outdir: Path, packs: Iterable[str] = PACKS) -> list[Finding]:
    """What the packs reported, explained or not."""
    report = json.loads((outdir / "validation-report.json").read_text())
    reported = [finding for plugin in report["pluginReports"] for finding in _of(plugin)]
    return without_planted(reported, packs)


def _of(plugin: dict[str, Any]) -> Iterator[Finding]:
    for violation in [*plugin["violations"], *plugin.get("suppressedViolations", [])]:
        for construct in violation["violatingConstructs"]:
            path = construct["constructPath"]
            yield Finding(
                pack=plugin["pluginName"],
                rule=violation["ruleName"],
                stack=path.partition("/")[0],
                where=path,
                message=violation["description"],
                reason=violation.get("reason"),
            )
