"""The demo's training: what it learns, and the folder that it writes."""

import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from demo.train import FEWEST_VISITORS, TrainingReport, train


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("season", ["autumn", "winter"])
def test_the_model_beats_popularity_on_sessions_it_has_not_seen(
    reports: Mapping[str, TrainingReport], season: str
) -> None:
    report = reports[season]
    assert report.rows == 6000
    assert report.hit_rate > 0.5
    assert report.hit_rate > 1.8 * report.baseline_hit_rate
    assert report.baseline_hit_rate > 0.15


def test_equal_arguments_write_equal_bytes(tmp_path: Path) -> None:
    first, second = (train(tmp_path / name, season="winter", visitors=80, seed=3) for name in ("first", "second"))
    assert first.version == second.version
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_another_season_is_another_version(reports: Mapping[str, TrainingReport]) -> None:
    assert reports["autumn"].version != reports["winter"].version


def test_the_folder_is_laid_out_as_the_model_archive_and_is_small(
    archives: Mapping[str, Path], reports: Mapping[str, TrainingReport], tmp_path: Path
) -> None:
    assert reports
    assert set(contents(archives["autumn"])) == {
        "bias.npy",
        "catalogue.json",
        "code/inference.py",
        "metadata.json",
        "popularity.npy",
        "weights.npy",
    }
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(archives["autumn"], ".")
    assert (tmp_path / "model.tar.gz").stat().st_size < 100_000


def test_the_fewest_visitors_are_enough_to_train_on(tmp_path: Path) -> None:
    """What nobody of them clicked is in the model all the same."""
    report = train(tmp_path / "model", visitors=FEWEST_VISITORS)
    assert report.rows == 80


def test_too_few_visitors_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^visitors is 19: use at least 20, or there is little to learn$"):
        train(tmp_path / "model", visitors=FEWEST_VISITORS - 1)
    assert not (tmp_path / "model").exists()


def test_a_model_that_is_there_is_replaced(tmp_path: Path) -> None:
    train(tmp_path / "model", season="autumn", visitors=20)
    (tmp_path / "model" / "code" / "stale.py").touch()
    train(tmp_path / "model", season="winter", visitors=20)
    train(tmp_path / "fresh", season="winter", visitors=20)
    assert contents(tmp_path / "model") == contents(tmp_path / "fresh")


@pytest.mark.parametrize("stranger", ["thesis.txt", "code"])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, stranger: str) -> None:
    (tmp_path / stranger).write_text("precious")
    with pytest.raises(ValueError, match=f"holds {stranger}, not a model: name a new or an empty folder$"):
        train(tmp_path, visitors=20)
    assert contents(tmp_path) == {stranger: b"precious"}
