"""The three ways into the stack, used as its callers would: a URL, an event, a file."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sagewire.local import EmbeddedAws, LocalError
from sagewire.local.invocation import request_url

VIEWED = ("trail-running-shoes-guide", "hill-repeats-for-beginners", "how-to-run-downhill")
REQUEST = {"visitor": "v-123", "recentPageViews": list(VIEWED), "count": 2}
_PATIENCE_SECONDS = 60
_OK = 200
_SHOWN = 80


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """What came back, by which way, and how long its caller waited."""

    way: str
    function: str
    endpoint: str
    answer: Any
    milliseconds: float

    @property
    def text(self) -> str:
        """What the demo's model ranked first and second; the beginning of what another model said."""
        if isinstance(self.answer, dict) and "ranking" in self.answer:
            return ", ".join(item["content"] for item in self.answer["ranking"])
        return json.dumps(self.answer)[:_SHOWN]

    @property
    def model(self) -> str:
        """Which of the demo's models answered."""
        return f"{self.answer['model']['season']} {self.answer['model']['version']}"


class WaysIn:
    """The stack's callers; `outputs` are the stack's."""

    def __init__(self, aws: EmbeddedAws, outputs: dict[str, str]) -> None:
        self._aws = aws
        self._outputs = outputs
        self._read: list[dict[str, Any]] = []

    def predictions(self) -> list[Prediction]:
        """One prediction by each way."""
        return [self.function_url(), self.event(), self.file()]

    def function_url(self) -> Prediction:
        """A signed HTTPS request, answered in its response."""
        began = time.perf_counter()
        status, body = request_url(self._aws, self._outputs["RankingUrl"], body=json.dumps(REQUEST).encode())
        if status != _OK:
            told = body.decode(errors="replace")
            raise LocalError(f"the function URL answered {status}: {told} (models log into {self._aws.model_logs})")
        return self._prediction("function URL", "RankOnRequest", "Ranking (real-time)", json.loads(body), began)

    def event(self) -> Prediction:
        """An event on the bus, answered by an event on the bus."""
        began = time.perf_counter()
        entry = {
            "EventBusName": self._outputs["BusName"],
            "Source": "website",
            "DetailType": "Page Viewed",
            "Detail": json.dumps(REQUEST),
        }
        sent = self._aws.client("events").put_events(Entries=[entry])["Entries"][0]["EventId"]
        detail = self._result(lambda result: result.get("requestId") == sent)
        return self._prediction("EventBridge event", "RankOnPageView", "Session (serverless)", detail["result"], began)

    def file(self) -> Prediction:
        """A file in the bucket, answered by a file in another one and an event on the bus that names both."""
        began = time.perf_counter()
        s3 = self._aws.client("s3")
        folder = urlsplit(self._outputs["NewsletterInput"])
        key = f"{folder.path.lstrip('/')}v-123-{time.time_ns()}.json"
        s3.put_object(Bucket=folder.netloc, Key=key, Body=json.dumps(REQUEST))
        detail = self._result(lambda result: str(result.get("inputLocation")).endswith(key))
        output = urlsplit(detail["outputLocation"])
        answer = json.loads(s3.get_object(Bucket=output.netloc, Key=output.path.lstrip("/"))["Body"].read())
        return self._prediction("file in S3", "RankFile", "Newsletter (asynchronous)", answer, began)

    def _prediction(self, way: str, function: str, endpoint: str, answer: Any, began: float) -> Prediction:
        milliseconds = (time.perf_counter() - began) * 1000
        return Prediction(way=way, function=function, endpoint=endpoint, answer=answer, milliseconds=milliseconds)

    def _result(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The result event that is wanted, from the queue that the stack keeps them in."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for event in self._read:
                if wanted(event["detail"]):
                    return self._succeeded(event)
            self._receive()
        raise LocalError(f"no result event came within {_PATIENCE_SECONDS} s: see {self._aws.log_path}")

    def _receive(self) -> None:
        sqs, queue = self._aws.client("sqs"), self._outputs["ResultsQueue"]
        for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []):
            self._read.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

    def _succeeded(self, event: dict[str, Any]) -> dict[str, Any]:
        detail: dict[str, Any] = event["detail"]
        if event["detail-type"] != "Inference Succeeded":
            raise LocalError(f"{event['detail-type']}: {detail.get('error') or detail.get('failureReason')}")
        return detail
