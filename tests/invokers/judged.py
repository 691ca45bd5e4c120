"""An app with one way in, held against AwsSolutions, cfn-lint and CDK's feature flags."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from aws_cdk import App, DefaultStackSynthesizer, Stack

from sagewire import Model, RealTimeEndpoint
from tests.compliance import FLAGS
from tests.models import IMAGE
from tests.properties.lint import findings
from tools.compliance import nag

PACK = "AwsSolutions"
Make = Callable[[Stack, RealTimeEndpoint], object]


def faults(folder: Path, make: Make) -> list[str]:
    """What is wrong with the stack that `make` fills: findings, and what depends on the flags of the app."""
    plain, flagged = (_synthesized(folder / name, make, flags) for name, flags in (("no", {}), ("all", FLAGS)))
    depends = [] if plain[0] == flagged[0] else ["the template depends on feature flags"]
    return [*depends, *plain[1], *flagged[1], *findings(plain[0], None)]


def _synthesized(outdir: Path, make: Make, flags: Mapping[str, Any]) -> tuple[str, list[str]]:
    app = App(outdir=str(outdir), context=flags, analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = Stack(app, "Test", synthesizer=DefaultStackSynthesizer(generate_bootstrap_version_rule=False))
    model = Model(stack, "Model", image=IMAGE)
    make(stack, RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large"))
    nag.add_packs(app, [PACK])
    try:
        app.synth()
    except RuntimeError as error:
        if "ValidationFailed" not in str(error):
            raise
    template = json.dumps(json.loads((outdir / "Test.template.json").read_text()), sort_keys=True)
    reported = [f"{each.rule} {each.where}" for each in nag.findings(outdir, [PACK]) if each.reason is None]
    return template, reported
