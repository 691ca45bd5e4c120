"""Unpacking a model archive: what is in it stays in its folder, on every Python."""

import io
import tarfile
from pathlib import Path

import pytest

from sagewire.local.sagemaker.archive import unpack

FILTERED = [False, *([True] if hasattr(tarfile, "data_filter") else [])]


def archive(*members: tarfile.TarInfo) -> tarfile.TarFile:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for member in members:
            content = b"[1]" if member.isfile() else b""
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    packed.seek(0)
    return tarfile.open(fileobj=packed, mode="r:")


def named(name: str, type: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = type, target
    return member


@pytest.mark.parametrize("filtered", FILTERED)
def test_files_and_folders_are_unpacked(tmp_path: Path, *, filtered: bool) -> None:
    with archive(named("code", tarfile.DIRTYPE), named("code/inference.py"), named("weights.json")) as tar:
        unpack(tar, tmp_path, filtered=filtered)
    assert (tmp_path / "weights.json").read_bytes() == (tmp_path / "code" / "inference.py").read_bytes() == b"[1]"


@pytest.mark.parametrize("filtered", FILTERED)
@pytest.mark.parametrize(
    "member",
    [named("../outside"), named("a/../../outside"), named("link", tarfile.SYMTYPE, "../outside")],
    ids=["above", "above by a detour", "a link above"],
)
def test_nothing_is_unpacked_outside(tmp_path: Path, member: tarfile.TarInfo, *, filtered: bool) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    with archive(member) as tar, pytest.raises(tarfile.TarError):
        unpack(tar, folder, filtered=filtered)
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []


def test_an_absolute_name_is_refused_without_the_filter(tmp_path: Path) -> None:
    with archive(named(str(tmp_path / "outside"))) as tar, pytest.raises(tarfile.TarError, match="outside"):
        unpack(tar, tmp_path, filtered=False)
