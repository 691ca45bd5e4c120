"""Several models on the instances of one endpoint, each with its share of them, and scaled by itself."""

from dataclasses import dataclass

from aws_cdk import Duration, Names, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.amounts import in_mebibytes
from sagewire.arguments import check_at_least, check_count, check_duration, check_name
from sagewire.endpoints.capacity import COPIES
from sagewire.endpoints.component_endpoint import InferenceComponentEndpoint
from sagewire.endpoints.dashboard import EndpointDashboard
from sagewire.endpoints.endpoint import granted
from sagewire.endpoints.exclusions import COMPONENT, check_models
from sagewire.endpoints.guardrails import component_deployment_config, component_rollback_alarms
from sagewire.endpoints.metrics import InferenceComponentMetrics
from sagewire.endpoints.provisioning import let_watch
from sagewire.endpoints.rollout import Rollout
from sagewire.endpoints.scaling import Scaling, check_scaling
from sagewire.endpoints.scaling_policies import ScalableCapacity, add_scaling
from sagewire.limits import COMPONENT_MEMORY, DOWNLOAD_TIMEOUT, STARTUP_TIMEOUT
from sagewire.model import Model
from sagewire.permissions import Permission

_Component = sagemaker.CfnInferenceComponent
_LEAST_CPUS = 0.25
# With a part of the endpoint and one of the stack it makes the 63 characters of a name.
_LABEL_LENGTH = 43


@dataclass(frozen=True, kw_only=True)
class ComputeRequirements:
    """What one copy of a component takes of an instance; SageMaker places copies where it is free.

    memory: what it needs at least, 128 MiB or more. max_memory: where it is stopped.
    cpus: cores, 0.25 or more. accelerators: GPUs or Neuron cores.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html
    """

    memory: Size
    max_memory: Size | None = None
    cpus: float | None = None
    accelerators: float | None = None

    def __post_init__(self) -> None:
        least = in_mebibytes("memory", self.memory)
        check_count("memory in MiB", least, COMPONENT_MEMORY.value)
        if self.max_memory is not None:
            check_count("max_memory in MiB", in_mebibytes("max_memory", self.max_memory), least)
        if self.cpus is not None:
            check_at_least("cpus", self.cpus, _LEAST_CPUS)
        if self.accelerators is not None:
            check_at_least("accelerators", self.accelerators, 1)

    def to_property(self) -> _Component.InferenceComponentComputeResourceRequirementsProperty:
        """The requirements as they stand in a component."""
        return _Component.InferenceComponentComputeResourceRequirementsProperty(
            min_memory_required_in_mb=self.memory.to_mebibytes(),
            max_memory_required_in_mb=self.max_memory.to_mebibytes() if self.max_memory else None,
            number_of_cpu_cores_required=self.cpus,
            number_of_accelerator_devices_required=self.accelerators,
        )


@dataclass(frozen=True, kw_only=True)
class ComponentStartup:
    """How long a copy may take to start, and whether instances keep its image and artifact for the next."""

    download_timeout: Duration | None = None
    startup_timeout: Duration | None = None
    data_cache: bool = False

    def __post_init__(self) -> None:
        check_duration("download_timeout", self.download_timeout, DOWNLOAD_TIMEOUT)
        check_duration("startup_timeout", self.startup_timeout, STARTUP_TIMEOUT)

    def to_property(self) -> _Component.InferenceComponentStartupParametersProperty | None:
        """The times as they stand in a component."""
        if self.download_timeout is None and self.startup_timeout is None:
            return None
        return _Component.InferenceComponentStartupParametersProperty(
            model_data_download_timeout_in_seconds=_seconds(self.download_timeout),
            container_startup_health_check_timeout_in_seconds=_seconds(self.startup_timeout),
        )


