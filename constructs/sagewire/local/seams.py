"""Every name of MiniStack's insides that the embedded AWS stands on; no other module imports MiniStack."""

import asyncio
import hashlib
import json
import os
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any, cast
from xml.etree import ElementTree as ET

from sagewire.local.errors import LocalError

SUPPORTED = "1.5.33"
TRANSPORT_IS_TLS = True

# Status, headers, and a body: bytes, or what `streamed` gives.
Response = tuple[int, dict[str, str], Any]
RequestHandler = Callable[[str, str, dict[str, str], bytes, dict[str, Any]], Awaitable[Response]]
Created = tuple[str, dict[str, str]]

_ACTIONS = "ministack.core.iam_actions"
_APP = "ministack.app"
_EVALUATOR = "ministack.core.iam_evaluator"
_EVENTS = "ministack.services.eventbridge"
_FUNCTIONS = "ministack.services.lambda_svc"
_PROVISIONERS = "ministack.services.cloudformation.provisioners"
_RESPONSES = "ministack.core.responses"
_WORKERS = "ministack.core.lambda_runtime"
_SCHEDULES = "ministack.services.scheduler"
_STACKS = "ministack.services.cloudformation.stacks"

_OF_LOG_STREAMS = ("CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents")

SEAMS: Mapping[str, tuple[str, ...]] = {
    _APP: (
        "AUTH",
        "SERVICE_HANDLERS",
        "_EXECUTE_API_RE",
        "_parse_execute_api_url",
        "app",
        "pin_request_origin",
    ),
    _RESPONSES: ("AccountRegionScopedDict", "StreamingResponse", "get_account_id", "get_region"),
    "ministack.core.router": ("SERVICE_PATTERNS", "extract_access_key_id"),
    _ACTIONS: (
        "_s3_action",
        "extract_resource_arn",
        "identity_denial_message",
        "request_tag_context",
        "s3_access_point_resources",
        "s3_additional_checks",
    ),
    _EVALUATOR: ("AuthError", "EvalContext", "enforce", "evaluate_resource_policy", "pin_request_caller"),
    _WORKERS: (
        "ProvidedWorker",
        "ProvidedWorker._drain_stderr",
        "ProvidedWorker._teardown",
        "ProvidedWorker.invoke",
        "_worker_class_for",
        "reset",
    ),
    _FUNCTIONS: (
        "_docker_extracted_dir",
        "_emit_lambda_logs",
        "_execute_function_provided_warm",
        "_execute_function_warm",
        "_execution_record_for_config",
        "_functions",
        "_get_func_record_for_ref",
        "_invoke",
        "_iter_all_esms",
        "_provided_worker_env",
        "_resolve_layer_zip",
        "_route_async_failure",
        "invoke_async_with_retry",
    ),
    "ministack.services.apigateway": (
        "_apis",
        "_integrations",
        "_invoke_lambda_proxy",
        "_invoke_ws_lambda",
        "_ws_connections",
        "_ws_request_context",
    ),
    "ministack.services.apigateway_v1": (
        "_invoke_lambda_proxy_v1",
        "_render_request_template_v1",
        "_vtl_split_args",
        "_vtl_util",
        "_vtl_value",
    ),
    "ministack.services.cloudwatch_logs": ("_log_groups",),
    "ministack.services.iam": ("_roles",),
    "ministack.services.kms": ("_resolve_key",),
    "ministack.services.s3": ("_bucket_default_sse_headers", "_delete_bucket_encryption", "_put_bucket_encryption"),
    "ministack.services.dynamodb": ("_update_ttl",),
    "ministack.services.sns": ("_deliver_to_lambda", "_topic_by_arn_any_scope"),
    "ministack.services.sqs": ("_act_send_message", "_queue_by_arn", "_queue_url", "queue_policy_allows"),
    "ministack.services.ssm": ("_public_parameter", "resolve_parameter_value"),
    "ministack.services.sts": ("register_session",),
    _EVENTS: ("_put_events", "_dispatch_to_lambda", "_invoke_target"),
    _SCHEDULES: ("_SCHEDULE_TICK_INTERVAL",),
    "ministack.services.cloudwatch": ("_put_metric_data",),
    _PROVISIONERS: (
        "_CUSTOM_NAME_REPLACEMENT",
        "_REPLACING_PROPERTIES",
        "_RESOURCE_HANDLERS",
        "_STACK_TAG_PROPERTY",
        "_physical_name",
        "_reconcile_tag_map",
        "_s3_apply_configurations",
    ),
    _STACKS: ("_runs_on_worker_thread",),
}


