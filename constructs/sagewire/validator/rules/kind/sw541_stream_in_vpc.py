"""Function URLs do not stream from within a VPC, AWS says: callers wait for the whole answer, or have none. Nothing
says so when the stack is deployed.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.severity import Severity

_VPC = {"SecurityGroupIds": ["sg-0123456789abcdef0"], "SubnetIds": ["subnet-0123456789abcdef0"]}
_NODE: dict[str, Any] = {"Runtime": "nodejs24.x", "endpoint": None}


def _check(graph: Graph) -> Iterator[Fault]:
    for address in graph.of_type("AWS::Lambda::Url"):
        mode, target = address["InvokeMode"], address["TargetFunctionArn"]
        streams = mode.text == "RESPONSE_STREAM" and target.present
        for called in graph.functions_in(target) if streams else ():
            if called["VpcConfig"]["SubnetIds"].elements:
                yield fault(mode, called=called.resource.logical_id)


RULE = Rule(
    id="SW541",
    title="function URL that streams out of a VPC",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} is {found}, and {called} is in a VPC, where function URLs do not stream",
    fix="Take the function out of the VPC, or have it called by InvokeWithResponseStream.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html",
    check=_check,
    wrong=lambda: template(function(VpcConfig=_VPC, **_NODE), url(InvokeMode="RESPONSE_STREAM")),
    right=lambda: template(function(**_NODE), url(InvokeMode="RESPONSE_STREAM")),
)
