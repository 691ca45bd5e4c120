"""A function in a VPC has no way to SageMaker of its own: not in a public subnet either, since it has no public
address. Without a NAT gateway, and without an interface endpoint of the VPC for SageMaker's runtime, each call waits
until the connection times out, and the function until it is killed.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.networks import inside_network, runtime_endpoint
from sagewire.validator.serving.ways_out import enclosed
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for found in enclosed(graph):
        name = found.function.resource.logical_id
        yield fault(found.subnets, name=name, vpc=found.vpc.logical_id)


RULE = Rule(
    id="SW560",
    title="function in a VPC that does not reach the endpoint",
    severity=Severity.WARNING,
    why=__doc__,
    message="{name} asks an endpoint from {vpc}, which has neither a route to a NAT gateway for it nor an interface"
    " endpoint for SageMaker's runtime",
    fix="Give {vpc} an AWS::EC2::VPCEndpoint for com.amazonaws.<region>.sagemaker.runtime with PrivateDnsEnabled, or"
    " the subnets a route to a NAT gateway; or take the function out of the VPC.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html",
    check=_check,
    wrong=lambda: template(inside_network()),
    right=lambda: template(inside_network(), runtime_endpoint()),
)
