"""Where a model's weights and code come from: a local folder or archive, or an object in S3."""

import abc
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as s3_assets
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.archive import files_of, packed
from sagewire.arguments import check_uri
from sagewire.key import key_behind
from sagewire.limits import S3_URI, Limit
from sagewire.making import make
from sagewire.permissions import Permission
from sagewire.pseudo import is_token

_Model = sagemaker.CfnModel
_ARCHIVE_SUFFIX = ".tar.gz"
_OVERWRITTEN = re.compile(r"(^|[/._-])(latest|current|newest)([/._-]|$)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ObjectPrefix:
    """The objects of a bucket below a prefix, which names a folder: "ranking" and "ranking/" are the same one.

    encryption_key: what they are encrypted with; the bucket's own key if not given.
    """

    bucket: s3.IBucket
    prefix: str = ""
    encryption_key: kms.IKey | None = None

    @property
    def folder(self) -> str:
        """The prefix with its final slash, so that "ranking" does not take in "ranking-secret/"."""
        return self.prefix if not self.prefix or is_token(self.prefix) else f"{self.prefix.rstrip('/')}/"

    @property
    def url(self) -> str:
        """The prefix as s3:// URL."""
        return object_url("prefix", self.folder, self.bucket)

    @property
    def permissions(self) -> list[Permission]:
        """What a role needs that reads these objects."""
        return [
            permissions.read_models(self.bucket.arn_for_objects(f"{self.folder}*")),
            permissions.list_objects(self.bucket.bucket_arn, self.folder),
            *_decrypt(self.encryption_key or self.bucket.encryption_key),
        ]


@dataclass(frozen=True, kw_only=True)
class ModelDirectory(ObjectPrefix):
    """The artifacts of a multi-model endpoint, .tar.gz objects below one prefix; a request names the one it wants.

    cache: whether instances keep the models that they have loaded; without, each request loads its own.

    https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html
    """

    cache: bool = True

    @property
    def definition(self) -> dict[str, object]:
        """What the container's definition says of them."""
        caching = (
            {}
            if self.cache
            else {"multi_model_config": _Model.MultiModelConfigProperty(model_cache_setting="Disabled")}
        )
        return {"mode": "MultiModel", "model_data_url": self.url, **caching}


@dataclass(frozen=True, kw_only=True)
class ArtifactLocation:
    """The artifact once it has a place: one object in S3, or the prefix of an uncompressed one.

    version: what tells it from others that had the same place.
    """

    url: str
    permissions: Sequence[Permission]
    uncompressed: bool = False
    version: str | None = None

    @property
    def definition(self) -> dict[str, object]:
        """What the container's definition says of it."""
        if not self.uncompressed:
            return {"model_data_url": self.url}
        source = _Model.S3DataSourceProperty(compression_type="None", s3_data_type="S3Prefix", s3_uri=self.url)
        return {"model_data_source": _Model.ModelDataSourceProperty(s3_data_source=source)}


class ModelArtifact(abc.ABC):
    """A model's weights, and the `code/` folder that serves them, as one gzipped tar archive or as objects.

    https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
    """

    @staticmethod
    def from_asset(path: str | Path, *, encryption_key: kms.IKey | None = None) -> "ModelArtifact":
        """A local folder, packed at synth, or a local .tar.gz; new content is a new object, so it rolls out.

        Args:
            path: The folder, or the archive.
            encryption_key: Your own key of CDK's bootstrap bucket, where it has one; AWS's needs no permission.

        Raises:
            ValueError: When there is nothing at `path`, or no archive.
        """
        return _LocalArtifact(path=Path(path), encryption_key=encryption_key)

    @staticmethod
    def from_bucket(
        bucket: s3.IBucket, key: str, *, version: str | None = None, encryption_key: kms.IKey | None = None
    ) -> "ModelArtifact":
        """An object that exists.

        Args:
            bucket: Its bucket.
            key: Its key, which ends in .tar.gz.
            version: Its ETag or whatever else changes with its content. SageMaker reads the object when an instance
                starts: overwritten under the same key and version, nothing rolls out, and later instances serve other
                weights than the first.
            encryption_key: What the object is encrypted with; the bucket's own key if not given.

        Raises:
            ValueError: For a key of another kind, or one that says that it is overwritten ("latest") without a version.
        """
        return _StoredArtifact(bucket=bucket, key=key, version=version, encryption_key=encryption_key)

    @staticmethod
    def from_bucket_prefix(
        bucket: s3.IBucket, prefix: str, *, version: str | None = None, encryption_key: kms.IKey | None = None
    ) -> "ModelArtifact":
        """An uncompressed artifact: all objects below a prefix, which large models start faster from.

        Serverless endpoints, multi-model endpoints and batch transform take none:
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelDataSource.html

        Args:
            bucket: The bucket.
            prefix: Where the objects are, "ranking/7/".
            version: Whatever changes with their content, as in `from_bucket`.
            encryption_key: What the objects are encrypted with; the bucket's own key if not given.

        Raises:
            ValueError: For no prefix, or one that says that it is overwritten ("latest") without a version.
        """
        objects = ObjectPrefix(bucket=bucket, prefix=prefix, encryption_key=encryption_key)
        return _UncompressedArtifact(objects=objects, version=version)

    @abc.abstractmethod
    def bind(self, scope: Construct) -> ArtifactLocation:
        """Give the artifact its place in S3, for a model below `scope`."""


@dataclass(frozen=True, kw_only=True)
class _StoredArtifact(ModelArtifact):
    bucket: s3.IBucket
    key: str
    version: str | None
    encryption_key: kms.IKey | None

    def __post_init__(self) -> None:
        if not is_token(self.key) and not self.key.endswith(_ARCHIVE_SUFFIX):
            raise ValueError(f"the model artifact's key is {self.key!r}; SageMaker takes a {_ARCHIVE_SUFFIX} object")
        _check_version(self.key, self.version)

    def bind(self, scope: Construct) -> ArtifactLocation:  # noqa: ARG002
        return ArtifactLocation(
            url=object_url("key", self.key, self.bucket),
            permissions=[
                permissions.read_object(self.bucket.arn_for_objects(self.key)),
                *_decrypt(self.encryption_key or self.bucket.encryption_key),
            ],
            version=self.version,
        )


@dataclass(frozen=True, kw_only=True)
class _UncompressedArtifact(ModelArtifact):
    objects: ObjectPrefix
    version: str | None

    def __post_init__(self) -> None:
        if not self.objects.prefix.strip("/"):
            raise ValueError("the model artifact's prefix is empty; name the folder that holds this model alone")
        _check_version(self.objects.prefix, self.version)

    def bind(self, scope: Construct) -> ArtifactLocation:  # noqa: ARG002
        return ArtifactLocation(
            url=self.objects.url,
            permissions=self.objects.permissions,
            uncompressed=True,
            version=self.version,
        )


@dataclass(frozen=True, kw_only=True)
class _LocalArtifact(ModelArtifact):
    path: Path
    encryption_key: kms.IKey | None

    def __post_init__(self) -> None:
        if self.path.is_dir():
            if not files_of(self.path):
                raise ValueError(f"the model folder {str(self.path)!r} is empty: put the model's files into it")
        elif not self.path.is_file():
            raise ValueError(f"there is no model at {str(self.path)!r}: name a folder or a {_ARCHIVE_SUFFIX} file")
        elif not self.path.name.endswith(_ARCHIVE_SUFFIX):
            raise ValueError(f"{str(self.path)!r} is no model archive: name a folder or a {_ARCHIVE_SUFFIX} file")

    def bind(self, scope: Construct) -> ArtifactLocation:
        archive = packed(self.path) if self.path.is_dir() else self.path
        asset = make(s3_assets.Asset, scope, "Artifact", path=str(archive.resolve()))
        stored = f"{asset.s3_bucket_name}/{asset.s3_object_key}"
        read = permissions.read_object(f"arn:{pseudo.partition()}:s3:::{stored}")
        return ArtifactLocation(url=f"s3://{stored}", permissions=[read, *_decrypt(self.encryption_key)])


def object_url(name: str, key: str, bucket: s3.IBucket, *, limit: Limit = S3_URI) -> str:
    """The s3:// URL of a key or prefix; ValueError, of the argument `name`, for one that SageMaker does not take."""
    url = bucket.s3_url_for_object(key)
    check_uri(name, key, url, limit)
    return url


def _check_version(key: str, version: str | None) -> None:
    """Raise ValueError for a place that is written to again, by its name, where nothing tells its contents apart."""
    if version is None and not is_token(key) and _OVERWRITTEN.search(key):
        raise ValueError(
            f"the model artifact at {key!r} looks as if it were overwritten, and then nothing would roll out:"
            " write each model to a key of its own, or give version, such as its ETag"
        )


def _decrypt(given: kms.IKey | None) -> list[Permission]:
    key = key_behind(given)
    return [permissions.decrypt_objects(key.key_arn)] if key else []
