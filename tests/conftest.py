"""What all tests stand on: no AWS account in reach, an app without CDK's own validation, stable templates."""

import os
import sys
from pathlib import Path

import pytest
from aws_cdk import App, DefaultStackSynthesizer, Environment, Stack
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

ROOT = Path(__file__).parents[1]

os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_CONFIG_FILE=str(ROOT / "no-such-config"),
    AWS_SHARED_CREDENTIALS_FILE=str(ROOT / "no-such-credentials"),
    # The Node of this environment, also where pytest is started by itself.
    PATH=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
)
for poison in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
    os.environ.pop(poison, None)


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(outdir=str(tmp_path / "cdk.out"), analytics_reporting=False, builtin_cloud_formation_validation=False)


@pytest.fixture
def stack(app: App) -> Stack:
    """A stack whose account and region are known at deployment only."""
    return Stack(app, "Test", synthesizer=DefaultStackSynthesizer(generate_bootstrap_version_rule=False))


@pytest.fixture
def regional_stack(app: App) -> Stack:
    """A stack with an account and a region."""
    return Stack(app, "Regional", env=Environment(account="123456789012", region="eu-west-1"))


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """The smallest folder that is a model."""
    folder = tmp_path / "model"
    (folder / "code").mkdir(parents=True)
    (folder / "weights.json").write_text("[1, 2, 3]")
    (folder / "code" / "inference.py").write_text("def model_fn(model_dir):\n    return None\n")
    return folder


@pytest.fixture
def snapshot_json(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)
