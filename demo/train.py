"""Trains the demo's model on a season of browsing: `python -m demo.train --season winter --out FOLDER`."""

import argparse
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from demo.browsing import Session, browse
from demo.catalogue import CATALOGUE
from demo.evaluation import hit_rate, popularity_only
from demo.model.code import inference
from demo.seasons import SEASONS

DESTINATION = Path("demo/build/model")
VISITORS = 1500
FEWEST_VISITORS = 20

_CONTENTS = {"code", "metadata.json", "catalogue.json", "weights.npy", "bias.npy", "popularity.npy"}
_POSITIONS = {content.slug: position for position, content in enumerate(CATALOGUE)}


@dataclass(frozen=True, kw_only=True)
class TrainingReport:
    """What a training run gave.

    Attributes:
        season: the season whose browsing it learned.
        version: digest of what was learned; it is in every answer of the model.
        rows: sessions it was trained on.
        hit_rate: share of held-out sessions, 0 to 1, whose click is among the first five ranked.
        baseline_hit_rate: the same for ranking by popularity alone.
        seconds: wall-clock time of the whole run.
    """

    season: str
    version: str
    rows: int
    hit_rate: float
    baseline_hit_rate: float
    seconds: float


def train(destination: Path, *, season: str = "autumn", visitors: int = VISITORS, seed: int = 7) -> TrainingReport:
    """Train a model and write it to `destination`, laid out as the inside of a SageMaker model.tar.gz.

    On one machine, equal arguments write equal bytes. A model that is there already is replaced.

    Raises:
        ValueError: an unknown season, too few visitors, or a destination that holds no model.
    """
    if visitors < FEWEST_VISITORS:
        raise ValueError(f"visitors is {visitors}: use at least {FEWEST_VISITORS}, or there is little to learn")
    started = time.perf_counter()
    histories = [visitor.sessions for visitor in browse(season=season, visitors=visitors, seed=seed)]
    learned = _learn([session for sessions in histories for session in sessions[:-1]])
    rows = sum(len(sessions) - 1 for sessions in histories)
    version = _digest(learned)
    trained_on = {"visitors": visitors, "rows": rows, "seed": seed}
    _write(destination, learned, {"season": season, "version": version, "trainedOn": trained_on})
    model = inference.model_fn(str(destination))
    held_out = [sessions[-1] for sessions in histories]
    return TrainingReport(
        season=season,
        version=version,
        rows=rows,
        hit_rate=hit_rate(model, held_out),
        baseline_hit_rate=hit_rate(popularity_only(model), held_out),
        seconds=time.perf_counter() - started,
    )


def _learn(sessions: Sequence[Session]) -> Mapping[str, NDArray[np.float32]]:
    # one click out of nowhere on everything: what nobody clicked yet has a class, and a chance
    nowhere = np.zeros((len(CATALOGUE), len(CATALOGUE)))
    views = [inference.interest(session.views, _POSITIONS) for session in sessions]
    clicks = [_POSITIONS[session.click] for session in sessions] + list(range(len(CATALOGUE)))
    # one thread: more gain nothing on arrays this small, and the last digits would depend on their number
    with threadpool_limits(limits=1):
        classifier = LogisticRegression(tol=1e-3, max_iter=500).fit(np.vstack([*views, nowhere]), clicks)
    learned = {
        "weights": classifier.coef_,
        "bias": classifier.intercept_,
        "popularity": np.bincount(clicks) / len(clicks),
    }
    return {name: array.astype("<f4") for name, array in learned.items()}


def _digest(learned: Mapping[str, NDArray[np.float32]]) -> str:
    return hashlib.sha256(b"".join(array.tobytes() for array in learned.values())).hexdigest()[:12]


def _write(destination: Path, learned: Mapping[str, NDArray[np.float32]], metadata: Mapping[str, Any]) -> None:
    _clear(destination)
    (destination / "code").mkdir(parents=True)
    _write_json(destination / "metadata.json", metadata)
    shutil.copyfile(inference.__file__, destination / "code" / "inference.py")
    _write_json(destination / "catalogue.json", [asdict(content) for content in CATALOGUE])
    for name, array in learned.items():
        np.save(destination / f"{name}.npy", array, allow_pickle=False)


def _clear(destination: Path) -> None:
    """Remove the model that is there, and nothing but a model."""
    if not destination.exists():
        return
    found = {path.name for path in destination.iterdir()}
    strangers = found - _CONTENTS or (found if "metadata.json" not in found else set())
    if strangers:
        raise ValueError(f"{destination} holds {min(strangers)}, not a model: name a new or an empty folder")
    shutil.rmtree(destination)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8", newline="\n")


class _OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code is 2 for input it cannot work with, said in one line on stderr."""
    parser = _OneLineParser(prog="python -m demo.train", description="Train the demo's model.")
    parser.add_argument("--season", choices=tuple(SEASONS), default="autumn")
    parser.add_argument("--out", type=Path, default=DESTINATION, help="folder to write (default: %(default)s)")
    parser.add_argument("--visitors", type=int, default=VISITORS, help="visitors to learn from (%(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="of the generated browsing (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        report = train(options.out, season=options.season, visitors=options.visitors, seed=options.seed)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    print(
        f"{report.season} {report.version}: {report.rows} sessions, hit rate @5 {report.hit_rate:.0%} "
        f"(popularity {report.baseline_hit_rate:.0%}), {report.seconds:.1f} s -> {options.out}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
