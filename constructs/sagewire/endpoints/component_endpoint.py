"""An endpoint whose instances are there for inference components to share."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire import permissions
from sagewire.amounts import in_seconds
from sagewire.arguments import check_count, check_duration, check_name
from sagewire.endpoints.data_capture import DataCapture
from sagewire.endpoints.endpoint import Endpoint, Importable
from sagewire.endpoints.kind import COMPONENTS
from sagewire.endpoints.metrics import ComponentHostMetrics
from sagewire.endpoints.provisioning import Configuration, Deployment, Metrics
from sagewire.endpoints.variants import Hosting, InstancePool, check_instances, instance_variant
from sagewire.limits import SCALE_IN_COOLDOWN
from sagewire.network import Network
from sagewire.pseudo import is_token
from sagewire.role import execution_role

_Config = sagemaker.CfnEndpointConfig
_VARIANT = "AllTraffic"
_SCALING = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html"


@dataclass(frozen=True, kw_only=True)
class ManagedInstanceScaling:
    """How SageMaker itself adds and removes instances as copies of components come and go.

    min_instances: 0 and above; at 0 nothing is paid for while no component has a copy. max_instances: 1 and above.
    consolidate: whether copies are moved together to free instances, or only idle instances are released.
    cooldown: time between two removals, 5 minutes to 1 day.
    """

    min_instances: float = 1
    max_instances: float
    consolidate: bool | None = None
    cooldown: Duration | None = None

    def __post_init__(self) -> None:
        check_count("min_instances", self.min_instances, 0)
        check_count("max_instances", self.max_instances, 1)
        known = not is_token(self.min_instances) and not is_token(self.max_instances)
        if known and self.min_instances > self.max_instances:
            raise ValueError(
                f"min_instances is {self.min_instances:g}; allowed are 0 to max_instances, {self.max_instances:g}"
                f" ({_SCALING})"
            )
        check_duration("cooldown", self.cooldown, SCALE_IN_COOLDOWN)
        self._check_cooldown()
        if self.cooldown is not None and self.consolidate is None:
            raise ValueError("cooldown is given without consolidate: say whether copies are moved together, or not")

    def _check_cooldown(self) -> None:
        if self.cooldown is None:
            return
        seconds = in_seconds("cooldown", self.cooldown)
        if is_token(seconds):
            raise ValueError("cooldown is known at deployment only; give a time, since SageMaker takes it in minutes")
        if seconds % 60:
            raise ValueError(f"cooldown is {seconds:g} s; allowed are whole minutes ({SCALE_IN_COOLDOWN.source})")

    def to_property(self) -> _Config.ManagedInstanceScalingProperty:
        """The scaling as it stands in a variant."""
        return _Config.ManagedInstanceScalingProperty(
            status="ENABLED",
            min_instance_count=self.min_instances,
            max_instance_count=self.max_instances,
            scale_in_policy=self._scale_in(),
        )

    def _scale_in(self) -> _Config.ScaleInPolicyProperty | None:
        if self.consolidate is None:
            return None
        return _Config.ScaleInPolicyProperty(
            strategy="CONSOLIDATION" if self.consolidate else "IDLE_RELEASE",
            cooldown_in_minutes=self.cooldown.to_minutes() if self.cooldown else None,
        )


class InferenceComponentEndpoint(ComponentHostMetrics, Importable, Endpoint):
    """Instances without a model of their own; `InferenceComponent`s bring the models.

    https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-options.html
    """

    kind = COMPONENTS
    managed_scaling: ManagedInstanceScaling | None = None
    network: Network | None = None
    role: iam.IRole | None = None

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        instance_type: str | None = None,
        instance_pools: Sequence[InstancePool] = (),
        instance_count: float = 1,
        managed_scaling: ManagedInstanceScaling | None = None,
        hosting: Hosting | None = None,
        variant_name: str = _VARIANT,
        role: iam.IRole | None = None,
        network: Network | None = None,
        network_isolation: bool = False,
        data_capture: DataCapture | None = None,
        encryption_key: kms.IKey | None = None,
        metrics: Metrics | None = None,
        endpoint_name: str | None = None,
    ) -> None:
        """Make the endpoint.

        Args:
            scope: The construct that the endpoint belongs to.
            id: Its id in that scope.
            instance_type: What the components run on, such as "ml.g5.2xlarge".
            instance_pools: Instead of it: one to five types to choose from, by priority.
            instance_count: On how many instances at first.
            managed_scaling: How SageMaker adds and removes instances; None keeps their number.
            hosting: Routing, volume, timeouts and machine image of the instances.
            variant_name: The name of the one variant.
            role: The execution role of the instances; None makes one.
            network: The VPC that the containers reach; None leaves them where SageMaker puts them.
            network_isolation: Whether containers reach no network at all.
            data_capture: Requests and answers kept in S3.
            encryption_key: For the instances' volumes and for what is captured; AWS's own keys if not given.
            metrics: How closely the endpoint is measured.
            endpoint_name: A fixed name; changing it later replaces the endpoint. None lets CloudFormation name it.

        Raises:
            ValueError: For a figure that SageMaker does not take.
        """
        super().__init__(scope, id)
        check_name("variant_name", variant_name)
        check_instances(instance_type, instance_pools)
        check_count("instance_count", instance_count, 1)
        self.variant_names = (variant_name,)
        self.managed_scaling = managed_scaling
        self.network = network.bind(self) if network else None
        acting = role or self._execution_role()
        self.role = acting
        variant = instance_variant(
            variant_name=variant_name,
            model_name=None,
            instance_type=instance_type,
            instance_pools=instance_pools,
            instance_count=instance_count,
            weight=1,
            hosting=hosting or Hosting(),
            managed_scaling=managed_scaling.to_property() if managed_scaling else None,
        )
        self._provision(
            Configuration(
                variants=[variant],
                instance_types=[instance_type] if instance_type else [pool.instance_type for pool in instance_pools],
                data_capture=data_capture,
                encryption_key=encryption_key,
                metrics=metrics,
                execution_role=acting,
                network=self.network,
                network_isolation=network_isolation or None,
            ),
            Deployment(endpoint_name=endpoint_name, scaled=managed_scaling is not None),
        )

    def _execution_role(self) -> iam.Role:
        needed = [permissions.write_component_logs(), permissions.put_endpoint_metrics()]
        if self.network:
            needed += self.network.permissions
        return execution_role(self, "ExecutionRole", permissions=needed)
