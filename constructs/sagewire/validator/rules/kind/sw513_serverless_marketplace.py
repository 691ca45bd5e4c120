"""Model packages of AWS Marketplace are made for instances, and serverless endpoints exclude them. The template shows
it by the account that the package's ARN names.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from sagewire.validator.serving.served import marketplace_package, models_served
from sagewire.validator.severity import Severity

_PACKAGE = {"ModelPackageName": "arn:aws:sagemaker:us-east-1:865070037744:model-package/ranking-1-4"}


def _check(graph: Graph) -> Iterator[Fault]:
    for served in models_served(graph, SERVERLESS):
        package = marketplace_package(served)
        if package is not None:
            yield fault(package)


RULE = Rule(
    id="SW513",
    title="serverless endpoint with a package of AWS Marketplace",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} is in an account of AWS Marketplace, and serverless endpoints exclude its packages",
    fix="Serve the package on one of the instance types that it names.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    check=_check,
    wrong=lambda: template(model(PrimaryContainer=_PACKAGE), config(serverless_variant()), endpoint()),
    right=lambda: template(model(PrimaryContainer=_PACKAGE), config(instance_variant()), endpoint()),
)
