"""One invocation, from event to answer: find the way in, ask the endpoint, answer, log one line for each request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from inference.batch import failures, lines_of
from inference.context import Context
from inference.endpoint import Endpoint
from inference.errors import HeldBack, InferenceError, ResultNotPublished, Unhandled
from inference.log import InvocationRecord
from inference.retry import RetryPolicy
from inference.ways_in.way_in import Batch, WayIn


def invoke(event: Any, context: Context, *, endpoint: Endpoint, ways_in: Sequence[WayIn]) -> Any:
    """The answer of the first way in that takes the event; what it raises is for Lambda."""
    way_in = next(way for way in ways_in if way.matches(event))
    invocation = _Invocation(context=context, endpoint=endpoint, way_in=way_in)
    return invocation.answer_all(event, way_in.batch) if way_in.batch else invocation.answer(event)


@dataclass(frozen=True, kw_only=True)
class _Invocation:
    context: Context
    endpoint: Endpoint
    way_in: WayIn

    def answer(self, event: Any, admit: Callable[[], None] = lambda: None) -> Any:
        """For one request; `admit` raises an InferenceError for one that is not to be started."""
        way_in, record = self.way_in, self._record(event)
        try:
            admit()
            request = way_in.read(event, record.request_id, self.context)
            record.asked(request)
            response = self.endpoint.infer(request, context=self.context, record=record)
            record.answered(response)
            answer = way_in.answer(response, record)
        except InferenceError as error:
            record.failed(error)
            return self._fail(error, record)
        except Exception as error:  # noqa: BLE001 (it is raised, but for its words)
            raise Unhandled(record.unhandled(error)) from None
        else:
            record.succeeded(response)
            return answer
        finally:
            record.write()

    def _fail(self, error: InferenceError, record: InvocationRecord) -> Any:
        try:
            return self.way_in.fail(error, record)
        except ResultNotPublished as lost:
            if lost.code != error.code:
                record.untold(lost)
            raise

    def answer_all(self, event: Any, batch: Batch) -> Any:
        """For the messages of a batch, of which none is started that the function has no time left for."""
        failed = failures(
            lines_of(batch.messages(event), batch.line),
            infer=lambda message: self._succeeds(message, self._check_time),
            hold_back=lambda message: self._succeeds(message, _hold_back),
            concurrency=self.endpoint.settings.concurrency,
        )
        return batch.answer(failed)

    def _succeeds(self, message: Any, admit: Callable[[], None]) -> bool:
        try:
            self.answer(message, admit)
        except Exception:  # noqa: BLE001 (the log has it, the message comes again, and the others are not lost)
            return False
        return True

    def _check_time(self) -> None:
        RetryPolicy.of(self.endpoint.settings).check(self.context.get_remaining_time_in_millis())

    def _record(self, event: Any) -> InvocationRecord:
        settings = self.endpoint.settings
        return InvocationRecord(
            request_id=self.way_in.request_id(event, self.context),
            way_in=self.way_in.name,
            endpoint=settings.endpoint_name,
            function_request_id=self.context.aws_request_id,
            metric_namespace=settings.metric_namespace,
            remaining=self.context.get_remaining_time_in_millis,
        )


def _hold_back() -> NoReturn:
    raise HeldBack
