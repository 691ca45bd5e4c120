"""What is deployed on an embedded AWS, and what it has logged."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sagewire.local.embedded import EmbeddedAws
from sagewire.local.errors import LocalError


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """A stack, an endpoint or a function."""

    what: str
    name: str
    state: str


def inspect(aws: EmbeddedAws) -> list[Deployed]:
    """Stacks, endpoints and functions, in this order."""
    return [*_stacks(aws), *_endpoints(aws), *_functions(aws)]


def named(aws: EmbeddedAws, name: str) -> Deployed:
    """The endpoint or function of that name, or the only one with that part in its name; LocalError otherwise."""
    candidates = [*_endpoints(aws), *_functions(aws)]
    exact = [item for item in candidates if item.name == name]
    found = exact or [item for item in candidates if name.lower() in item.name.lower()]
    if len(found) == 1:
        return found[0]
    known = ", ".join(item.name for item in found or candidates) or "none is deployed"
    raise LocalError(f"{'no' if not found else 'more than one'} endpoint or function is called {name!r}: {known}")


def log_of(aws: EmbeddedAws, name: str) -> str:
    """The log of an endpoint's models, or of a function; LocalError for another name."""
    item = named(aws, name)
    return _log_of_models(aws, item.name) if item.what == "endpoint" else _log_of_function(aws, item.name)


def _log_of_models(aws: EmbeddedAws, endpoint: str) -> str:
    sagemaker = aws.client("sagemaker")
    described = sagemaker.describe_endpoint(EndpointName=endpoint)
    if "ProductionVariants" not in described:
        described = sagemaker.describe_endpoint_config(EndpointConfigName=described["EndpointConfigName"])
    files = [aws.model_logs / f"{endpoint}-{variant['VariantName']}.log" for variant in described["ProductionVariants"]]
    return "\n".join(file.read_text(errors="replace").rstrip() for file in files if file.exists())


def _log_of_function(aws: EmbeddedAws, name: str) -> str:
    function, logs = aws.client("lambda").get_function_configuration(FunctionName=name), aws.client("logs")
    group = function.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{name}")
    try:
        events = list(_all(logs, "filter_log_events", "events", logGroupName=group))
    except logs.exceptions.ResourceNotFoundException:  # it is made by the first invocation
        return ""
    return "\n".join(event["message"].rstrip() for event in events)


def _stacks(aws: EmbeddedAws) -> list[Deployed]:
    found = _all(aws.client("cloudformation"), "describe_stacks", "Stacks")
    return [Deployed(what="stack", name=item["StackName"], state=item["StackStatus"]) for item in found]


def _endpoints(aws: EmbeddedAws) -> list[Deployed]:
    found = _all(aws.client("sagemaker"), "list_endpoints", "Endpoints")
    return [Deployed(what="endpoint", name=item["EndpointName"], state=item["EndpointStatus"]) for item in found]


def _functions(aws: EmbeddedAws) -> list[Deployed]:
    found = _all(aws.client("lambda"), "list_functions", "Functions")
    return [Deployed(what="function", name=item["FunctionName"], state=item["State"]) for item in found]


def _all(client: Any, operation: str, member: str, **parameters: str) -> Iterator[dict[str, Any]]:
    for page in client.get_paginator(operation).paginate(**parameters):
        yield from page[member]
