"""SageMaker takes a model package from the region that it runs in, and refuses one of another: "ARN should be scoped to
correct region". A package of AWS Marketplace has an ARN of its own in each region.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.serving import model
from sagewire.validator.severity import Severity

_REGION = re.compile(r"arn:[^:]+:sagemaker:([a-z0-9-]+):[^:]*:model-package/")


def _check(graph: Graph) -> Iterator[Fault]:
    for served in graph.models:
        region = graph.region_of(served.resource)
        for container in served.containers:
            package = container["ModelPackageName"]
            named = _REGION.match(package.pattern or "")
            if named and region and named[1] != region:
                yield fault(package, named[1], limit=region)


def _of(package: Any) -> Mapping[str, Any]:
    return template(model(PrimaryContainer={"ModelPackageName": package}))


RULE = Rule(
    id="SW568",
    title="model package of another region",
    severity=Severity.ERROR,
    why=__doc__,
    message="the model package lies in {found}, and the model is made in {limit}",
    fix="Take the package of {limit}: register the model there too, or subscribe to it there.",
    source=f"{SAGEMAKER}/APIReference/API_ContainerDefinition.html",
    region="eu-west-1",
    check=_check,
    wrong=lambda: _of("arn:aws:sagemaker:us-east-1:111122223333:model-package/ranking/3"),
    right=lambda: _of(sub("arn:aws:sagemaker:${AWS::Region}:111122223333:model-package/ranking/3")),
)
