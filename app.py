"""The CDK app: `cdk synth`, `cdk deploy`."""

import sys
from pathlib import Path

from aws_cdk import App, Validations

from cdk.personalization_stack import PersonalizationStack
from sagewire import Validator

MODEL_FOLDER = Path(__file__).parent / "demo" / "build" / "model"


def main() -> None:
    """Synthesize the app, or say in one line why it cannot be."""
    app = App()
    Validations.of(app).add_plugins(Validator())
    folder = app.node.try_get_context("model") or MODEL_FOLDER
    try:
        PersonalizationStack(app, "Personalization", model_folder=Path(folder))
    except ValueError as error:
        sys.exit(f"app.py: {error}")
    app.synth()


if __name__ == "__main__":
    main()