class InferenceComponent(InferenceComponentMetrics, EndpointDashboard, Construct):
    """One model on an endpoint of inference components.

    inference_component_name: what a request names it by.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: InferenceComponentEndpoint,
        model: Model,
        requirements: ComputeRequirements,
        copy_count: float | None = None,
        scaling: Scaling | None = None,
        startup: ComponentStartup | None = None,
        rollout: Rollout | None = None,
        component_name: str | None = None,
    ) -> None:
        """Put the model on the endpoint.

        Args:
            scope: The construct that the component belongs to.
            id: Its id in that scope.
            endpoint: Whose instances it runs on.
            model: What it serves.
            requirements: What each copy takes of an instance.
            copy_count: How many copies at first, 1 or more; 1, or the least that `scaling` allows, if not given.
            scaling: How the number of copies follows the load, down to none; None keeps it.
            startup: Timeouts of a copy's start, and its cache.
            rollout: A rolling update, and what rolls it back.
            component_name: A fixed name; if None, one that differs for each stack, component and endpoint.

        Raises:
            ValueError: For requirements, copies, scaling or a rollout that a component cannot have.
        """
        super().__init__(scope, id)
        check_name("component_name", component_name)
        check_models("an inference component", [model], COMPONENT)
        copies = copy_count if copy_count is not None else max(scaling.min_capacity, 1) if scaling else 1
        check_count("copy_count", copies, 1)
        if scaling:
            check_scaling(scaling, COPIES, initial=copies)
        if not endpoint.variant_names:
            raise ValueError(
                f"endpoint {endpoint.node.path} is imported without variant_names, and a component names its variant:"
                " give variant_names=('AllTraffic',), or what its variant is called"
            )
        self.endpoint = endpoint
        self.model = model
        self.copy_count = copies
        self.scaling = scaling
        self.inference_component_name = component_name or self._name_known_up_front()
        guardrails, watching = None, None
        if rollout:
            alarms = component_rollback_alarms(self, rollout=rollout, component_name=self.inference_component_name)
            guardrails = component_deployment_config(rollout, alarms, copies=copies)
            watching = let_watch(self, [endpoint.role or model.role, model.role], alarms)
        startup = startup or ComponentStartup()
        self._resource = _Component(
            self,
            "Resource",
            inference_component_name=self.inference_component_name,
            endpoint_name=endpoint.endpoint_name,
            variant_name=endpoint.variant_names[0],
            deployment_config=guardrails,
            runtime_config=_Component.InferenceComponentRuntimeConfigProperty(copy_count=copies),
            specification=_Component.InferenceComponentSpecificationProperty(
                model_name=model.model_name,
                compute_resource_requirements=requirements.to_property(),
                startup_parameters=startup.to_property(),
                data_cache_config=_Component.InferenceComponentDataCacheConfigProperty(enable_caching=True)
                if startup.data_cache
                else None,
            ),
        )
        if watching:
            self._resource.node.add_dependency(watching)
        if scaling:
            target = ScalableCapacity.of_component(self.inference_component_name)
            add_scaling(self, target=target, scaling=scaling).node.add_dependency(self._resource)

    @property
    def inference_component_arn(self) -> str:
        """The component's ARN."""
        return self._resource.ref

    @property
    def invoke_permissions(self) -> list[Permission]:
        """What a caller needs: to invoke the endpoint, and this component on it."""
        action = self.endpoint.kind.action
        return [permissions.invoke_component(action, self.endpoint.endpoint_arn, self.inference_component_arn)]

    def grant_invoke(self, grantee: iam.IGrantable, *, response_stream: bool = False) -> iam.Grant:
        """Allow the grantee to invoke this component, and to have its answer as a stream if asked."""
        needed = self.invoke_permissions
        stream = self.endpoint.kind.stream_action
        if response_stream and stream:
            arns = (self.endpoint.endpoint_arn, self.inference_component_arn)
            needed = [*needed, permissions.invoke_component(stream, *arns)]
        return granted(needed, grantee, models=[self.model])

    def _name_known_up_front(self) -> str:
        """CloudFormation gives no attribute for the name, and the ARN has it in lower case."""
        label = Names.unique_resource_name(self, max_length=_LABEL_LENGTH, separator="-")
        return f"{label}-{self.endpoint.node.addr[-6:]}-{pseudo.stack_digits()}"


def _seconds(duration: Duration | None) -> float | None:
    return duration.to_seconds() if duration else None