def check(load: Callable[[str], ModuleType] = import_module) -> None:
    """Fail in one line if this MiniStack lacks a name that we need."""
    for module, names in SEAMS.items():
        for name in names:
            try:
                _resolve(load(module), name)
            except (ImportError, AttributeError) as error:
                raise LocalError(
                    f"this MiniStack ({_installed()}) is not supported: {module}.{name} is missing; "
                    f"install ministack=={SUPPORTED}"
                ) from error


def _installed() -> str:
    try:
        return version("ministack")
    except ImportError:
        return "not installed"


def _resolve(module: ModuleType, name: str) -> Any:
    value: Any = module
    for part in name.split("."):
        value = getattr(value, part)
    return value


def seam(module: str, name: str) -> Any:
    """What MiniStack has under a name of the table."""
    assert name in SEAMS[module], f"{module}.{name} is not in the table of seams"
    return _resolve(import_module(module), name)


def replace(module: str, name: str, value: Any) -> None:
    """Give MiniStack another one; what it has had is `seam`'s, if asked for before."""
    assert name in SEAMS[module], f"{module}.{name} is not in the table of seams"
    setattr(import_module(module), name, value)


# The server and its requests


def asgi_app() -> Any:
    """The application that hypercorn serves."""
    return seam(_APP, "app")


def add_service(name: str, *, target_prefix: str, handle: RequestHandler) -> None:
    """Route requests for a service, by target header or by the name in their signature, to `handle`."""
    seam(_APP, "SERVICE_HANDLERS")[name] = handle
    seam("ministack.core.router", "SERVICE_PATTERNS")[name] = {"target_prefixes": [f"{target_prefix}."]}


def streamed(parts: Iterator[bytes]) -> Any:
    """A response body that is sent part by part, as they come; `parts` is closed when the client is gone."""

    async def run(send: Callable[[dict[str, Any]], Awaitable[None]], _receive: object) -> None:
        try:
            while (part := await asyncio.to_thread(next, parts, None)) is not None:
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            await asyncio.to_thread(getattr(parts, "close", lambda: None))

    return seam(_RESPONSES, "StreamingResponse")(run)


def account() -> str:
    """The account of the current request."""
    return cast("str", seam(_RESPONSES, "get_account_id")())


def region() -> str:
    """The region of the current request."""
    return cast("str", seam(_RESPONSES, "get_region")())


def scoped_store() -> MutableMapping[str, Any]:
    """A dictionary that keeps the accounts and regions of requests apart."""
    return cast("MutableMapping[str, Any]", seam(_RESPONSES, "AccountRegionScopedDict")())


# IAM


@dataclass(frozen=True, kw_only=True)
class Denial:
    """Why IAM refused: no valid credentials (`authenticated` false), or no permission."""

    message: str
    authenticated: bool


def denial(
    headers: Mapping[str, str], query: Mapping[str, Any], *, service: str, action: str, resource: str
) -> Denial | None:
    """What IAM says to this request's caller, or None if it may go on."""
    seam(_EVALUATOR, "pin_request_caller")(headers, query)
    key = seam("ministack.core.router", "extract_access_key_id")(headers, query)
    return _denial(key, service=service, action=action, resource=resource, context={})


def role_denial(
    role_arn: str, *, session: str, service: str, action: str, resource: str, context: Mapping[str, str]
) -> Denial | None:
    """What IAM says to a session of the role, or None if it may go on; `context` holds the condition keys."""
    key, _, _ = role_credentials(role_arn, session=session)
    return _denial(key, service=service, action=action, resource=resource, context=context)


