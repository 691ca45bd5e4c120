"""What all kinds of endpoint share: what it is called, who may do what with it, and what is seen of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar, cast

import jsii
from aws_cdk import Resource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk.interfaces import aws_sagemaker as references
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.arguments import check_name
from sagewire.endpoints.dashboard import EndpointDashboard
from sagewire.endpoints.kind import EndpointKind
from sagewire.endpoints.provisioning import Configuration, Deployment
from sagewire.endpoints.state_change import EndpointStateChanges
from sagewire.model import Model, check_grantee
from sagewire.permissions import Permission

_ACTION = re.compile(r"[a-z0-9-]+:[a-zA-Z0-9]+")
_Endpoint = TypeVar("_Endpoint", bound="Endpoint")


@jsii.implements(sagemaker.IEndpoint)
class Endpoint(EndpointDashboard, EndpointStateChanges, Resource):
    """An endpoint of one kind; wherever CDK takes an `aws_sagemaker.IEndpoint`, it takes this.

    kind: what tells it from the other kinds; each kind has a class.
    variant_names: the production variants, which metrics and invocations can name.
    models: what it serves; none where another stack has made it.
    existing: what is known of one that another stack has made.
    """

    kind: EndpointKind
    variant_names: tuple[str, ...]
    models: Sequence[Model] = ()
    existing: "ExistingEndpoint | None" = None
    _name: str
    _arn: str

    def __init__(self, scope: Construct, id: str, *, account: str | None = None, region: str | None = None) -> None:
        """Be in the scope's stack, and there, unless account and region are others."""
        super().__init__(scope, id, account=account, region=region)
        pseudo.settle(self, scope)

    def _provision(self, configuration: Configuration, deployment: Deployment) -> None:
        config = configuration.provision(self, self.kind)
        self.models = configuration.models
        resource = deployment.provision(
            self, self.kind, config=config, variant_names=self.variant_names, acting=configuration
        )
        self.node.default_child = resource
        self._name, self._arn = resource.attr_endpoint_name, resource.ref

    def refer_to(self, existing: "ExistingEndpoint") -> None:
        """Be an endpoint that is there already."""
        self.existing = existing
        self.variant_names = tuple(existing.variant_names)
        self._name, self._arn = existing.endpoint_name, existing.arn

    @property
    def endpoint_arn(self) -> str:
        """The endpoint's ARN."""
        return self._arn

    @property
    def endpoint_name(self) -> str:
        """The endpoint's name: the one it was given, or CloudFormation's."""
        return self._name

    @property
    def endpoint_ref(self) -> references.EndpointReference:
        """What CDK's generated interfaces ask for."""
        return references.EndpointReference(endpoint_arn=self._arn)

    @property
    def invoke_permissions(self) -> list[Permission]:
        """What a caller needs: the action of this endpoint's kind, on this endpoint, and no other."""
        return [permissions.invoke_endpoint(self.kind.action, self._arn)]

    def grant_invoke(self, grantee: iam.IGrantable, *, response_stream: bool = False) -> iam.Grant:
        """Allow the grantee to invoke this endpoint, with all that its kind takes for that.

        Args:
            grantee: Who may.
            response_stream: Also to have the answer as a stream.

        Raises:
            ValueError: For a stream of an endpoint whose kind answers whole; for the role of a model of its own.
        """
        needed = self.invoke_permissions
        if response_stream:
            needed = [*needed, self._stream_permission()]
        return granted(needed, grantee, models=self.models)

    def grant_describe(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow the grantee to ask what the endpoint is and how it is."""
        return self.grant(grantee, "sagemaker:DescribeEndpoint")

    def grant_update_weights_and_capacities(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow the grantee to move traffic and instances between the endpoint's variants."""
        return self.grant(grantee, "sagemaker:UpdateEndpointWeightsAndCapacities")

    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        """Allow the grantee these actions, on this endpoint alone.

        Raises ValueError for what is not the whole name of an action, and for the role of a model of its own.
        """
        vague = [action for action in actions if not _ACTION.fullmatch(action)]
        if vague or not actions:
            raise ValueError(
                f"actions are {', '.join(map(repr, actions)) or 'none'}; name each, such as"
                " 'sagemaker:DescribeEndpoint'"
            )
        needed = Permission(actions=actions, resources=[self._arn])
        return granted([needed], grantee, models=self.models)

    def _stream_permission(self) -> Permission:
        if self.kind.stream_action is None:
            raise ValueError(
                f"response_stream is True, but {self.kind.noun} answers whole: leave it out, since only instances that"
                " answer in real time stream (https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-test-endpoints.html)"
            )
        return permissions.invoke_endpoint(self.kind.stream_action, self._arn)


@dataclass(frozen=True, kw_only=True)
class ExistingEndpoint:
    """What is known of an endpoint that another stack, or another tool, has made."""

    endpoint_name: str
    variant_names: Sequence[str] = ("AllTraffic",)
    account: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        check_name("endpoint_name", self.endpoint_name)
        for name in self.variant_names:
            check_name("variant_names", name)
        if len({*self.variant_names}) < len(self.variant_names):
            raise ValueError(f"variant_names has {', '.join(self.variant_names)}; name each variant once")

    @property
    def arn(self) -> str:
        """The endpoint's ARN, in which SageMaker writes the name in lower case."""
        where = f"{self.region or pseudo.region()}:{self.account or pseudo.account()}"
        name = self.endpoint_name
        return f"arn:{pseudo.partition()}:sagemaker:{where}:endpoint/{name if pseudo.is_token(name) else name.lower()}"


def imported(kind: type[_Endpoint], scope: Construct, id: str, existing: ExistingEndpoint) -> _Endpoint:
    """An endpoint of this kind that is there already; nothing is made for it."""
    endpoint = kind.__new__(kind)
    Endpoint.__init__(endpoint, scope, id, account=existing.account, region=existing.region)
    endpoint.refer_to(existing)
    return endpoint


class Importable:
    """Kinds of endpoint of which a name is all that one has to know."""

    @classmethod
    def from_endpoint_name(cls, scope: Construct, id: str, endpoint_name: str) -> Self:
        """An endpoint of this kind, in this account and region, with the one variant "AllTraffic"."""
        return cls.from_endpoint_attributes(scope, id, endpoint_name=endpoint_name)

    @classmethod
    def from_endpoint_attributes(
        cls,
        scope: Construct,
        id: str,
        *,
        endpoint_name: str,
        variant_names: Sequence[str] = ("AllTraffic",),
        account: str | None = None,
        region: str | None = None,
    ) -> Self:
        """An endpoint of this kind that exists; account and region are the stack's if not given."""
        existing = ExistingEndpoint(
            endpoint_name=endpoint_name, variant_names=variant_names, account=account, region=region
        )
        return cast("Self", imported(cast("type[Endpoint]", cls), scope, id, existing))


def granted(needed: Sequence[Permission], grantee: iam.IGrantable, *, models: Sequence[Model] = ()) -> iam.Grant:
    """Grant all of them, as one grant, to anyone but those whose grants these models wait for."""
    check_grantee(grantee, models)
    first, *others = (permission.grant_to(grantee) for permission in needed)
    for grant in others:
        first = first.combine(grant)
    return first
