"""Local folders become archives whose hash depends on their content alone."""

import os
import tarfile
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_s3 as s3

from sagewire import ModelArtifact
from sagewire.artifact import ArtifactLocation


def archives(stack: Stack) -> list[Path]:
    return sorted(Path(Stack.of(stack).node.root.outdir).glob("asset.*"))  # type: ignore[attr-defined]


def key_of(stored: ArtifactLocation) -> str:
    return stored.url.rpartition("/")[2]


def test_a_folder_is_packed_in_sagemakers_layout(stack: Stack, model_folder: Path) -> None:
    (model_folder / "__pycache__").mkdir()
    (model_folder / "__pycache__" / "inference.cpython-311.pyc").write_bytes(b"compiled")
    stored = ModelArtifact.from_asset(model_folder).bind(stack)
    (archive,) = archives(stack)
    with tarfile.open(archive, "r:gz") as tar:
        assert tar.getnames() == ["code/inference.py", "weights.json"]
        assert {(entry.uid, entry.mtime, entry.uname) for entry in tar} == {(0, 0, "")}
    assert archive.name.removeprefix("asset.").split(".")[0] in key_of(stored)


def test_the_archives_hash_follows_the_content(app: App, model_folder: Path) -> None:
    first = key_of(ModelArtifact.from_asset(model_folder).bind(Stack(app, "First")))
    os.utime(model_folder / "weights.json", (1, 1))
    touched = key_of(ModelArtifact.from_asset(model_folder).bind(Stack(app, "Touched")))
    (model_folder / "weights.json").write_text("[1, 2, 4]")
    retrained = key_of(ModelArtifact.from_asset(model_folder).bind(Stack(app, "Retrained")))
    assert first == touched
    assert first != retrained


def test_an_archive_is_taken_as_it_is(stack: Stack, tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(b"packed elsewhere")
    ModelArtifact.from_asset(archive).bind(stack)
    assert [staged.read_bytes() for staged in archives(stack)] == [b"packed elsewhere"]


def test_an_object_in_s3(stack: Stack) -> None:
    bucket = s3.Bucket.from_bucket_name(stack, "Models", "models")
    stored = ModelArtifact.from_bucket(bucket, "ranking/7/model.tar.gz").bind(stack)
    assert stored.url == "s3://models/ranking/7/model.tar.gz"
    (allowed,) = stored.permissions
    assert stack.resolve(allowed.resources[0])["Fn::Join"][1][-1] == ":s3:::models/ranking/7/model.tar.gz"


def test_what_is_no_artifact_is_refused(stack: Stack, tmp_path: Path) -> None:
    (tmp_path / "model.zip").touch()
    (tmp_path / "empty").mkdir()
    bucket = s3.Bucket.from_bucket_name(stack, "Models", "models")
    with pytest.raises(ValueError, match=r"^there is no model at '.*/absent': name a folder or a \.tar\.gz file$"):
        ModelArtifact.from_asset(tmp_path / "absent")
    with pytest.raises(ValueError, match=r"^'.*/model\.zip' is no model archive"):
        ModelArtifact.from_asset(tmp_path / "model.zip")
    with pytest.raises(ValueError, match=r"^the model folder '.*/empty' is empty"):
        ModelArtifact.from_asset(tmp_path / "empty")
    with pytest.raises(ValueError, match=r"key is 'model\.pkl'; SageMaker takes a \.tar\.gz object"):
        ModelArtifact.from_bucket(bucket, "model.pkl")
