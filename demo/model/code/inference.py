"""Serves the demo's model: ranks content for a visitor, given the pages they viewed last.

The four functions are those that AWS's scikit-learn image calls (SAGEMAKER_PROGRAM=inference.py,
SAGEMAKER_SUBMIT_DIRECTORY=/opt/ml/model/code). That image brings scikit-learn 1.2 on Python 3.9, or 1.4 on
Python 3.10, and neither loads an estimator that a newer scikit-learn pickled. So the archive holds plain
arrays and JSON, and this file needs no more than Python 3.9 and numpy 1.24: one archive serves on every
version of the image, and loading its arrays cannot run code.

A request:  {"visitor": "v-123", "recentPageViews": ["trail-running-shoes-guide"], "count": 5}
An answer:  {"visitor": "v-123", "ranking": [{"content": ..., "title": ..., "score": ...}, ...],
             "model": {"season": ..., "version": ..., "trainedOn": {...}}}
Views are in the order they happened; `count` is optional. A score is the probability that this content is
clicked next, given that none of the viewed content is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

try:
    from sagemaker_inference.errors import BaseInferenceToolkitError  # type: ignore[import-not-found,unused-ignore]
except ImportError:

    class BaseInferenceToolkitError(Exception):  # type: ignore[no-redef,unused-ignore]
        """The toolkit's error, with its shape, where the toolkit is not installed."""

        def __init__(self, status_code: int, message: str, phrase: str) -> None:
            super().__init__(status_code, message, phrase)
            self.status_code = status_code
            self.message = message
            self.phrase = phrase


JSON = "application/json"
DEFAULT_COUNT = 5
MAX_COUNT = 50
RECENCY = 0.75  # each view weighs this much of the one after it


class RequestError(BaseInferenceToolkitError):  # type: ignore[misc,unused-ignore]
    """A request that the caller has to change.

    SageMaker's inference toolkit answers with the status of an error of its own base class, and with 500 to
    any other (sagemaker_inference/transformer.py). The single-model server of the scikit-learn image answers
    500 whatever a function raises (sagemaker_containers/_functions.py, error_wrapper) and logs the message.
    """

    def __init__(self, status_code: int, message: str) -> None:
        super().__init__(status_code, message, message)

    def __str__(self) -> str:
        return str(self.message)


class Request(NamedTuple):
    """A visitor, the slugs they viewed in the order they did, and how much content to rank at most."""

    visitor: str
    recent_page_views: tuple[str, ...]
    limit: int


class Model(NamedTuple):
    """The arrays of the archive; row and column numbers are positions in the catalogue."""

    weights: NDArray[np.float32]  # [clicked, viewed]
    bias: NDArray[np.float32]  # [clicked]
    popularity: NDArray[np.float32]  # [clicked], sums to 1
    catalogue: list[dict[str, str]]
    positions: dict[str, int]
    metadata: dict[str, Any]


def model_fn(model_dir: str) -> Model:
    """Load the archive that is unpacked in `model_dir`."""
    folder = Path(model_dir)
    catalogue = json.loads((folder / "catalogue.json").read_text("utf-8"))
    return Model(
        weights=np.load(folder / "weights.npy", allow_pickle=False),
        bias=np.load(folder / "bias.npy", allow_pickle=False),
        popularity=np.load(folder / "popularity.npy", allow_pickle=False),
        catalogue=catalogue,
        positions={content["slug"]: position for position, content in enumerate(catalogue)},
        metadata=json.loads((folder / "metadata.json").read_text("utf-8")),
    )


def input_fn(body: str | bytes, content_type: str | None) -> Request:
    """Read a request.

    Raises:
        RequestError: 415 for anything but JSON, 400 for JSON that is not a request.
    """
    if _media_type(content_type or JSON) != JSON:
        raise RequestError(415, f"content type {content_type!r} is not supported: send {JSON}")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError(400, f"the body is not JSON ({error}): send a JSON object") from error
    if not isinstance(fields, dict):
        raise RequestError(400, f"the body is a JSON {_given(fields)}: send a JSON object")
    return Request(
        visitor=_field(fields, "visitor", _is_name, "a string that is not empty"),
        recent_page_views=tuple(
            _field(fields, "recentPageViews", _is_slugs, "a list of content slugs, the latest view last")
        ),
        limit=_field({"count": DEFAULT_COUNT, **fields}, "count", _is_count, f"a whole number from 1 to {MAX_COUNT}"),
    )


def predict_fn(request: Request, model: Model) -> dict[str, Any]:
    """Rank what the visitor has not viewed, the likeliest next click first."""
    scores = probabilities(request.recent_page_views, model)
    best = np.argsort(-scores, kind="stable")[: request.limit]
    return {
        "visitor": request.visitor,
        "ranking": [_ranked(model.catalogue[at], float(scores[at])) for at in best if scores[at] > 0],
        "model": model.metadata,
    }


def output_fn(prediction: Mapping[str, Any], accept: str | None) -> tuple[str, str]:
    """Write an answer and its content type.

    Raises:
        RequestError: 406 if the caller does not accept JSON.
    """
    accepted = {_media_type(media_type) for media_type in (accept or JSON).split(",")}
    if accepted.isdisjoint({JSON, "application/*", "*/*"}):
        raise RequestError(406, f"accept {accept!r} is not supported: accept {JSON}")
    return json.dumps(prediction), JSON


def interest(recent_page_views: Iterable[str], positions: Mapping[str, int]) -> NDArray[np.float64]:
    """Weigh the catalogue by how lately it was viewed, to a sum of 1; all 0 if nothing of it was viewed.

    It is the input of the model, in training as in serving.
    """
    viewed = [positions[slug] for slug in recent_page_views if slug in positions]
    weights = np.zeros(len(positions))
    for age, position in enumerate(reversed(viewed)):
        weights[position] += RECENCY**age
    return np.divide(weights, weights.sum() or 1)


def probabilities(recent_page_views: Iterable[str], model: Model) -> NDArray[np.float64]:
    """How likely each content is to be clicked next: 0 for what was viewed, popularity for a newcomer."""
    views = [slug for slug in recent_page_views if slug in model.positions]
    if views:
        logits = model.weights @ interest(views, model.positions) + model.bias
        likelihood = np.exp(logits - np.max(logits))
    else:
        likelihood = model.popularity.astype(np.float64)
    likelihood[[model.positions[slug] for slug in views]] = 0
    return np.divide(likelihood, likelihood.sum() or 1)


def _ranked(content: Mapping[str, str], score: float) -> dict[str, Any]:
    return {"content": content["slug"], "title": content["title"], "score": round(float(score), 6)}


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _field(fields: Mapping[str, Any], name: str, is_right: Callable[[object], bool], allowed: str) -> Any:
    if name not in fields:
        raise RequestError(400, f"{name} is missing: it is {allowed}")
    if not is_right(fields[name]):
        raise RequestError(400, f"{name} is {_given(fields[name])}: it has to be {allowed}")
    return fields[name]


def _given(value: object) -> str:
    # never the text itself: the message ends up in logs, and a request is the visitor's business
    return str(value) if isinstance(value, (int, float)) else type(value).__name__


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_slugs(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(slug, str) for slug in value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_COUNT
