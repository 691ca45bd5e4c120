"""A resource that changes in the background: its status, and who waits for the end of a change."""

import threading
import time
from dataclasses import dataclass, field
from typing import ClassVar

from sagewire.local.aws_error import invalid

IN_PROGRESS = ("Creating", "Updating", "Deleting")


@dataclass(kw_only=True, eq=False)
class Resource:
    """`noun` is AWS's word for it in errors; `failure` says why the last change came to nothing."""

    noun: ClassVar[str]

    name: str
    arn: str
    status: str = "Creating"
    failure: str | None = None
    created: float = field(default_factory=time.time)
    modified: float = field(default_factory=time.time)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def begin(self, status: str) -> None:
        """Enter a transition; ValidationException while another one is under way, or if it has failed for good."""
        with self._changed:
            if self.status in IN_PROGRESS:
                raise invalid(f'Cannot update in-progress {self.noun} "{self.arn}".')
            if self.status == "Failed" and status != "Deleting":
                raise invalid(f'Cannot update failed {self.noun} "{self.arn}": delete it.')
            self.status, self.modified = status, time.time()

    def wait(self) -> str | None:
        """Wait for the end of the transition under way, and give its failure."""
        with self._changed:
            self._changed.wait_for(lambda: self.status not in IN_PROGRESS)
            return self.failure

    def _settle(self, status: str, failure: str | None) -> None:
        self.status, self.failure, self.modified = status, failure, time.time()
        self._changed.notify_all()
