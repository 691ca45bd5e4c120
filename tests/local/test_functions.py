"""Python functions run on AWS's own runtime client: errors, contexts, logs and environments look as they do on AWS."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.local.account import Account, allow, eventually
from tests.local.functions import call, function, zipped
from tests.local.process import is_running


def logged(account: Account, group: str) -> list[str]:
    """The messages in a log group."""
    events = account.aws.client("logs").filter_log_events(logGroupName=group)["events"]
    return [event["message"] for event in events]


def test_the_answer_is_what_the_handler_returns(account: Account) -> None:
    echo = function(account, "def handler(event, context): return {'got': event}")
    events: list[object] = [{"a": [1, "zwölf", None]}, "text", None, 7, []]
    for event in events:
        outcome = call(account, echo, event)
        assert (outcome.payload, outcome.error) == ({"got": event}, None)


def test_an_error_has_its_type_its_message_and_its_trace(account: Account) -> None:
    name = function(account, "def inner():\n    raise KeyError('zwölf')\ndef handler(event, context):\n    inner()\n")
    outcome = call(account, name)
    assert outcome.error == "Unhandled"
    assert outcome.payload.keys() == {"errorType", "errorMessage", "requestId", "stackTrace"}
    assert outcome.payload["errorType"] == "KeyError"
    assert outcome.payload["errorMessage"] == "'zwölf'"
    trace = outcome.payload["stackTrace"]
    assert [line.split(", ", 1)[1] for line in trace] == [
        "line 4, in handler\n    inner()\n",
        "line 2, in inner\n    raise KeyError('zwölf')\n",
    ]
    assert "[ERROR] KeyError: 'zwölf'" in outcome.log
    assert call(account, name).error == "Unhandled", "an error leaves the function able to answer again"


def test_what_it_prints_and_logs_is_in_cloudwatch_logs(account: Account) -> None:
    code = """
import logging
def handler(event, context):
    print("printed")
    logging.getLogger().warning("logged")
    return context.aws_request_id
"""
    name = function(account, code)
    outcome = call(account, name)
    messages = eventually(lambda: logged(account, f"/aws/lambda/{name}"))
    assert f"START RequestId: {outcome.payload} Version: $LATEST" in messages
    assert "printed" in messages
    assert any("[WARNING]" in message and outcome.payload in message and "logged" in message for message in messages)
    assert "printed" in outcome.log


def test_a_log_group_of_its_own_is_used_and_named(account: Account) -> None:
    code = "import os\ndef handler(event, context):\n    print('here')\n    return context.log_group_name"
    name = function(account, code, LoggingConfig={"LogGroup": "/custom/group"})
    assert call(account, name).payload == "/custom/group"
    assert "here" in eventually(lambda: logged(account, "/custom/group"))


def test_the_context_says_what_runs_and_how_long_it_may(account: Account) -> None:
    code = """
import time
def handler(event, context):
    before = context.get_remaining_time_in_millis()
    time.sleep(0.05)
    return {
        "remaining": [before, context.get_remaining_time_in_millis()],
        "name": context.function_name,
        "version": context.function_version,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "group": context.log_group_name,
        "stream": context.log_stream_name,
        "request": context.aws_request_id,
    }
"""
    name = function(account, code, Timeout=17, MemorySize=256)
    first, second = call(account, name).payload, call(account, name).payload
    before, after = first.pop("remaining")
    assert 0 < after < before <= 17_000
    assert first.pop("request") != second["request"]
    assert first.pop("stream")
    assert first == {
        "name": name,
        "version": "$LATEST",
        "arn": f"arn:aws:lambda:us-east-1:123456789012:function:{name}",
        "memory": "256",
        "group": f"/aws/lambda/{name}",
    }


def test_the_environment_is_its_own_and_awss_and_not_the_servers(account: Account) -> None:
    variables = {"TABLE": "visits", "TZ": "Europe/Berlin", "AUTH": "its own"}
    code = "import os\ndef handler(event, context): return dict(os.environ)"
    seen = call(account, function(account, code, Environment={"Variables": variables})).payload
    assert {name: seen[name] for name in variables} == variables
    assert seen["AWS_ENDPOINT_URL"] == account.aws.endpoint_url
    assert (seen["AWS_REGION"], seen["AWS_DEFAULT_REGION"]) == ("us-east-1", "us-east-1")
    assert seen["AWS_EXECUTION_ENV"].startswith("AWS_Lambda_python3.")
    assert seen["_HANDLER"] == "app.handler"
    assert not {"BIND_HOST", "GATEWAY_PORT", "MINISTACK_HOST", "LAMBDA_EXECUTOR", "SAGEWIRE_PARENT_PID"} & seen.keys()


def test_it_calls_aws_as_its_role(account: Account) -> None:
    code = """
