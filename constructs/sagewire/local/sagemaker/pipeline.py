"""An inference pipeline: the answer of one container is the request of the next."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from sagewire.local.sagemaker.model_server import ModelServer, Served
from sagewire.local.sagemaker.model_stream import ModelStream

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
        """Ask one after the other, and stop at the first that does not answer with success."""
        end = time.monotonic() + seconds
        early, body, headers = self._but_last(body, headers, end)
        return early or self._steps[-1].invoke(body, headers, seconds=end - time.monotonic())

    def stream(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> ModelStream | Served:
        """Ask one after the other, and take the answer of the last one as it comes."""
        end = time.monotonic() + seconds
        early, body, headers = self._but_last(body, headers, end)
        return early or self._steps[-1].stream(body, headers, seconds=end - time.monotonic())

    def _but_last(
        self, body: bytes, headers: Mapping[str, str], end: float
    ) -> tuple[Served | None, bytes, Mapping[str, str]]:
        """The answer of the first that does not succeed, if any, and what the last one is asked.

        Only the last one sees what the caller accepts: what comes before is the containers' own affair.
        """
        accept, headers = headers.get("Accept", _ANY), {**headers, "Accept": _ANY}
        for step in self._steps[:-1]:
            answer = step.invoke(body, headers, seconds=end - time.monotonic())
            if answer.status not in _OK:
                return answer, body, headers
            body = answer.body
            headers = {**headers, "Content-Type": answer.headers.get("content-type", _DEFAULT_TYPE)}
        return None, body, {**headers, "Accept": accept}

    def stop(self) -> None:
        """End all processes and remove their files."""
        for step in self._steps:
            step.stop()
