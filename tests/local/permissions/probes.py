"""What is tried for each permission: a probe gives no words when it worked, else those that deny it."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

from sagewire.local.aws_client import aws_client
from tests.local.account import eventually, instances, new_name
from tests.local.permissions.scene import Scene
from tests.local.web_sockets import WebSocket

Probe = Callable[[Scene], str]

_ENDPOINT_OF = {
    "RealTimeModel": "RealTime",
    "ServerlessModel": "Serverless",
    "AsyncModel": "Async",
    "MultiModelModel": "MultiModel",
    "ComponentHost": "Host",
}
_HALF_A_CHARACTER = "\ud800"
_ENDPOINTS = "/aws/sagemaker/Endpoints"
_JOBS = "/aws/sagemaker/TransformJobs"
_ENDED = ("Completed", "Failed", "Stopped")


# Endpoints


def start(scene: Scene) -> str:
    """Another endpoint, configured as that of the stack is, or with the model alone."""
    with scene.endpoint(**_configured(scene)) as (_, reason):
        words = scene.denial(reason)
        assert words or not reason, reason
        return words


def container_log(scene: Scene) -> str:
    """What the model prints when it is loaded."""
    with scene.watching() as watch, scene.endpoint(**_configured(scene)) as (name, _):
        _wake(scene, name)
        return watch.outcome(lambda: scene.is_logged(f"{_ENDPOINTS}/{name}", text="loaded"))


def instance_metrics(scene: Scene) -> str:
    """What the model's process uses."""
    with scene.watching() as watch, scene.endpoint(**_configured(scene)) as (name, _):
        _wake(scene, name)
        return watch.outcome(lambda: scene.samples(_ENDPOINTS, "EndpointName", name) > 0)


def _configured(scene: Scene) -> dict[str, Any]:
    endpoint = _ENDPOINT_OF.get(scene.label)
    if endpoint is None:
        return {"config": scene.account.config(instances(scene.stack.values[scene.label]))}
    found = scene.account.sagemaker.describe_endpoint(EndpointName=scene.stack.values[endpoint])
    deployment = {"DeploymentConfig": found["LastDeploymentConfig"]} if "LastDeploymentConfig" in found else {}
    return {"config": found["EndpointConfigName"], **deployment}


def _wake(scene: Scene, endpoint: str) -> None:
    """Two kinds start their model with a request."""
    if scene.label == "ServerlessModel":
        scene.account.ask(endpoint, b"{}")
    if scene.label == "MultiModelModel":
        scene.account.ask(endpoint, b"{}", TargetModel="0.tar.gz")


def load(scene: Scene) -> str:
    """A model that the multi-model endpoint has not loaded yet; its caller is not told why it is not."""
    endpoint, target = scene.stack.values["MultiModel"], f"{scene.stack.next_tenant()}.tar.gz"
    answers: list[bytes] = []
    with scene.watching() as watch:
        with suppress(ClientError):
            answers.append(scene.account.ask(endpoint, b"{}", TargetModel=target))
        return watch.outcome(lambda: bool(answers))


def capture(scene: Scene) -> str:
    """A request to the endpoint that keeps its requests."""
    before = _captured(scene)
    with scene.watching() as watch:
        scene.account.ask(scene.stack.values["RealTime"], b"{}")
        return watch.outcome(lambda: _captured(scene) > before)


def _captured(scene: Scene) -> int:
    found: int = scene.account.s3.list_objects_v2(Bucket=scene.stack.ground.captured)["KeyCount"]
    return found


# Inference components


def component_log(scene: Scene) -> str:
    """What the model of another component prints when it is loaded."""
    with scene.watching() as watch, scene.component() as name:
        return watch.outcome(lambda: scene.is_logged(f"/aws/sagemaker/InferenceComponents/{name}", text="loaded"))


def component_metrics(scene: Scene) -> str:
    """What the instance of another component's model uses."""
    host = scene.stack.values["Host"]
    before = scene.samples(_ENDPOINTS, "EndpointName", host)
    with scene.watching() as watch, scene.component():
        return watch.outcome(lambda: scene.samples(_ENDPOINTS, "EndpointName", host) > before)


# Asynchronous inference


def result(scene: Scene) -> str:
    """A request that succeeds: read, answered, told."""
    return _asynchronous(scene, b"{}", "Completed")


def failure(scene: Scene) -> str:
    """A request on which the model fails: kept, told."""
    return _asynchronous(scene, b"unbearable", "Failed")


def _asynchronous(scene: Scene, body: bytes, status: str) -> str:
    bucket, key = scene.stack.values["AsyncInput"], new_name("request")
    scene.account.s3.put_object(Bucket=bucket, Key=key, Body=body)
    assert scene.stack.notices
    with scene.watching() as watch:
        scene.account.runtime.invoke_endpoint_async(
            EndpointName=scene.stack.values["Async"], InputLocation=f"s3://{bucket}/{key}", InferenceId=key
        )
        return watch.outcome(lambda: scene.stack.notified(key) == status)


# Functions


