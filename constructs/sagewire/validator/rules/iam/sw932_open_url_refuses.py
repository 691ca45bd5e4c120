"""A function URL without authorization asks nobody who calls, but the function's policy has to let everybody in all the
same, by lambda:InvokeFunctionUrl and, since October 2025, by lambda:InvokeFunction too; AWS gave accounts that had URLs
then until November 2026. Without them each call ends with a 403. CDK and SAM add both of them, a plain AWS::Lambda::Url
none. Says nothing where code or a nested stack that is not given may add the permissions.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.open_urls import INVOKE, INVOKE_URL, closed_by, open_urls
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

# What comes of it, and how bad that is.
_LACKING = {
    INVOKE_URL: ("each call is refused with a 403", Severity.ERROR),
    INVOKE: ("each call is refused with a 403, in older accounts since November 2026", Severity.WARNING),
}


def _check(graph: Graph) -> Iterator[Fault]:
    for way in open_urls(graph):
        action = closed_by(graph, way)
        if action is not None:
            ends, severity = _LACKING[action]
            called = way.function.resource.logical_id
            yield fault(way.resource["AuthType"], function=called, action=action, ends=ends, severity=severity)


RULE = Rule(
    id="SW932",
    title="open function URL that refuses its callers",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    message="AuthType {found}, but no permission lets everybody {action} on {function}: {ends}",
    fix="Add AWS::Lambda::Permission of Principal *: for lambda:InvokeFunctionUrl with FunctionUrlAuthType NONE, for "
    "lambda:InvokeFunction with InvokedViaFunctionUrl; or set AuthType to AWS_IAM.",
    check=_check,
    wrong=lambda: template(serverless(), function(), url(AuthType="NONE")),
    right=lambda: template(serverless(), function(), url()),
)
