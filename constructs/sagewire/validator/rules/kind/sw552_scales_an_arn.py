"""What is scaled is named as endpoint/NAME/variant/VARIANT, or inference-component/NAME. `Ref` is the ARN: with it the
text names nothing that Application Auto Scaling could scale, and the target is refused.
"""

from collections.abc import Iterator

from sagewire.validator.arns import by_name, given_by_arn
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import POLICY
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    targets = [target.resource for target in graph.scalable_targets]
    for scaling in (*targets, *graph.of_type(POLICY)):
        given = given_by_arn(scaling["ResourceId"])
        if given is not None:
            yield fault(scaling["ResourceId"], given.logical_id, instead=by_name(given))


RULE = Rule(
    id="SW552",
    title="scaling names an ARN",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    message="ResourceId has the ARN of {found} in it; it takes a name",
    fix="Take {instead}.",
    check=_check,
    wrong=lambda: template(real_time(), scaled(ResourceId=sub("endpoint/${Endpoint}/variant/AllTraffic"))),
    right=lambda: template(real_time(), scaled()),
)
