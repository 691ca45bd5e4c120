"""Runs a CDK app's script as it stands, with packs of cdk-nag looking on."""

import argparse
import runpy
import sys
from typing import Any
from unittest import mock

from aws_cdk import App
from aws_cdk.cx_api import CloudAssembly

from tools.compliance.nag import PACKS, add_packs


def main() -> None:
    """Run the script; a finding ends up in the report, any other failure is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", nargs="+", choices=PACKS, default=list(PACKS))
    parser.add_argument("script")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    synth = App.synth

    def judged(app: App, **how: Any) -> CloudAssembly:
        add_packs(app, options.packs)
        return synth(app, **how)

    sys.argv = [options.script, *options.arguments]
    with mock.patch.object(App, "synth", judged):
        try:
            runpy.run_path(options.script, run_name="__main__")
        except RuntimeError as error:
            if "ValidationFailed" not in str(error):
                raise


if __name__ == "__main__":
    main()
