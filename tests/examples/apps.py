"""The examples' scripts, run as their users run them, and the apps that they make."""

import json
import os
import runpy
import subprocess
import sys
from functools import partial
from pathlib import Path
from unittest import mock

import aws_cdk
from aws_cdk import App

from tests.compliance import FLAGS, ROOT

SCRIPTS = {path.parent.name: path for path in sorted(ROOT.glob("examples/*/app.py"))}
OWN_STACK = "personalization"
ALL = (*SCRIPTS, OWN_STACK)


def synthesize(example: str, *, folder: Path, outdir: Path) -> Path:
    """Run the script as the CDK CLI does; cdk.json's flags let an error of CDK's own validation end it."""
    environment = {**os.environ, "CDK_OUTDIR": str(outdir), "CDK_CONTEXT_JSON": json.dumps(FLAGS)}
    subprocess.run([sys.executable, str(SCRIPTS[example])], cwd=folder, env=environment, check=True)
    return outdir


def flagged_app(outdir: Path, **context: object) -> App:
    """An app with cdk.json's flags."""
    return App(
        outdir=str(outdir),
        context={**FLAGS, **context},
        analytics_reporting=False,
        builtin_cloud_formation_validation=False,
    )


def app_of(example: str, *, folder: Path, outdir: Path, **context: object) -> App:
    """The app that a script makes, in this process and not synthesized yet: a process for each takes a minute."""
    made: list[App] = []

    def keep(app: App) -> None:
        made.append(app)

    before = Path.cwd()
    os.chdir(folder)
    try:
        with (
            mock.patch.object(aws_cdk, "App", partial(flagged_app, outdir, **context)),
            mock.patch.object(App, "synth", keep),
        ):
            runpy.run_path(str(SCRIPTS[example]), run_name="__main__")
    finally:
        os.chdir(before)
    (app,) = made
    return app
