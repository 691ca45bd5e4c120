"""Every change of a model but of its tags is a new one in its place, and CloudFormation makes the new one before it
deletes the old one. With a fixed name the two collide: the first new image, or artifact, fails. A name
that is made of a parameter is told for information: it is fixed unless each change brings another value.
"""

from collections.abc import Iterator

from sagewire.validator.fixed_names import fixed
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model, real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    return fixed(made.resource["ModelName"] for made in graph.models)


RULE = Rule(
    id="SW702",
    title="model with a fixed name",
    severity=Severity.WARNING,
    why=__doc__,
    message="the model is {called}: {change} of it makes a second one, and the names collide",
    fix="Leave ModelName out: CloudFormation gives each model a name of its own.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html",
    check=_check,
    wrong=lambda: template(real_time(), model(ModelName="ranking")),
    right=lambda: template(real_time(), model()),
)
