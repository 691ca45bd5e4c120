"""A Regional or private REST API may wait longer than 29 s only in an account whose quota AWS has raised; in any
other the deployment fails. AWS often lowers the account's throttle quota in return.
"""

import math
from collections.abc import Iterator

from sagewire.limits import REST_API_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import methods
from sagewire.validator.loads.waits import edge_optimized_there, shown
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import rest_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    quota, granted = graph.quota(REST_API_TIMEOUT, "REST_API_TIMEOUT")
    for api, integration in methods(graph):
        seconds = integration.seconds
        edge = edge_optimized_there(graph, api)
        if not edge and seconds is not None and seconds > quota and not integration.streams:
            whose = "the quota that was given" if granted else "the quota of an account"
            needed = f"{math.ceil(seconds)}"
            yield fault(integration.waits, shown(seconds), limit=shown(quota), whose=whose, needed=needed)


RULE = Rule(
    id="SW116",
    title="API waits longer than the account's quota",
    severity=Severity.WARNING,
    why=__doc__,
    limit=REST_API_TIMEOUT,
    message="the integration waits {found}; {whose} is {limit}",
    fix="Set TimeoutInMillis to what the quota allows; or have the quota raised, and give its seconds:"
    " --quota REST_API_TIMEOUT={needed}, or quotas of sagewire's Validator.",
    check=_check,
    wrong=lambda: template(serverless(), rest_api(integration={"TimeoutInMillis": 40_000}), prompt_function()),
    right=lambda: template(serverless(), rest_api(integration={"TimeoutInMillis": 29_000}), prompt_function()),
)
