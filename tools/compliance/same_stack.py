"""The app that is judged: a stack for each kind of endpoint that a library has, all doing the same work."""

import sys
from importlib import import_module

from aws_cdk import App, Stack

from tools.compliance.planted import plant

KINDS = {"RealTime": "real_time", "Serverless": "serverless", "Asynchronous": "asynchronous"}


def main(module: str) -> None:
    """Synthesize it with the library that benchmarks/apps/<module>.py uses."""
    library = import_module(f"benchmarks.apps.{module}")
    app = App(analytics_reporting=False)
    for stack, kind in KINDS.items():
        if hasattr(library, kind):
            getattr(library, kind)(Stack(app, stack), 0)
    plant(app)
    app.synth()


if __name__ == "__main__":
    main(sys.argv[1])
