"""A stack in which what was drawn is built."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from aws_cdk import App, CfnOutput, CfnParameter, Environment, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

from sagewire import Model
from tests.properties.drawn import Amount, Call, Given, Later, Scenario, Use

ACCOUNT = "123456789012"

# What the user brings along; imported where it can be, since that is one call into Node instead of many.
_GIVEN: dict[str, Callable[[Stack], Any]] = {
    "bucket": lambda stack: s3.Bucket.from_bucket_name(stack, "Bucket", "given-bucket"),
    "other bucket": lambda stack: s3.Bucket(stack, "OtherBucket"),
    "key": lambda stack: kms.Key.from_key_arn(
        stack, "Key", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
    ),
    "own key": lambda stack: kms.Key(stack, "OwnKey"),
    "role": lambda stack: iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com")),
    "imported role": lambda stack: iam.Role.from_role_name(stack, "ImportedRole", "given-role"),
    "topic": lambda stack: sns.Topic(stack, "Topic"),
    "other topic": lambda stack: sns.Topic(stack, "OtherTopic"),
    "bus": lambda stack: events.EventBus(stack, "Bus"),
    "alarm": lambda stack: cloudwatch.Alarm.from_alarm_arn(
        stack, "Alarm", f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:given-alarm"
    ),
    "user": lambda stack: iam.User(stack, "User"),
    "vpc": lambda stack: ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["us-east-1a", "us-east-1b"],
        private_subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    ),
    "security group": lambda stack: ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0"),
}


class Workbench:
    """A fresh stack of a fresh app, and what was made in it so far."""

    def __init__(self, outdir: Path, region: str | None) -> None:
        self._app = App(outdir=str(outdir), analytics_reporting=False, builtin_cloud_formation_validation=False)
        environment = Environment(account=ACCOUNT, region=region) if region else None
        self.stack = Stack(self._app, "Stack", env=environment)
        # A stack that only imports has no resource, and CloudFormation takes no such template.
        sns.CfnTopic(self.stack, "Always")
        self._outdir = outdir
        self._made: dict[object, Any] = {}
        self._constructs = 0

    def build(self, node: Any) -> Any:
        """What was drawn, made."""
        made = node
        match node:
            case Scenario():
                made = self.build(list(node.constructs))
            case Call():
                made = self._call(node)
            case Amount():
                made = getattr(node.of, node.unit)(self.build(node.figure))
            case Given():
                made = self._once(node, lambda: _GIVEN[node.kind](self.stack))
            case Later():
                made = self._later(node)
            case list() | tuple():
                made = [self.build(each) for each in node]
            case dict():
                made = {self.build(name): self.build(value) for name, value in node.items()}
        return made

    def template(self) -> str:
        """The stack's template as it is deployed."""
        self._app.synth()
        return (self._outdir / "Stack.template.json").read_text()

    def _call(self, call: Call) -> Any:
        # Two variants mostly run the same model, and a model costs a dozen calls into Node.
        return self._once(repr(call), lambda: self._make(call)) if call.of is Model else self._make(call)

    def _make(self, call: Call) -> Any:
        arguments = self.build(dict(call.arguments))
        if not call.construct:
            return call.of(**arguments)
        self._constructs += 1
        made = call.of(self.stack, f"Construct{self._constructs}", **arguments)
        for use in call.uses:
            self._use(made, use)
        return made

    def _use(self, made: Any, use: Use) -> None:
        member = getattr(made, use.name)
        if callable(member):
            member(*self.build(list(use.positional)), **self.build(dict(use.arguments)))

    def _later(self, node: Later) -> Any:
        id = f"{node.type}{node.number}"
        parameter = self._once(id, lambda: self._parameter(id, node.type))
        if node.type == "Number":
            return parameter.value_as_number
        return f"{node.before}{parameter.value_as_string}{node.after}"

    def _parameter(self, id: str, type: str) -> CfnParameter:
        parameter = CfnParameter(self.stack, id, type=type)
        # Whoever is imported by a name need not mention it, and cfn-lint warns of parameters without use.
        CfnOutput(self.stack, f"{id}Value", value=parameter.value_as_string)
        return parameter

    def _once(self, key: object, make: Callable[[], Any]) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]
