"""Every change of an endpoint configuration is a new one in its place, and CloudFormation makes the new one before it
deletes the old one. With a fixed name the two collide: the first change of a model, an instance type or a count
fails. A name that is made of a parameter is told for information: it is fixed unless each change brings another value.
"""

from collections.abc import Iterator

from sagewire.validator.fixed_names import fixed
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    return fixed(config.resource["EndpointConfigName"] for config in graph.configs)


RULE = Rule(
    id="SW701",
    title="endpoint configuration with a fixed name",
    severity=Severity.WARNING,
    why=__doc__,
    message="the configuration is {called}: {change} of it makes a second one, and the names collide",
    fix="Leave EndpointConfigName out: CloudFormation gives each configuration a name of its own.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html",
    check=_check,
    wrong=lambda: template(real_time(EndpointConfigName="ranking")),
    right=lambda: template(real_time()),
)
