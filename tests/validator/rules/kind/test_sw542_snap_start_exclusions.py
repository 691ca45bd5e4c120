"""SW542."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw542_snap_start_exclusions import RULE
from sagewire.validator.samples import att, ref, resource, template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import findings_of

SNAP = {"ApplyOn": "PublishedVersions"}
FILES = [{"Arn": "arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-1", "LocalMountPath": "/mnt/m"}]
IMAGE = {"PackageType": "Image", "Runtime": None, "Handler": None, "Code": {"ImageUri": "own"}}


def _of(snap: Any = SNAP, **changes: Any) -> dict[str, Any]:
    return template(function(endpoint=None, SnapStart=snap, **changes), Parameters={"Unset": {"Type": "String"}})


@pytest.mark.parametrize("size", [513, 10240, "1024"])
def test_storage_above_512_is_found(size: Any) -> None:
    (finding,) = findings_of(RULE, _of(EphemeralStorage={"Size": size}))
    assert finding.property == "Properties/EphemeralStorage/Size"


@pytest.mark.parametrize("size", [512, {"Ref": "Unset"}])
def test_storage_of_512_and_an_unknown_one_are_left_alone(size: Any) -> None:
    assert not findings_of(RULE, _of(EphemeralStorage={"Size": size}))


@pytest.mark.parametrize(
    ("changes", "name"), [(IMAGE, "PackageType"), ({"FileSystemConfigs": FILES}, "FileSystemConfigs")]
)
def test_images_and_file_systems_are_found(changes: dict[str, Any], name: str) -> None:
    (finding,) = findings_of(RULE, _of(**changes))
    assert finding.property == f"Properties/{name}"


@pytest.mark.parametrize("type", ["AWS::Lambda::Version", "AWS::Lambda::Alias"])
def test_provisioned_concurrency_of_a_version_or_an_alias_is_found(type: str) -> None:
    warm = {
        "FunctionName": ref("Function"),
        "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 2},
    }
    body = template(function(endpoint=None, SnapStart=SNAP), resource("Warm", type, warm, {}))
    (finding,) = findings_of(RULE, body)
    assert (finding.resource, finding.property) == ("Warm", "Properties/ProvisionedConcurrencyConfig")
    assert "Function has provisioned" in finding.message


def test_an_alias_by_a_version_is_followed_to_the_function() -> None:
    version = {"FunctionName": ref("Function")}
    warm = {
        "FunctionName": att("Version", "FunctionArn"),
        "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 2},
    }
    parts = (resource("Version", "AWS::Lambda::Version", version, {}), resource("Warm", "AWS::Lambda::Alias", warm, {}))
    assert len(findings_of(RULE, template(function(endpoint=None, SnapStart=SNAP), *parts))) == 1


@pytest.mark.parametrize("snap", [None, {"ApplyOn": "None"}, {"ApplyOn": {"Ref": "Unset"}}])
def test_without_snap_start_nothing_is_excluded(snap: Any) -> None:
    assert not findings_of(RULE, _of(snap, EphemeralStorage={"Size": 1024}, FileSystemConfigs=FILES))
