"""A function's provisioned concurrency is a part of what is reserved for it. Lambda refuses more, over all its
aliases and versions together.
"""

from collections import defaultdict
from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, ref, resource, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    provisioned: defaultdict[Function, float] = defaultdict(float)
    for published in graph.of_type("AWS::Lambda::Alias", "AWS::Lambda::Version"):
        count = published["ProvisionedConcurrencyConfig"]["ProvisionedConcurrentExecutions"].number
        functions = graph.functions_in(published["FunctionName"])
        if count is not None and published.certain and len(functions) == 1:
            provisioned[functions[0]] += count
    for given, count in provisioned.items():
        reserved = given["ReservedConcurrentExecutions"]
        if reserved.number is not None and reserved.number < count:
            yield fault(reserved, limit=f"at least {figure(count)}", count=figure(count))


def _version(count: int) -> Resources:
    properties = {
        "FunctionName": ref("Function"),
        "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": count},
    }
    return resource("Version", "AWS::Lambda::Version", properties, {})


RULE = Rule(
    id="SW416",
    title="provisioned concurrency is above what is reserved for the function",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
    message="ReservedConcurrentExecutions is {found}; {count} are provisioned",
    fix="Reserve {count} executions or more, or provision fewer.",
    check=_check,
    wrong=lambda: template(function(endpoint=None, ReservedConcurrentExecutions=5), _version(6)),
    right=lambda: template(function(endpoint=None, ReservedConcurrentExecutions=5), _version(5)),
)