import boto3
def handler(event, context):
    boto3.client("sqs").create_queue(QueueName=event)
    return boto3.client("sts").get_caller_identity()["Arn"]
"""
    allowed = function(account, code, allow("sqs:CreateQueue"))
    assert ":assumed-role/role-" in call(account, allowed, "made").payload
    denied = call(account, function(account, code), "not-made")
    assert denied.error == "Unhandled"
    assert "AccessDenied" in denied.payload["errorMessage"]
    assert ":assumed-role/role-" in denied.payload["errorMessage"]


def test_a_failed_start_has_its_error_its_trace_and_its_log(account: Account) -> None:
    name = function(account, "raise RuntimeError('no such model')\ndef handler(event, context): pass\n")
    for outcome in (call(account, name), call(account, name)):
        assert outcome.error == "Unhandled"
        assert outcome.payload["errorType"] == "RuntimeError"
        assert outcome.payload["errorMessage"] == "no such model"
        assert "app.py" in outcome.payload["stackTrace"][-1]
        assert "RuntimeError: no such model" in outcome.log
    assert any("no such model" in message for message in logged(account, f"/aws/lambda/{name}"))


def test_what_a_function_that_does_not_start_leaves_running_ends_with_it(account: Account) -> None:
    code = "import subprocess\nraise RuntimeError(subprocess.Popen(['sleep', '600']).pid)\n"
    left = call(account, function(account, code)).payload["errorMessage"]
    eventually(lambda: not is_running(left))


def test_a_handler_that_is_not_there_is_named(account: Account) -> None:
    module = call(account, function(account, "x = 1", Handler="nosuch.handler"))
    assert module.payload["errorType"] == "Runtime.ImportModuleError"
    assert "No module named 'nosuch'" in module.payload["errorMessage"]
    name = call(account, function(account, "x = 1"))
    assert name.payload["errorType"] == "Runtime.HandlerNotFound"


def test_a_function_that_ends_while_it_starts_is_an_exit_error(account: Account) -> None:
    outcome = call(account, function(account, "import os\nprint('last words', flush=True)\nos._exit(3)"))
    assert outcome.payload["errorType"] == "Runtime.ExitError"
    assert "code 3" in outcome.payload["errorMessage"]
    assert "last words" in outcome.payload["errorMessage"] + outcome.log


def test_a_function_that_ends_while_it_answers_is_an_exit_error_and_starts_anew(account: Account) -> None:
    name = function(
        account, "import os\ndef handler(event, context):\n    if event == 'end': os._exit(3)\n    return 'fine'"
    )
    assert call(account, name, "end").payload["errorType"] == "Runtime.ExitError"
    assert call(account, name, "stay").payload == "fine"


def test_a_function_that_takes_too_long_is_ended(account: Account) -> None:
    name = function(account, "import time\ndef handler(event, context): time.sleep(600)", Timeout=1)
    outcome = call(account, name)
    assert outcome.payload == {"errorType": "Sandbox.Timedout", "errorMessage": "Task timed out after 1.00 seconds"}


def test_requests_at_the_same_time_have_a_process_each(account: Account, tmp_path: Path) -> None:
    """Each waits until the other is there: one after the other would never end."""
    code = """
