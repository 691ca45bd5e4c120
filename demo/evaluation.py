"""Measures how often the next click is among the first five ranked, with the very code that serves."""

from collections.abc import Sequence

import numpy as np

from demo.browsing import Session
from demo.model.code import inference

FIRST = 5


def hit_rate(model: inference.Model, sessions: Sequence[Session]) -> float:
    """The share of sessions, 0 to 1, whose click is among the first five ranked after their views."""
    hits = sum(session.click in _first_five(model, session) for session in sessions)
    return hits / len(sessions)


def popularity_only(model: inference.Model) -> inference.Model:
    """The baseline: the same model, blind to what the visitor viewed; it ranks the most clicked content."""
    return model._replace(weights=np.zeros_like(model.weights), bias=np.log(model.popularity))


def _first_five(model: inference.Model, session: Session) -> list[str]:
    request = inference.Request(visitor="held-out", recent_page_views=session.views, limit=FIRST)
    return [ranked["content"] for ranked in inference.predict_fn(request, model)["ranking"]]
