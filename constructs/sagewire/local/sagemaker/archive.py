"""Fetches a model archive as the execution role, and unpacks it safely."""

import gzip
import shutil
import tarfile
import zlib
from contextlib import closing
from pathlib import Path, PurePosixPath

from botocore.exceptions import ClientError

from sagewire.local import seams
from sagewire.local.sagemaker import objects
from sagewire.local.sagemaker.failures import ModelFailure
from sagewire.local.sagemaker.roles import SERVICE, ExecutionRole

_CHUNK = 1 << 20
_MISSING = ("NoSuchKey", "NoSuchBucket", "404")


def fetch(url: str, *, role: ExecutionRole, folder: Path) -> None:
    """Put the content of the tar.gz at `url` into `folder`; ModelFailure, in AWS's words, if that cannot be."""
    packed = folder.with_name("model.tar.gz")
    try:
        with closing(objects.get(url, role=role)) as body, packed.open("wb") as file:
            shutil.copyfileobj(body, file)
    except ClientError as error:
        raise ModelFailure(_refusal(url, role, error)) from error
    try:
        with gzip.open(packed) as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
            unpack(archive, folder)
            while stream.read(_CHUNK):  # to the checksum, which is behind the end of the tar
                pass
    except (tarfile.TarError, zlib.error, OSError, EOFError) as error:
        raise ModelFailure(
            f"Failed to extract model data from {url}: {error}. "
            "Please ensure that the object is a valid tar.gz archive."
        ) from error
    finally:
        packed.unlink(missing_ok=True)


def unpack(archive: tarfile.TarFile, folder: Path, *, filtered: bool = hasattr(tarfile, "data_filter")) -> None:
    """Unpack what stays inside the folder; TarError for anything else.

    Python 3.11 has the filter for that from 3.11.4 on; before, files and folders with harmless names are taken alone.
    """
    if filtered:
        archive.extractall(folder, filter="data")
        return
    for member in archive:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
            raise tarfile.TarError(f"{member.name!r} is no file or folder inside the archive's own")
        _write(archive, member, folder / path)


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    assert content is not None
    with content, target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _refusal(url: str, role: ExecutionRole, error: ClientError) -> str:
    if error.response.get("Error", {}).get("Code") in _MISSING:
        return f"Could not find model data at {url}."
    return (
        f'Could not access model data at {url}. Please ensure that the role "{role.arn}" exists and that its '
        f'trust relationship policy allows the action "sts:AssumeRole" for the service principal "{SERVICE}". '
        f'Also ensure that the role has "s3:GetObject" permissions and that the object is located in '
        f"{seams.region()}. {error}"
    )