import os, pathlib, time
def handler(event, context):
    folder = pathlib.Path(event)
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < 2:
        time.sleep(0.01)
    return os.getpid()
"""
    name = function(account, code, Timeout=30)
    with ThreadPoolExecutor(2) as threads:
        pids = [outcome.payload for outcome in threads.map(lambda _: call(account, name, str(tmp_path)), range(2))]
    assert len(set(pids)) == 2
    assert call(account, name, str(tmp_path)).payload in pids, "a process that is free is used again"


def test_new_code_is_run_from_the_next_request_on(account: Account) -> None:
    name = function(account, "def handler(event, context): return 'old'")
    assert call(account, name).payload == "old"
    package = zipped({"app.py": "def handler(event, context): return 'new'"})
    account.aws.client("lambda").update_function_code(FunctionName=name, ZipFile=package)
    assert call(account, name).payload == "new"


def test_a_package_with_a_folder_is_run(account: Account) -> None:
    package = zipped(
        {"app.py": "from lib.inner import x\ndef handler(event, context): return x", "lib/inner.py": "x = 5"}
    )
    assert call(account, function(account, "", Code={"ZipFile": package})).payload == 5


def test_layers_are_on_the_path_behind_the_code(account: Account) -> None:
    functions = account.aws.client("lambda")
    layers = []
    for number, files in enumerate(
        ({"python/first.py": "x = 1", "python/both.py": "x = 'layer'"}, {"python/second.py": "x = 2"})
    ):
        made = functions.publish_layer_version(LayerName=f"layer-{number}", Content={"ZipFile": zipped(files)})
        layers.append(made["LayerVersionArn"])
    code = "import both, first, second\ndef handler(event, context): return [first.x, second.x, both.x]"
    package = zipped({"app.py": code, "both.py": "x = 'code'"})
    name = function(account, "", Code={"ZipFile": package}, Layers=layers)
    assert call(account, name).payload == [1, 2, "code"]


def test_an_asynchronous_invocation_answers_at_once_and_runs(account: Account, tmp_path: Path) -> None:
    name = function(account, "import pathlib\ndef handler(event, context): pathlib.Path(event).touch()")
    done = tmp_path / "done"
    answer = account.aws.client("lambda").invoke(
        FunctionName=name, InvocationType="Event", Payload=json.dumps(str(done))
    )
    assert answer["StatusCode"] == 202
    eventually(done.exists)


def test_a_client_context_arrives_with_the_call_that_it_was_sent_with(account: Account) -> None:
    code = (
        "def handler(event, context):\n"
        "    told = context.client_context\n"
        "    return [told and told.custom, context.invoked_function_arn.rpartition(':')[2]]\n"
    )
    name = function(account, code)
    context = base64.b64encode(json.dumps({"custom": {"Key": "zwölf"}}).encode()).decode()
    answer = account.aws.client("lambda").invoke(FunctionName=name, ClientContext=context)
    with answer["Payload"] as payload:
        assert json.load(payload) == [{"Key": "zwölf"}, name]
    assert call(account, name).payload == [None, name]


PARAMETER = "/aws/service/powertools/python/arm64/python3.14/3.37.0"
FINDS_IT = "def handler(event, context):\n    import aws_lambda_powertools as found\n    return found.__name__\n"


def test_powertools_is_there_with_awss_layer_alone(account: Account) -> None:
    layer = account.aws.client("ssm").get_parameter(Name=PARAMETER)["Parameter"]["Value"]
    prefix = "arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python314-arm64:"
    assert layer.startswith(prefix)
    with_layer = call(account, function(account, FINDS_IT, Layers=[layer]))
    assert with_layer.payload == "aws_lambda_powertools"
    without = call(account, function(account, FINDS_IT))
    assert without.payload["errorType"] == "ModuleNotFoundError"
    package = zipped({"app.py": FINDS_IT, "aws_lambda_powertools/__init__.py": ""})
    own = call(account, function(account, "", Code={"ZipFile": package}))
    assert own.payload == "aws_lambda_powertools"
