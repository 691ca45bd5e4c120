"""What one round runs: an app of many real-time endpoints, each behind a function and a rule, with one library."""

import argparse
from collections.abc import Sequence
from importlib import import_module

from aws_cdk import App, IPolicyValidationPlugin, Stack, Validations

# A template holds 500 resources.
_ENDPOINTS_PER_STACK = 25


def main(library: str, count: int, *, plugins: Sequence[IPolicyValidationPlugin] = ()) -> None:
    """Synthesize `count` endpoints, and have the plugins look at them."""
    endpoint = import_module(f"benchmarks.apps.{library}").real_time
    app = App(analytics_reporting=False)
    Validations.of(app).add_plugins(*plugins)
    for number in range(count):
        if number % _ENDPOINTS_PER_STACK == 0:
            stack = Stack(app, f"Stack{number // _ENDPOINTS_PER_STACK}")
        endpoint(stack, number)
    app.synth()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library")
    parser.add_argument("count", type=int)
    main(**vars(parser.parse_args()))
