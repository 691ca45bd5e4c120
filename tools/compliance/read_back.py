"""Reads synthesized templates back as typed resources, for cdk-nag looks at classes and not all libraries bear it."""

import sys
from pathlib import Path

from aws_cdk import App, DefaultStackSynthesizer, Stack
from aws_cdk.cloudformation_include import CfnInclude


def main(folder: str) -> None:
    """Synthesize the same resources again."""
    app = App(analytics_reporting=False)
    for template in sorted(Path(folder).glob("*.template.json")):
        # The template brings the bootstrap rule along.
        synthesizer = DefaultStackSynthesizer(generate_bootstrap_version_rule=False)
        stack = Stack(app, template.name.removesuffix(".template.json"), synthesizer=synthesizer)
        CfnInclude(stack, "Template", template_file=str(template))
    app.synth()


if __name__ == "__main__":
    main(sys.argv[1])
