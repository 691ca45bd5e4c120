"""Puts a synthesized stack onto an embedded AWS as the CDK CLI would, in a tenth of its time."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.local.account import Account, eventually

_IN_PROGRESS = "CREATE_IN_PROGRESS"


@dataclass(frozen=True, kw_only=True)
class DeployedStack:
    """What a stack has made: its outputs, and its resources as CloudFormation describes them."""

    outputs: Mapping[str, str]
    resources: tuple[Mapping[str, Any], ...]


def deploy(account: Account, assembly: Path, *, stack: str) -> DeployedStack:
    """Upload the assets of the one stack of an assembly, and create it."""
    _publish(account, json.loads((assembly / f"{stack}.assets.json").read_text()), assembly)
    cloudformation = account.aws.client("cloudformation")
    url = account.put((assembly / f"{stack}.template.json").read_bytes()).removeprefix("s3://")
    place = f"{account.aws.endpoint_url}/{url}"
    cloudformation.create_stack(StackName=stack, TemplateURL=place, Capabilities=["CAPABILITY_IAM"])

    def settled() -> dict[str, Any] | None:
        (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
        return None if found["StackStatus"] == _IN_PROGRESS else found

    found = eventually(settled, seconds=120)
    assert found is not None
    resources = cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    failed = [each.get("ResourceStatusReason") for each in resources if each["ResourceStatus"] == "CREATE_FAILED"]
    assert found["StackStatus"] == "CREATE_COMPLETE", (found.get("StackStatusReason"), failed)
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}
    return DeployedStack(outputs=outputs, resources=tuple(resources))


def _publish(account: Account, assets: Mapping[str, Any], assembly: Path) -> None:
    files = assets["files"].values()
    for bucket in {place["bucketName"] for file in files for place in file["destinations"].values()}:
        account.s3.create_bucket(Bucket=bucket)
    for file in files:
        path = assembly / file["source"]["path"]
        content = _zipped(path) if file["source"]["packaging"] == "zip" else path.read_bytes()
        for place in file["destinations"].values():
            account.s3.put_object(Bucket=place["bucketName"], Key=place["objectKey"], Body=content)


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return buffer.getvalue()
