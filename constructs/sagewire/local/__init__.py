"""An AWS on this machine: MiniStack and our SageMaker in one process, without Docker, account or credentials."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sagewire.local.embedded import DEFAULT_PORT, EmbeddedAws
    from sagewire.local.errors import LocalError

__all__ = ["DEFAULT_PORT", "EmbeddedAws", "LocalError"]

_HOME = {
    "DEFAULT_PORT": "sagewire.local.embedded",
    "EmbeddedAws": "sagewire.local.embedded",
    "LocalError": "sagewire.local.errors",
}


def __getattr__(name: str) -> Any:
    """Resolve an export on first use: every Lambda and model process imports this package, few need those."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