def _denial(key: str, *, service: str, action: str, resource: str, context: Mapping[str, str]) -> Denial | None:
    evaluate = seam(_EVALUATOR, "enforce")
    result = evaluate(key, action, service, region(), resource_arn=resource, service_context=dict(context))
    if result is None:
        return None
    if isinstance(result, seam(_EVALUATOR, "AuthError")):
        return Denial(message="The security token included in the request is invalid.", authenticated=False)
    explain = seam(_ACTIONS, "identity_denial_message")
    message = explain(action, result.principal_arn, resource, result.decision == "Deny")
    return Denial(message=message, authenticated=True)


def trust_policy(role_arn: str) -> str | Mapping[str, Any] | None:
    """The role's trust policy, or None if there is no such role."""
    role = seam("ministack.services.iam", "_roles").get(role_arn.rpartition("/")[2])
    if role is None or role["Arn"] != role_arn:
        return None
    return cast("str | Mapping[str, Any]", role["AssumeRolePolicyDocument"])


def role_credentials(role_arn: str, *, session: str) -> tuple[str, str, str]:
    """Key, secret and token of a session of the role; the same for the same role, so processes can keep them."""
    digest = hashlib.sha256(f"{role_arn}:{session}".encode()).hexdigest()
    key, secret, token = f"ASIA{digest[:16].upper()}", digest, digest[::-1]
    name = role_arn.rpartition("/")[2]
    identity = {
        "Arn": f"arn:aws:sts::{account()}:assumed-role/{name}/{session}",
        "UserId": f"{name}:{session}",
        "SecretAccessKey": secret,
        "SessionToken": token,
    }
    seam("ministack.services.sts", "register_session")(key, identity)
    return key, secret, token


