"""A model's folder as the .tar.gz that SageMaker takes."""

import atexit
import gzip
import shutil
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import IO

_NOT_PACKED = ("__pycache__", ".pyc", ".DS_Store")


def files_of(folder: Path) -> list[Path]:
    """What is packed of a folder, in the order in which it is."""
    return sorted(
        file for file in folder.rglob("*") if file.is_file() and not file.match("*.pyc") and not _is_left_out(file)
    )


def packed(folder: Path) -> Path:
    """The archive of a folder, which stays until this process ends.

    Models of one folder share it: CDK then copies and fingerprints it once, since it goes by the path.
    """
    files = files_of(folder)
    state = tuple((str(file), file.stat().st_size, file.stat().st_mtime_ns, file.stat().st_mode) for file in files)
    return _packed_as_it_is(folder, state)


@cache
def _packed_as_it_is(folder: Path, _state: tuple[tuple[str, int, int, int], ...]) -> Path:
    archive = Path(tempfile.mkdtemp(dir=_archives())) / "model.tar.gz"
    _pack(folder, archive)
    return archive


@cache
def _archives() -> str:
    folder = tempfile.mkdtemp(prefix="sagewire-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _pack(folder: Path, archive: Path) -> None:
    """Its bytes depend on the files' names and contents alone, so that its hash does."""
    with (
        archive.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for file in files_of(folder):
            with file.open("rb") as content:
                tar.addfile(_entry(file, folder, content), content)


def _is_left_out(file: Path) -> bool:
    return any(part in _NOT_PACKED for part in file.parts)


def _entry(file: Path, folder: Path, content: IO[bytes]) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(file.relative_to(folder).as_posix())
    entry.size = content.seek(0, 2)
    content.seek(0)
    entry.mode = 0o755 if file.stat().st_mode & 0o100 else 0o644
    return entry
