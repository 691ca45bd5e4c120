"""An inference pipeline: the answer of one container is the request of the next."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from sagewire.local.sagemaker.model_server import ModelServer, Served

_OK = range(200, 300)
_ANY = "*/*"
_DEFAULT_TYPE = "application/octet-stream"


class Pipeline:
    """Containers in the order of the model; the time limit of a request is for all of them together."""

    def __init__(self, steps: Sequence[ModelServer]) -> None:
        """Nothing is fetched or started yet."""
        self._steps = list(steps)

    def prepare(self) -> None:
        """Fetch the archives of all."""
        for step in self._steps:
            step.prepare()

    def start(self) -> None:
        """Have a live process for each; the first failure is raised once all starts have ended."""
        with ThreadPoolExecutor(len(self._steps)) as threads:
            starts = [threads.submit(copy_context().run, step.start) for step in self._steps]
        for start in starts:
            start.result()

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Served:
        """Ask one after the other, and stop at the first that does not answer with success.

        Only the last one sees what the caller accepts: what comes before is the containers' own affair.
        """
        end, accept = time.monotonic() + seconds, headers.get("Accept", _ANY)
        *first, last = self._steps
        headers = {**headers, "Accept": _ANY}
        for step in first:
            answer = step.invoke(body, headers, seconds=end - time.monotonic())
            if answer.status not in _OK:
                return answer
            body = answer.body
            headers = {**headers, "Content-Type": answer.headers.get("content-type", _DEFAULT_TYPE)}
        return last.invoke(body, {**headers, "Accept": accept}, seconds=end - time.monotonic())

    def stop(self) -> None:
        """End all processes and remove their files."""
        for step in self._steps:
            step.stop()