def invoke(scene: Scene) -> str:
    """A direct call."""
    return scene.called({"x": 1})


def upload(scene: Scene) -> str:
    """A direct call with more than an asynchronous request holds itself."""
    return scene.called({"x": "y" * 130_000})


def receive(scene: Scene) -> str:
    """A message in the queue."""
    sqs, url = scene.account.sqs, scene.stack.values["Queue"]
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def is_done() -> bool:
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return not any(int(value) for value in found.values())

    with scene.watching() as watch:
        sqs.send_message(QueueUrl=url, MessageBody="{}")
        return watch.outcome(is_done)


def keep_answer(scene: Scene) -> str:
    """An event whose id is new."""
    return scene.called({**_event(new_name("event")), "detail": {"x": 1}})


def free_key(scene: Scene) -> str:
    """An event on which the model fails, and once more: its key is taken if the first could not free it."""
    event = {**_event(new_name("event")), "detail": {"x": "unbearable"}}
    scene.called(event, error="ModelServerError")
    return scene.called(event, error="ModelServerError", denied="AlreadyRunning")


def circuit(scene: Scene) -> str:
    """A call on which the model fails opens the circuit, and one later on closes it; each time in a new process."""
    words = ""
    for event, error in (({"x": "unbearable"}, "CircuitOpen"), ({"x": "fine"}, None)):
        scene.renew()
        words = words or _sooner_or_later(scene, event, error)
    return words


def _sooner_or_later(scene: Scene, event: object, error: str | None) -> str:
    """The denial of a call that is made until it ends so."""

    def ended() -> tuple[str] | None:
        found, words = scene.outcome(event)
        return (words,) if words or found == error else None

    found = eventually(ended)
    assert found is not None
    return found[0]


def post(scene: Scene) -> str:
    """A message of a WebSocket connection, answered on it."""
    messages: list[Any] = []
    with scene.watching() as watch, WebSocket(scene.account.aws, scene.stack.values["WebSocket"]) as connection:
        connection.send("{}")

        def is_answered() -> bool:
            messages.extend(json.loads(text) for text in connection.received())
            return any(message["last"] and "error" not in message for message in messages)

        return watch.outcome(is_answered)


def publish_result(scene: Scene) -> str:
    """An event that can't be answered is answered on the bus, before the function fails."""
    return scene.called(_event(new_name("event")), error="BadRequest", denied="ResultNotPublished")


def publish_notification(scene: Scene) -> str:
    """A notification of asynchronous inference."""
    message = {"invocationStatus": "Completed", "inferenceId": new_name("inference")}
    return scene.called({"Records": [{"Sns": {"Message": json.dumps(message)}}]})


def start_job(scene: Scene) -> str:
    """An order for a job."""
    return scene.called({"token": new_name("token")})


def function_log(scene: Scene) -> str:
    """Each call has a stream; that one fails does not matter."""
    name = scene.stack.functions[scene.label]
    functions = scene.stack.client("lambda")
    group = functions.get_function_configuration(FunctionName=name)["LoggingConfig"]["LogGroup"]

    def streams() -> int:
        return len(scene.logs.describe_log_streams(logGroupName=group)["logStreams"])

    before = streams()
    with scene.watching() as watch:
        functions.invoke(FunctionName=name, Payload=b'{"unknown": 1}')["Payload"].close()
        return watch.outcome(lambda: streams() > before)


def dead_letter(scene: Scene) -> str:
    """An event that the function fails on each time."""
    name, marker = scene.stack.functions[scene.label], new_name("marker")
    queue = scene.stack.values[_DEAD_LETTERS[scene.label]]
    event = {"Records": [{"Sns": {"Message": marker}}], **_event(marker, inputPrefix="")}
    with scene.watching() as watch:
        scene.stack.client("lambda").invoke(
            FunctionName=name, InvocationType="Event", Payload=json.dumps(event).encode()
        )
        return watch.outcome(lambda: scene.is_queued(queue, marker))


_DEAD_LETTERS = {
    "BatchStarter": "BatchDeadLetters",
    "RealTimeInvoker": "RealTimeDeadLetters",
    "StreamingInvoker": "StreamingDeadLetters",
    "AsyncInvoker": "AsyncDeadLetters",
    "PublishResult": "AsyncDeadLetters",
}


def _event(id: str, **detail: str) -> dict[str, Any]:
    return {"id": id, "source": "website", "detail-type": "Asked", "detail": {"x": _HALF_A_CHARACTER, **detail}}


# Batch transform


def job(scene: Scene) -> str:
    """A job, to its end."""
    found = _ended(scene, _started(scene))
    words = scene.denial(found.get("FailureReason", ""))
    assert words or found["TransformJobStatus"] == "Completed", found
    return words


def job_log(scene: Scene) -> str:
    """What the model prints, in a group that is not there yet."""
    with suppress(scene.logs.exceptions.ResourceNotFoundException):
        scene.logs.delete_log_group(logGroupName=_JOBS)
    with scene.watching() as watch:
        name = _started(scene)
        _ended(scene, name)
        return watch.outcome(lambda: scene.is_logged(_JOBS, stream=name, text="loaded"))


