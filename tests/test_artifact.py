"""Local folders become archives whose hash depends on their content alone."""

import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagewire import Model, ModelArtifact
from sagewire.archive import packed
from sagewire.artifact import ArtifactLocation
from tests.models import IMAGE, allowing, bucket_of
from tests.templates import only, resources


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


def stored(stack: Stack, key: str, **options: Any) -> Model:
    return Model(stack, "Model", image=IMAGE, artifact=ModelArtifact.from_bucket(bucket_of(stack), key, **options))


def test_new_content_under_an_old_key_is_a_new_model(app: App) -> None:
    """Pitfall 9: SageMaker reads the object when an instance starts; tags do not replace a model, its variables do."""
    before, after = Stack(app, "Before"), Stack(app, "After")
    stored(before, "ranking/model.tar.gz", version="etag-1")
    stored(after, "ranking/model.tar.gz", version="etag-2")
    old, new = (only(stack, "AWS::SageMaker::Model")["PrimaryContainer"] for stack in (before, after))
    assert old["ModelDataUrl"] == new["ModelDataUrl"] == "s3://models/ranking/model.tar.gz"
    assert old["Environment"]["SAGEWIRE_ARTIFACT_VERSION"] == "etag-1"
    assert new["Environment"]["SAGEWIRE_ARTIFACT_VERSION"] == "etag-2"


@pytest.mark.parametrize("key", ["latest/model.tar.gz", "ranking-latest.tar.gz", "CURRENT/model.tar.gz"])
def test_a_key_that_says_it_is_overwritten_needs_a_version(stack: Stack, key: str) -> None:
    """Pitfall 9."""
    bucket = bucket_of(stack)
    with pytest.raises(ValueError, match=f"^the model artifact at '{key}' looks as if it were overwritten.*version"):
        ModelArtifact.from_bucket(bucket, key)
    with pytest.raises(ValueError, match="^the model artifact at '7/latest/' looks as if it were overwritten"):
        ModelArtifact.from_bucket_prefix(bucket, "7/latest/")
    ModelArtifact.from_bucket(bucket, key, version="1")


@pytest.mark.parametrize("key", ["latestage/model.tar.gz", "concurrent/model.tar.gz"])
def test_a_key_that_only_contains_the_word_needs_none(stack: Stack, key: str) -> None:
    stored(stack, key)
    environment = only(stack, "AWS::SageMaker::Model")["PrimaryContainer"]["Environment"]
    assert "SAGEWIRE_ARTIFACT_VERSION" not in environment


def test_an_uncompressed_artifact_is_a_prefix(stack: Stack) -> None:
    artifact = ModelArtifact.from_bucket_prefix(bucket_of(stack), "ranking/7", version="7")
    made = Model(stack, "Model", image=IMAGE, artifact=artifact)
    container = only(stack, "AWS::SageMaker::Model")["PrimaryContainer"]
    assert container["ModelDataSource"] == {
        "S3DataSource": {"CompressionType": "None", "S3DataType": "S3Prefix", "S3Uri": "s3://models/ranking/7/"}
    }
    assert "ModelDataUrl" not in container
    assert made.traits.uncompressed
    (read,) = allowing(stack, "s3:GetObject")
    assert read["Resource"]["Fn::Join"][1][-1] == ":s3:::models/ranking/7/*"
    (listed,) = allowing(stack, "s3:ListBucket")
    assert listed["Condition"] == {"StringLike": {"s3:prefix": "ranking/7/*"}}


def test_where_an_artifact_is_is_an_address_that_sagemaker_takes(stack: Stack) -> None:
    bucket = bucket_of(stack)
    for artifact, message in (
        (ModelArtifact.from_bucket(bucket, "7/a\nb.tar.gz"), r"^key is '7/a\\nb.tar.gz'; allowed are characters that"),
        (ModelArtifact.from_bucket_prefix(bucket, "a\nb"), r"^prefix is 'a\\nb/'; allowed are characters that"),
        (ModelArtifact.from_bucket(bucket, "x" * 1010 + ".tar.gz"), "^key has 1017 characters and makes"),
    ):
        with pytest.raises(ValueError, match=message):
            Model(stack, "Model", image=IMAGE, artifact=artifact)
        stack.node.try_remove_child("Model")
    Model(stack, "Model", image=IMAGE, artifact=ModelArtifact.from_bucket(bucket, "x" * 1005 + ".tar.gz"))


@pytest.mark.parametrize("uncompressed", [False, True])
def test_the_key_of_the_bucket_may_be_used(stack: Stack, uncompressed: bool) -> None:
    bucket = s3.Bucket(stack, "Models", encryption=s3.BucketEncryption.KMS, enforce_ssl=True)
    artifact = (
        ModelArtifact.from_bucket_prefix(bucket, "7/")
        if uncompressed
        else ModelArtifact.from_bucket(bucket, "7/model.tar.gz")
    )
    Model(stack, "Model", image=IMAGE, artifact=artifact)
    (key,) = resources(stack, "AWS::KMS::Key")
    (decrypt,) = allowing(stack, "kms:Decrypt")
    assert decrypt["Resource"] == {"Fn::GetAtt": [key, "Arn"]}
    assert decrypt["Action"] == "kms:Decrypt"


def test_a_key_that_is_named_may_be_used_and_no_other(stack: Stack, model_folder: Path) -> None:
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:123456789012:key/1")
    Model(stack, "Own", image=IMAGE, artifact=ModelArtifact.from_asset(model_folder, encryption_key=key))
    Model(stack, "Plain", image=IMAGE, artifact=ModelArtifact.from_asset(model_folder))
    (decrypt,) = allowing(stack, "kms:Decrypt")
    assert decrypt["Resource"] == key.key_arn


def test_models_of_one_folder_share_its_archive(model_folder: Path) -> None:
    archive = packed(model_folder)
    assert packed(model_folder) is archive
    (model_folder / "weights.json").write_text("[1, 2, 4]")
    assert packed(model_folder) != archive
    assert packed(model_folder).read_bytes() != archive.read_bytes()
