"""Where a model's weights and code come from: a local folder or archive, or an object in S3."""

import abc
import gzip
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as s3_assets
from constructs import Construct

from sagewire.pseudo import is_token

_ARCHIVE_SUFFIX = ".tar.gz"
_NOT_PACKED = ("__pycache__", ".pyc", ".DS_Store")


@dataclass(frozen=True, kw_only=True)
class ArtifactObject:
    """The artifact once it has a place: one object in S3."""

    bucket: s3.IBucket
    key: str

    @property
    def url(self) -> str:
        """The s3:// URL that a SageMaker model names."""
        return self.bucket.s3_url_for_object(self.key)

    @property
    def arn(self) -> str:
        """The ARN that the execution role may read."""
        return self.bucket.arn_for_objects(self.key)


class ModelArtifact(abc.ABC):
    """A model's weights, and the `code/` folder that serves them, as one gzipped tar archive.

    https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
    """

    @staticmethod
    def from_asset(path: str | Path) -> "ModelArtifact":
        """A local folder, packed at synth, or a local .tar.gz; new content is a new object, so it rolls out.

        Raises ValueError when there is nothing at `path`, or no archive.
        """
        return _LocalArtifact(path=Path(path))

    @staticmethod
    def from_bucket(bucket: s3.IBucket, key: str) -> "ModelArtifact":
        """An object that exists. SageMaker reads it when an instance starts: never overwrite it, name a new key."""
        return _StoredArtifact(bucket=bucket, key=key)

    @abc.abstractmethod
    def bind(self, scope: Construct) -> ArtifactObject:
        """Give the artifact its place in S3, for a model below `scope`."""


@dataclass(frozen=True, kw_only=True)
class _StoredArtifact(ModelArtifact):
    bucket: s3.IBucket
    key: str

    def __post_init__(self) -> None:
        if not is_token(self.key) and not self.key.endswith(_ARCHIVE_SUFFIX):
            raise ValueError(f"the model artifact's key is {self.key!r}; SageMaker takes a {_ARCHIVE_SUFFIX} object")

    def bind(self, scope: Construct) -> ArtifactObject:  # noqa: ARG002
        return ArtifactObject(bucket=self.bucket, key=self.key)


@dataclass(frozen=True, kw_only=True)
class _LocalArtifact(ModelArtifact):
    path: Path

    def __post_init__(self) -> None:
        if self.path.is_dir():
            if not _packed_files(self.path):
                raise ValueError(f"the model folder {str(self.path)!r} is empty: put the model's files into it")
        elif not self.path.is_file():
            raise ValueError(f"there is no model at {str(self.path)!r}: name a folder or a {_ARCHIVE_SUFFIX} file")
        elif not self.path.name.endswith(_ARCHIVE_SUFFIX):
            raise ValueError(f"{str(self.path)!r} is no model archive: name a folder or a {_ARCHIVE_SUFFIX} file")

    def bind(self, scope: Construct) -> ArtifactObject:
        with tempfile.TemporaryDirectory(prefix="sagewire-") as folder:
            archive = _pack(self.path, Path(folder)) if self.path.is_dir() else self.path
            asset = s3_assets.Asset(scope, "Artifact", path=str(archive.resolve()))
        return ArtifactObject(bucket=asset.bucket, key=asset.s3_object_key)


def _pack(folder: Path, into: Path) -> Path:
    """The folder as a .tar.gz whose bytes depend on its files' names and contents alone, so that its hash does."""
    archive = into / f"model{_ARCHIVE_SUFFIX}"
    with (
        archive.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for file in _packed_files(folder):
            with file.open("rb") as content:
                tar.addfile(_entry(file, folder, content), content)
    return archive


def _packed_files(folder: Path) -> list[Path]:
    return sorted(
        file for file in folder.rglob("*") if file.is_file() and not file.match("*.pyc") and not _is_left_out(file)
    )


def _is_left_out(file: Path) -> bool:
    return any(part in _NOT_PACKED for part in file.parts)


def _entry(file: Path, folder: Path, content: IO[bytes]) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(file.relative_to(folder).as_posix())
    entry.size = content.seek(0, 2)
    content.seek(0)
    entry.mode = 0o755 if file.stat().st_mode & 0o100 else 0o644
    return entry