def job_metrics(scene: Scene) -> str:
    """What the model's process uses."""
    with scene.watching() as watch:
        name = _started(scene)
        _ended(scene, name)
        return watch.outcome(lambda: scene.samples(_JOBS, "Host", f"{name}/") > 0)


def _started(scene: Scene) -> str:
    functions = scene.stack.client("lambda")
    event = json.dumps({"token": new_name("token")}).encode()
    with functions.invoke(FunctionName=scene.stack.functions["BatchStarter"], Payload=event)["Payload"] as payload:
        name: str = json.load(payload)["transformJobName"]
    return name


def _ended(scene: Scene, name: str) -> dict[str, Any]:
    def description() -> dict[str, Any] | None:
        found: dict[str, Any] = scene.account.sagemaker.describe_transform_job(TransformJobName=name)
        return found if found["TransformJobStatus"] in _ENDED else None

    found = eventually(description)
    assert found is not None
    return found


# Schedules


def schedule(scene: Scene) -> str:
    """A time that has come: a job is started."""
    before = len(_jobs(scene))
    with scene.watching() as watch, scene.scheduled({}):
        return watch.outcome(lambda: len(_jobs(scene)) > before)


def undelivered_schedule(scene: Scene) -> str:
    """A time that has come, for a function that the role may not invoke."""
    functions, marker = scene.stack.client("lambda"), new_name("marker")
    other = functions.get_function(FunctionName=scene.stack.functions["ServerlessInvoker"])["Configuration"]
    target = {"Arn": other["FunctionArn"], "Input": json.dumps(marker)}
    with scene.watching() as watch, scene.scheduled(target):
        return watch.outcome(lambda: scene.is_queued(scene.stack.values["BatchDeadLetters"], marker))


def _jobs(scene: Scene) -> list[Any]:
    prefix = scene.stack.values["JobPrefix"]
    found: list[Any] = scene.account.sagemaker.list_transform_jobs(NameContains=prefix, MaxResults=100)[
        "TransformJobSummaries"
    ]
    return found


# Callers


def ask(scene: Scene) -> str:
    """InvokeEndpoint."""
    place = {"EndpointName": scene.stack.values["RealTime"]}
    return scene.refusal(lambda: _caller(scene, "sagemaker-runtime").invoke_endpoint(**place, Body=b"{}"))


def stream(scene: Scene) -> str:
    """InvokeEndpointWithResponseStream."""
    return _stream(scene, {"EndpointName": scene.stack.values["RealTime"]})


def ask_component(scene: Scene) -> str:
    """InvokeEndpoint, for a component."""
    return scene.refusal(lambda: _caller(scene, "sagemaker-runtime").invoke_endpoint(**_component(scene), Body=b"{}"))


def stream_component(scene: Scene) -> str:
    """InvokeEndpointWithResponseStream, for a component."""
    return _stream(scene, _component(scene))


def _component(scene: Scene) -> dict[str, str]:
    arn_ends_in = scene.stack.values["Component"]
    (found,) = scene.account.sagemaker.list_inference_components(NameContains=arn_ends_in)["InferenceComponents"]
    return {name: found[name] for name in ("EndpointName", "InferenceComponentName")}


def _stream(scene: Scene, place: Mapping[str, str]) -> str:
    runtime = _caller(scene, "sagemaker-runtime")
    return scene.refusal(lambda: list(runtime.invoke_endpoint_with_response_stream(**place, Body=b"{}")["Body"]))


def describe(scene: Scene) -> str:
    """DescribeEndpoint."""
    name = scene.stack.values["RealTime"]
    return scene.refusal(lambda: _caller(scene, "sagemaker").describe_endpoint(EndpointName=name))


def move_traffic(scene: Scene) -> str:
    """UpdateEndpointWeightsAndCapacities."""
    wanted = [{"VariantName": "AllTraffic", "DesiredWeight": 1}]
    return scene.refusal(
        lambda: _caller(scene, "sagemaker").update_endpoint_weights_and_capacities(
            EndpointName=scene.stack.values["RealTime"], DesiredWeightsAndCapacities=wanted
        )
    )


def call_function(label: str, qualifier: Mapping[str, str] | None = None) -> Probe:
    """Invoke, of the function or of its newest version by name."""

    def probe(scene: Scene) -> str:
        name = scene.stack.functions[label]
        return scene.refusal(lambda: _caller(scene, "lambda").invoke(FunctionName=name, **(qualifier or {})))

    return probe


def _caller(scene: Scene, service: str) -> Any:
    arn = f"arn:aws:iam::{scene.account.aws.account}:role/{scene.role}"
    found = scene.stack.client("sts").assume_role(RoleArn=arn, RoleSessionName="caller")["Credentials"]
    return aws_client(
        service,
        endpoint_url=scene.account.aws.endpoint_url,
        key=found["AccessKeyId"],
        secret=found["SecretAccessKey"],
        token=found["SessionToken"],
    )
