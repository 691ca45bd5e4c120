"""Cloud assemblies written by hand: what `cdk synth` would leave, without an app."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
QUEUE = {"Queue": {"Type": "AWS::SQS::Queue"}}
NO_CONFIG = {"Type": "AWS::SageMaker::Endpoint", "Properties": {"EndpointConfigName": "absent"}}


def assembly(folder: Path, **stacks: Mapping[str, Any]) -> str:
    """The path of an assembly with these templates, by the names of their stacks."""
    folder.mkdir(exist_ok=True)
    artifacts = {}
    for name, template in stacks.items():
        (folder / f"{name}.template.json").write_text(json.dumps(template))
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": "aws://123456789012/us-east-1",
            "properties": {"templateFile": f"{name}.template.json"},
        }
    (folder / "manifest.json").write_text(json.dumps({"version": "36.0.0", "artifacts": artifacts}))
    return str(folder)


def project(folder: Path) -> Path:
    """A project's folder in which the CDK CLI of this repository is installed."""
    folder.mkdir()
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def stand_in(folder: Path, script: str) -> Path:
    """A project's folder with another program in the CDK CLI's place."""
    place = folder / "node_modules" / ".bin" / "cdk"
    place.parent.mkdir(parents=True)
    place.write_text(script)
    place.chmod(0o755)
    return folder
