"""What is deployed on an embedded AWS, and what it has logged."""

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
    if item.what == "endpoint":
        files = sorted(aws.model_logs.glob(f"{item.name}*.log"))
        return "\n".join(file.read_text(errors="replace").rstrip() for file in files)
    function = aws.client("lambda").get_function_configuration(FunctionName=item.name)
    group = function.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{item.name}")
    events = aws.client("logs").filter_log_events(logGroupName=group)["events"]
    return "\n".join(event["message"].rstrip() for event in events)


def _stacks(aws: EmbeddedAws) -> list[Deployed]:
    stacks = aws.client("cloudformation").describe_stacks()["Stacks"]
    return [Deployed(what="stack", name=stack["StackName"], state=stack["StackStatus"]) for stack in stacks]


def _endpoints(aws: EmbeddedAws) -> list[Deployed]:
    endpoints = aws.client("sagemaker").list_endpoints()["Endpoints"]
    return [Deployed(what="endpoint", name=item["EndpointName"], state=item["EndpointStatus"]) for item in endpoints]


def _functions(aws: EmbeddedAws) -> list[Deployed]:
    functions: list[dict[str, Any]] = aws.client("lambda").list_functions()["Functions"]
    return [Deployed(what="function", name=item["FunctionName"], state=item["State"]) for item in functions]
