"""What hosting needs to know of the server, and what of it runs."""

import itertools
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from sagewire.local.settings import Settings


class Running(Protocol):
    """Something that has processes."""

    def stop(self) -> None:
        """End them."""


_settings: list[Settings] = []
_running: set[Running] = set()
_lock = threading.Lock()
_numbers = itertools.count(1)


def configure(settings: Settings) -> None:
    """Say where models run."""
    _settings[:] = [settings]
    settings.model_logs.mkdir(exist_ok=True)


def settings() -> Settings:
    """The settings of this server."""
    return _settings[0]


def new_folder() -> Path:
    """A folder for one model process."""
    folder = settings().temporary / "models" / str(next(_numbers))
    folder.mkdir(parents=True)
    return folder


def add(running: Running) -> None:
    """Remember to stop it with the server."""
    with _lock:
        _running.add(running)


def discard(running: Running) -> None:
    """It has stopped."""
    with _lock:
        _running.discard(running)


def stop() -> None:
    """End every model process."""
    with _lock:
        running: Iterable[Running] = list(_running)
    for each in running:
        each.stop()
