"""A stack with every way into an invoker and every way out, in front of models that triple numbers."""

from pathlib import Path
from typing import Any

from aws_cdk import App, CfnOutput, DefaultStackSynthesizer, Duration, Environment, Size, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk.aws_scheduler import ScheduleExpression

from sagewire import (
    AsyncEndpoint,
    CircuitBreaker,
    ContainerImage,
    Idempotency,
    LambdaInvoker,
    Model,
    ModelArtifact,
    RealTimeEndpoint,
    ResponseStream,
)

NAME = "WaysIn"
SCHEDULED = {"instances": [100]}
# Serves when it is imported, and sends its answers in two parts. What is bytes comes back in reverse.
MODEL = """
import json, os, pathlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
FACTOR = json.loads((pathlib.Path(__file__).parents[1] / "weights.json").read_text())
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *arguments): pass
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
    def do_POST(self):
        body, kind = self.rfile.read(int(self.headers["Content-Length"])), self.headers["Content-Type"]
        if b"poison" in body or b"broken" in body:
            self.send_response(422 if b"poison" in body else 500)
            self.send_header("Content-Length", "8"); self.end_headers()
            self.wfile.write(b"inedible")
            return
        if kind == "application/octet-stream":
            answer = body[::-1]
        else:
            answer = json.dumps({"predictions": [FACTOR * each for each in json.loads(body)["instances"]]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", self.headers["Accept"] if "octet" in self.headers["Accept"] else kind)
        if self.headers["X-Amzn-SageMaker-Custom-Attributes"]:
            self.send_header("X-Amzn-SageMaker-Custom-Attributes", self.headers["X-Amzn-SageMaker-Custom-Attributes"])
        self.send_header("Transfer-Encoding", "chunked"); self.end_headers()
        middle = len(answer) // 2
        for part in (answer[:middle], answer[middle:]):
            self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(part), part)); self.wfile.flush()
        self.wfile.write(b"0\\r\\n\\r\\n")
ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""


class WaysInStack(Stack):
    """Its outputs say where each way in is."""

    def __init__(self, app: App, model_folder: Path) -> None:
        synthesizer = DefaultStackSynthesizer(generate_bootstrap_version_rule=False)
        super().__init__(
            app, NAME, env=Environment(account="123456789012", region="us-east-1"), synthesizer=synthesizer
        )
        model = Model(
            self,
            "Model",
            image=ContainerImage.for_framework("sklearn", "1.2-1"),
            artifact=ModelArtifact.from_asset(model_folder),
        )
        self._bus = events.EventBus(self, "Bus")
        told = sqs.Queue(self, "Told")
        pattern = events.EventPattern(source=["sagewire"])
        events.Rule(self, "Tell", event_bus=self._bus, event_pattern=pattern, targets=[targets.SqsQueue(told)])
        self._say(Bus=self._bus.event_bus_name, Told=told.queue_url)
        self._endpoint = RealTimeEndpoint(self, "RealTime", model=model, instance_type="ml.m5.large")
        self._answering()
        self._messages()
        self._stored(model)
        self._streaming()
        self._guarded()

    def _answering(self) -> None:
        """Whoever asks waits for the answer."""
        invoker = self._invoker("Answering")
        http, rest = invoker.add_http_api(), invoker.add_rest_api()
        stranger = iam.User(self, "Stranger")
        caller = iam.User(self, "Caller")
        url = invoker.add_function_url()
        http.grant_invoke(caller)
        rest.grant_execute(caller)
        url.grant_invoke_url(caller)
        self._say(
            FunctionUrl=url.url,
            HttpApi=f"{http.http_api.api_endpoint}/invocations",
            RestApi=f"https://{rest.api.rest_api_id}.execute-api.us-east-1.amazonaws.com/prod/invocations",
            Caller=caller.user_name,
            Stranger=stranger.user_name,
        )

    def _messages(self) -> None:
        """Nobody waits: the results go to the bus and to a queue."""
        invoker = self._invoker("Messages")
        results, topic = sqs.Queue(self, "Results"), sns.Topic(self, "Topic")
        invoker.on_event("Asked", pattern=events.EventPattern(source=["website"]), bus=self._bus)
        queue = invoker.on_queue("Queue", max_receive_count=2)
        fifo = invoker.on_queue("Fifo", fifo=True, max_receive_count=2)
        invoker.on_topic("Published", topic)
        once = ScheduleExpression.expression("at(2026-01-01T00:00:00)")
        invoker.on_schedule("Scheduled", once, payload=SCHEDULED)
        invoker.publish_results_to(self._bus)
        invoker.send_results_to(results)
        self._say(
            Queue=queue.queue_url,
            Fifo=fifo.queue_url,
            Topic=topic.topic_arn,
            Results=results.queue_url,
            DeadLetters=invoker.dead_letters.queue_url,
            FifoDeadLetters=invoker.fifo_dead_letters.queue_url,
        )

    def _stored(self, model: Model) -> None:
        endpoint = AsyncEndpoint(self, "Async", model=model, instance_type="ml.m5.large")
        invoker = LambdaInvoker(self, "Stored", endpoint=endpoint)
        invoker.on_object_created("Dropped", endpoint.input_bucket, prefix="incoming/")
        invoker.publish_results_to(self._bus)
        self._say(Input=endpoint.input_bucket.bucket_name)

    def _streaming(self) -> None:
        to_connection = ResponseStream.to_connection(max_time=Duration.seconds(15))
        stage = self._invoker("Streaming", stream=to_connection).add_web_socket_api()
        collected = ResponseStream.collected(max_size=Size.mebibytes(1), max_time=Duration.seconds(10))
        self._say(
            WebSocket=f"{stage.api.api_id}.execute-api.us-east-1.amazonaws.com/{stage.stage_name}",
            Collected=self._invoker("Collecting", stream=collected).add_function_url().url,
        )

    def _guarded(self) -> None:
        """Idempotency and a circuit breaker, by AWS Lambda Powertools from its layer."""
        key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        tables = {
            use: dynamodb.Table(self, use, partition_key=key, time_to_live_attribute="expiration")
            for use in ("Answers", "Circuits")
        }
        second = Duration.seconds(1)
        self._invoker(
            "Guarded",
            idempotency=Idempotency(table=tables["Answers"]),
            circuit_breaker=CircuitBreaker(table=tables["Circuits"], failures=2, recovery=second, successes=1),
        )
        self._say(**{name: table.table_name for name, table in tables.items()})

    def _invoker(self, id: str, **options: Any) -> LambdaInvoker:
        invoker = LambdaInvoker(self, id, endpoint=self._endpoint, deadline=Duration.seconds(15), **options)
        self._say(**{f"{id}Function": invoker.function.function_name})
        return invoker

    def _say(self, **values: str) -> None:
        for name, value in values.items():
            CfnOutput(self, f"{name}Value", value=value)