def tell_iam_the_metric_namespace() -> None:
    """MiniStack evaluates the condition cloudwatch:namespace, and does not say what it is in a request."""
    before = seam(_ACTIONS, "request_tag_context")

    def with_namespace(service: str, action: str, body: bytes, query: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = before(service, action, body, query)
        if action == "cloudwatch:PutMetricData" and (namespace := _namespace(body, query)):
            context["cloudwatch:namespace"] = namespace
        return context

    replace(_ACTIONS, "request_tag_context", with_namespace)


def tell_iam_the_log_stream() -> None:
    """AWS asks about `log-group:NAME:log-stream:STREAM`, so that a policy ends in `:*`; MiniStack ends at the name."""
    before = seam(_ACTIONS, "extract_resource_arn")

    def with_stream(service: str, method: str, path: str, headers: dict[str, str], body: bytes, *others: Any) -> str:
        arn: str = before(service, method, path, headers, body, *others)
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        if service != "logs" or operation not in _OF_LOG_STREAMS or ":log-group:" not in arn:
            return arn
        return f"{arn}:log-stream:{json.loads(body).get('logStreamName', '')}"

    replace(_ACTIONS, "extract_resource_arn", with_stream)


def tell_iam_the_version_of_a_function() -> None:
    """AWS asks about `function:NAME:VERSION` where the caller names one; MiniStack ends at the name."""
    before = seam(_ACTIONS, "extract_resource_arn")

    def with_version(service: str, method: str, path: str, headers: Any, body: bytes, query: Any, *others: Any) -> str:
        arn: str = before(service, method, path, headers, body, query, *others)
        version = query.get("Qualifier") if service == "lambda" and path.endswith("/invocations") else None
        return f"{arn}:{version[0] if isinstance(version, list) else version}" if version else arn

    replace(_ACTIONS, "extract_resource_arn", with_version)


def _namespace(body: bytes, query: Mapping[str, Any]) -> str | None:
    """Of a request in JSON, or in the query protocol, whose values MiniStack keeps as lists."""
    if body.startswith(b"{"):
        with suppress(ValueError):
            return cast("str | None", json.loads(body).get("Namespace"))
    value = query.get("Namespace")
    return value[0] if isinstance(value, list) else value


def treat_loopback_as_tls() -> None:
    """Bucket policies that demand aws:SecureTransport, as CDK's own do, must not refuse plain http on loopback."""
    pin = seam(_APP, "pin_request_origin")

    def pin_as_tls(address: str, _tls: bool) -> None:  # noqa: FBT001  MiniStack's own signature
        pin(address, TRANSPORT_IS_TLS)

    replace(_APP, "pin_request_origin", pin_as_tls)


def act_as_aws() -> None:
    """Let IAM know that what follows is a service's own request, over TLS, where no caller's has been pinned."""
    seam(_APP, "pin_request_origin")("127.0.0.1", TRANSPORT_IS_TLS)


# Encryption


def key_arn(reference: str) -> str:
    """The ARN of the key that an ARN, an id or an alias names; that of a key elsewhere is taken as it is."""
    key = seam("ministack.services.kms", "_resolve_key")(reference)
    if key is not None:
        return cast("str", key["Arn"])
    if reference.startswith("arn:"):
        return reference
    resource = reference if reference.startswith("alias/") else f"key/{reference}"
    return f"arn:aws:kms:{region()}:{account()}:{resource}"


def bucket_key(bucket: str) -> str | None:
    """The customer's key that new objects of the bucket are encrypted with, if the bucket names one."""
    headers = seam("ministack.services.s3", "_bucket_default_sse_headers")(bucket)
    return cast("str | None", headers.get("x-amz-server-side-encryption-aws-kms-key-id"))


def encrypt_buckets_of_stacks() -> None:
    """MiniStack's CloudFormation leaves BucketEncryption out, and then no object of the bucket would have its key."""
    before = seam(_PROVISIONERS, "_s3_apply_configurations")

    def apply(name: str, properties: Mapping[str, Any], *others: Any) -> None:
        before(name, properties, *others)
        rules = (properties.get("BucketEncryption") or {}).get("ServerSideEncryptionConfiguration", ())
        default = next((rule["ServerSideEncryptionByDefault"] for rule in rules), None)
        # Without a key it is AWS's own, as of the bucket that CDK's bootstrap makes; MiniStack has none.
        if default is None or (default.get("SSEAlgorithm") == "aws:kms" and not default.get("KMSMasterKeyID")):
            seam("ministack.services.s3", "_delete_bucket_encryption")(name)
        else:
            seam("ministack.services.s3", "_put_bucket_encryption")(name, _encryption(default))

    replace(_PROVISIONERS, "_s3_apply_configurations", apply)


def _encryption(default: Mapping[str, str]) -> bytes:
    root = ET.Element("ServerSideEncryptionConfiguration")
    rule = ET.SubElement(root, "Rule")
    applied = ET.SubElement(rule, "ApplyServerSideEncryptionByDefault")
    for name in ("SSEAlgorithm", "KMSMasterKeyID"):
        if name in default:
            ET.SubElement(applied, name).text = default[name]
    return ET.tostring(root)


def ask_for_keys_of_uploads() -> None:
    """MiniStack's S3 keeps the name of a key and does not ask KMS for it: whoever uploads must be allowed to use it."""
    before, places = seam(_ACTIONS, "s3_additional_checks"), seam(_ACTIONS, "s3_access_point_resources")

    def with_key(
        method: str, path: str, headers: Mapping[str, str], body: bytes, query: Mapping[str, Any]
    ) -> list[tuple[str, str]]:
        checks: list[tuple[str, str]] = before(method, path, headers, body, query)
        bucket, _, name = path.strip("/").partition("/")
        if name and seam(_ACTIONS, "_s3_action")(method, path, query) == "PutObject":
            key = headers.get("x-amz-server-side-encryption-aws-kms-key-id") or bucket_key(bucket)
            checks += [("kms:GenerateDataKey", key_arn(key))] if key else []
        return checks

    def through_s3(arn: str) -> Any:
        via = {"kms:ViaService": f"s3.{region()}.amazonaws.com"}
        return [(arn, via)] if arn.startswith("arn:aws:kms:") else places(arn)

    replace(_ACTIONS, "s3_additional_checks", with_key)
    replace(_ACTIONS, "s3_access_point_resources", through_s3)


# Events and metrics


def put_event(*, source: str, detail_type: str, detail: str, resources: Sequence[str]) -> None:
    """Put an event of an AWS service on the default bus."""
    entry = {"Source": source, "DetailType": detail_type, "Detail": detail, "Resources": list(resources)}
    seam(_EVENTS, "_put_events")({"Entries": [entry]}, allow_aws_source=True)


def put_metrics(namespace: str, data: Sequence[Mapping[str, Any]]) -> None:
    """Put metric data into CloudWatch."""
    body = {"Namespace": namespace, "MetricData": list(data)}
    seam("ministack.services.cloudwatch", "_put_metric_data")({}, body, is_cbor=False, is_json=True)


def is_schedule(rule: Mapping[str, Any]) -> bool:
    """Whether what MiniStack's EventBridge takes for a rule is a schedule of EventBridge Scheduler."""
    return str(rule.get("Arn", "")).startswith("arn:aws:scheduler:")


def guard_schedules(target_of: Callable[[Mapping[str, Any]], Mapping[str, Any] | None]) -> None:
    """Let `target_of(a schedule's target)` say where its event goes, if anywhere, and look each second what is due."""
    before = seam(_EVENTS, "_invoke_target")

    def invoke(target: Mapping[str, Any], event: Any, rule: Mapping[str, Any], view: Any = None) -> None:
        if scheduled := is_schedule(rule):
            act_as_aws()
        if (allowed := target_of(target) if scheduled else target) is not None:
            before(allowed, event, rule, view)

    replace(_EVENTS, "_invoke_target", invoke)
    replace(_SCHEDULES, "_SCHEDULE_TICK_INTERVAL", 1)


# CloudFormation


def add_resource_type(
    name: str,
    *,
    handlers: Mapping[str, Callable[..., Any]],
    replacing: Sequence[str],
    custom_name: str | None = None,
    tagged: bool = False,
) -> None:
    """Let templates use a resource type; a change of a `replacing` property makes a new resource."""
    seam(_PROVISIONERS, "_RESOURCE_HANDLERS")[name] = dict(handlers)
    seam(_PROVISIONERS, "_REPLACING_PROPERTIES")[name] = tuple(replacing)
    if custom_name is not None:
        seam(_PROVISIONERS, "_CUSTOM_NAME_REPLACEMENT")[name] = {"name": custom_name}
    if tagged:
        seam(_PROVISIONERS, "_STACK_TAG_PROPERTY")[name] = ("Tags", "list")


def run_off_the_event_loop(*resource_types: str) -> None:
    """Provision these types on a worker thread, because they wait."""
    before = seam(_STACKS, "_runs_on_worker_thread")
    replace(_STACKS, "_runs_on_worker_thread", lambda name: name in resource_types or before(name))


def physical_name(stack: str, logical_id: str, *, longest: int) -> str:
    """The name that CloudFormation makes up for a resource without one."""
    return cast("str", seam(_PROVISIONERS, "_physical_name")(stack, logical_id, max_len=longest))


def reconcile_tags(tags: MutableMapping[str, str], old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Apply the change of a template's Tags to a resource's tags."""
    seam(_PROVISIONERS, "_reconcile_tag_map")(tags, old, new)


# Lambda


FunctionEnvironment = Callable[[dict[str, Any], str, dict[str, str]], dict[str, str]]
WorkerMaker = Callable[[str, dict[str, Any], bytes], Any]


def run_python_functions_with(make_worker: WorkerMaker) -> None:
    """Make the workers of Python functions with `make_worker`; other runtimes stay MiniStack's."""
    worker_for, execute = seam(_WORKERS, "_worker_class_for"), seam(_FUNCTIONS, "_execute_function_warm")
    execute_provided = seam(_FUNCTIONS, "_execute_function_provided_warm")

    def python_worker_for(config: dict[str, Any]) -> Any:
        return make_worker if _is_python(config) else worker_for(config)

    def execute_python(function: dict[str, Any], event: Any, request_id: str) -> Any:
        config = function.get("config") or function
        return (execute_provided if _is_python(config) else execute)(function, event, request_id)

    replace(_WORKERS, "_worker_class_for", python_worker_for)
    replace(_FUNCTIONS, "_execute_function_warm", execute_python)


def _is_python(config: Mapping[str, Any]) -> bool:
    return str(config.get("Runtime", "")).startswith("python")


def set_function_environment(environment: FunctionEnvironment) -> None:
    """Let `environment(config, code folder, MiniStack's variables)` decide what a function process sees."""
    before = seam(_FUNCTIONS, "_provided_worker_env")

    def after(config: dict[str, Any], folder: str, port: int) -> dict[str, str]:
        return environment(config, folder, before(config, folder, port))

    replace(_FUNCTIONS, "_provided_worker_env", after)


def runtime_api_worker(
    name: str,
    config: dict[str, Any],
    code: bytes,
    *,
    init_failure: Callable[[Any, str], dict[str, Any]],
    told_arn: Callable[[str], str],
) -> Any:
    """A worker that serves the Lambda Runtime API.

    init_failure: what it answers if the function does not start, of the function's report and of a text.
    told_arn: of the ARN that is invoked, the one that the function is told.
    """
    worker = seam(_WORKERS, "ProvidedWorker")(name, config, code)
    run = worker.invoke

    def invoke(event: Any, request_id: str, *, invoked_function_arn: str | None = None, **options: Any) -> Any:
        arn = told_arn(invoked_function_arn or config.get("FunctionArn", ""))
        try:
            return run(event, request_id, invoked_function_arn=arn, **options)
        except RuntimeError as error:
            if type(error) is not RuntimeError:  # MiniStack's own kinds say what they are
                raise
            payload = init_failure(worker._init_error, str(error))  # noqa: SLF001
            return {"status": "error", "error_payload": payload, "log": worker._drain_stderr()}  # noqa: SLF001

    worker.invoke = invoke
    worker._teardown = _with_its_group(worker, worker._teardown)  # noqa: SLF001
    return worker


def _with_its_group(worker: Any, teardown: Callable[[], None]) -> Callable[[], None]:
    """MiniStack ends the function's process; what that has started, in its group, ends as in a sandbox."""

    def end() -> None:
        process = worker._proc  # noqa: SLF001
        teardown()
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    return end


def has_log_group(name: str) -> bool:
    """Whether CloudWatch Logs has a group of that name."""
    return name in seam("ministack.services.cloudwatch_logs", "_log_groups")


def guard_function_logs(may_write: Callable[[Mapping[str, Any]], bool]) -> None:
    """Write the log of an invocation only if `may_write(the function's configuration)`."""
    before = seam(_FUNCTIONS, "_emit_lambda_logs")

    def emit(function: Mapping[str, Any], *arguments: Any, **options: Any) -> None:
        if may_write(function.get("config") or function):
            before(function, *arguments, **options)

    replace(_FUNCTIONS, "_emit_lambda_logs", emit)


def guard_failed_events(may_send: Callable[[Mapping[str, Any], str], bool]) -> None:
    """Send an event that a function failed on to its destination only if `may_send(its configuration, that ARN)`."""
    before = seam(_FUNCTIONS, "_route_async_failure")

    def route(destination: str, name: str, *arguments: Any) -> None:
        function = seam(_FUNCTIONS, "_functions").get(name)
        if function is None or may_send(function["config"], destination):
            before(destination, name, *arguments)

    replace(_FUNCTIONS, "_route_async_failure", route)


def layer_folder(layer: Any) -> str | None:
    """Where the content of a layer version is unpacked."""
    archive = seam(_FUNCTIONS, "_resolve_layer_zip")(layer)
    return cast("str", seam(_FUNCTIONS, "_docker_extracted_dir")(archive, "layer")) if archive else None


def stop_functions() -> None:
    """End every function process."""
    seam(_WORKERS, "reset")()
