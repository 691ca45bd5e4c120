"""What all kinds of endpoint share: a configuration, the endpoint itself, and who may invoke it."""

from collections.abc import Sequence

import jsii
from aws_cdk import Resource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk.interfaces import aws_sagemaker as references
from constructs import Construct

from sagewire import permissions
from sagewire.arguments import check_name
from sagewire.endpoints.kind import EndpointKind
from sagewire.permissions import Permission

_EndpointConfig = sagemaker.CfnEndpointConfig


@jsii.implements(sagemaker.IEndpoint)
class Endpoint(Resource):
    """An endpoint of one kind; wherever CDK takes an `aws_sagemaker.IEndpoint`, it takes this."""

    kind: EndpointKind

    def __init__(self, scope: Construct, id: str, *, kind: EndpointKind, endpoint_name: str | None) -> None:
        check_name("endpoint_name", endpoint_name)
        super().__init__(scope, id)
        self.kind = kind
        self._physical_endpoint_name = endpoint_name

    def _provision(
        self,
        variants: Sequence[_EndpointConfig.ProductionVariantProperty],
        *,
        async_inference: _EndpointConfig.AsyncInferenceConfigProperty | None = None,
    ) -> None:
        """Make the configuration, which has no fixed name since every change replaces it, and the endpoint on it."""
        config = sagemaker.CfnEndpointConfig(
            self,
            f"{self.kind.label}Config",
            production_variants=list(variants),
            async_inference_config=async_inference,
        )
        self._resource = sagemaker.CfnEndpoint(
            self,
            f"{self.kind.label}Endpoint",
            endpoint_config_name=config.attr_endpoint_config_name,
            endpoint_name=self._physical_endpoint_name,
        )
        self.node.default_child = self._resource

    @property
    def endpoint_arn(self) -> str:
        """The endpoint's ARN."""
        return self._resource.ref

    @property
    def endpoint_name(self) -> str:
        """The endpoint's name: the one it was given, or CloudFormation's."""
        return self._resource.attr_endpoint_name

    @property
    def endpoint_ref(self) -> references.EndpointReference:
        """What CDK's generated interfaces ask for."""
        return self._resource.endpoint_ref

    @property
    def invoke_permissions(self) -> list[Permission]:
        """What a caller needs: the action of this endpoint's kind, on this endpoint, and no other."""
        return [permissions.invoke_endpoint(self.kind.action, self.endpoint_arn)]

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow the grantee to invoke this endpoint, with all that its kind takes for that."""
        first, *others = (permission.grant_to(grantee) for permission in self.invoke_permissions)
        for grant in others:
            first = first.combine(grant)
        return first
