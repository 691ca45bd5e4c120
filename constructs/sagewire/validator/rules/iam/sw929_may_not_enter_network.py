"""A function in a network of one's own reaches it by network interfaces, which Lambda makes with the function's role.
Where that role may not make any, Lambda refuses the function.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.granted import certainly_lacks_everywhere
from sagewire.validator.permissions.inference_roles import InferenceRoles
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_MAKE = "ec2:CreateNetworkInterface"
_POLICY = "AWSLambdaVPCAccessExecutionRole"


def _check(graph: Graph) -> Iterator[Fault]:
    for role, running in graph.view(InferenceRoles).running.items():
        subnets = [each["VpcConfig"]["SubnetIds"] for each in running]
        placed = [named for named in subnets if named.elements]
        if placed and certainly_lacks_everywhere(graph, role, _MAKE):
            for named in placed:
                yield fault(named, "in a network of its own", role=role.resource.logical_id)


def _in_network(policy: str) -> Resources:
    network = {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}
    made = function(VpcConfig=network)
    managed = sub(f"arn:${{AWS::Partition}}:iam::aws:policy/service-role/{policy}")
    made["FunctionRole"]["Properties"]["ManagedPolicyArns"] = [managed]
    return made


RULE = Rule(
    id="SW929",
    title="function may not enter its network",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    message=f"{{resource}} is {{found}}, but its role {{role}} may not {_MAKE}, so that Lambda refuses it",
    fix=f"Give {{role}} AWS's policy {_POLICY}.",
    check=_check,
    wrong=lambda: template(serverless(), _in_network("AWSLambdaBasicExecutionRole")),
    right=lambda: template(serverless(), _in_network(_POLICY)),
)
