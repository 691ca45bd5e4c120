"""The demo's model, trained once for each season, and a way to ask it as the model server does."""

import json
import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from demo.train import TrainingReport, train


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The folder of each season's model."""
    return {season: tmp_path_factory.mktemp(season) for season in ("autumn", "winter")}


@pytest.fixture(scope="session")
def reports(archives: Mapping[str, Path]) -> Mapping[str, TrainingReport]:
    return {season: train(folder, season=season) for season, folder in archives.items()}


@pytest.fixture(scope="session")
def served(archives: Mapping[str, Path], reports: Mapping[str, TrainingReport]) -> SimpleNamespace:
    """The functions of the inference.py that is in the autumn archive."""
    assert reports
    return SimpleNamespace(**runpy.run_path(str(archives["autumn"] / "code" / "inference.py")))


@pytest.fixture(scope="session")
def ask(archives: Mapping[str, Path], served: SimpleNamespace) -> Callable[..., Any]:
    """Ask a season's model through all four functions; gives the parsed answer."""
    models = {season: served.model_fn(str(folder)) for season, folder in archives.items()}

    def ask(season: str, views: list[str], **fields: object) -> Any:
        body = json.dumps({"visitor": "v-123", "recentPageViews": views, **fields})
        request = served.input_fn(body, "application/json")
        answer, content_type = served.output_fn(served.predict_fn(request, models[season]), "application/json")
        assert content_type == "application/json"
        return json.loads(answer)

    return ask
