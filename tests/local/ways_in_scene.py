"""What the callers of the stack with every way in do, and what its queues have told them."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.credentials import Credentials

from tests.local.account import Account, eventually
from tests.local.asking import Answer, ask


@dataclass
class Scene:
    """The stack, and what its queues have told so far."""

    account: Account
    outputs: Mapping[str, str]
    _told: dict[str, list[Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.outputs[f"{name}Value"]

    def client(self, service: str) -> Any:
        return self.account.aws.client(service)

    def ask(self, way: str, body: bytes, **options: Any) -> Answer:
        """POST to one of the addresses."""
        return ask(self.account.aws, self[way], body, **options)

    def call(self, function: str, body: str, **custom: str) -> Any:
        """The payload of a direct call's answer, or of its error; `custom` is for the client context."""
        context = base64.b64encode(json.dumps({"custom": custom}).encode()).decode()
        invoke = self.client("lambda").invoke
        with invoke(FunctionName=self[function], Payload=body, ClientContext=context)["Payload"] as payload:
            return json.load(payload)

    def credentials(self, user: str) -> Credentials:
        key = self.client("iam").create_access_key(UserName=self[user])["AccessKey"]
        return Credentials(key["AccessKeyId"], key["SecretAccessKey"])

    def told(self, queue: str, wanted: Callable[[Any], bool]) -> Any:
        """The first message of a queue that is wanted, once it is there."""
        known = self._told.setdefault(queue, [])

        def found() -> list[Any]:
            answer = self.account.sqs.receive_message(QueueUrl=self[queue], MaxNumberOfMessages=10)
            for message in answer.get("Messages", ()):
                known.append(json.loads(message["Body"]))
                self.account.sqs.delete_message(QueueUrl=self[queue], ReceiptHandle=message["ReceiptHandle"])
            return [each for each in known if wanted(each)]

        return eventually(found, seconds=60)[0]

    def result(self, predicted: Mapping[str, Any], *, queue: bool = True) -> tuple[Any, Any]:
        """What the bus and the result queue tell of a prediction."""
        event = self.told("Told", lambda told: told["detail"].get("result") == predicted)
        message = self.told("Results", lambda told: told.get("result") == predicted) if queue else None
        return event, message

    def lower(self, queue: str) -> None:
        """Hide failed messages for a second only: six times the function's timeout is more than a test can wait."""
        self.account.sqs.set_queue_attributes(QueueUrl=self[queue], Attributes={"VisibilityTimeout": "1"})

    def left(self, queue: str) -> int:
        """How many messages are in a queue, visible or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.account.sqs.get_queue_attributes(QueueUrl=self[queue], AttributeNames=names)["Attributes"]
        return sum(int(value) for value in found.values())
