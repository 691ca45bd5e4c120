"""What the process that starts the server tells it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ACCOUNT = "123456789012"
REGION = "us-east-1"
STARTUP_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`socket` and `lock` are inherited descriptors; `parent` is the process to die with, or None."""

    directory: str
    port: int
    socket: int
    lock: int
    parent: int | None = None
    images: Mapping[str, Sequence[str]] = field(default_factory=dict)
    startup_timeout: float = STARTUP_SECONDS

    def to_json(self) -> str:
        """The settings as one command-line argument."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Settings":
        """The inverse of `to_json`."""
        return cls(**json.loads(text))

    @property
    def endpoint_url(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def temporary(self) -> Path:
        """The server's TMPDIR, removed when it stops."""
        return Path(self.directory) / "tmp"

    @property
    def model_logs(self) -> Path:
        """The folder with one log per variant."""
        return Path(self.directory) / "models"
