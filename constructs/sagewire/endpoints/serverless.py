"""A serverless endpoint: no instances, started by requests, 4 MB and 60 s each."""

from aws_cdk import Size
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire.amounts import in_mebibytes
from sagewire.arguments import check_choice, check_range
from sagewire.endpoints.capacity import PROVISIONED_CONCURRENCY
from sagewire.endpoints.endpoint import Endpoint, Importable
from sagewire.endpoints.exclusions import SERVERLESS as EXCLUSIONS
from sagewire.endpoints.exclusions import check_models
from sagewire.endpoints.kind import SERVERLESS
from sagewire.endpoints.metrics import ServerlessMetrics
from sagewire.endpoints.provisioning import Configuration, Deployment
from sagewire.endpoints.scaling import Scaling, check_scaling
from sagewire.endpoints.scaling_policies import ScalableCapacity, add_scaling
from sagewire.limits import SERVERLESS_CONCURRENCY, SERVERLESS_MEMORY, SERVERLESS_PROVISIONED_CONCURRENCY
from sagewire.model import Model
from sagewire.pseudo import is_token

_Config = sagemaker.CfnEndpointConfig
_MEMORY_STEP = 1024
_VARIANT = "AllTraffic"


class ServerlessEndpoint(ServerlessMetrics, Importable, Endpoint):
    """An endpoint that runs while it is asked.

    What serverless inference cannot have (GPUs, a VPC, data capture, several variants) is no parameter here:
    https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
    """

    kind = SERVERLESS
    max_concurrency: float | None = None

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: Model,
        memory: Size | None = None,
        max_concurrency: float = 10,
        provisioned_concurrency: float | None = None,
        scaling: Scaling | None = None,
        endpoint_name: str | None = None,
    ) -> None:
        """Make the endpoint.

        Args:
            scope: The construct that the endpoint belongs to.
            id: Its id in that scope.
            model: The one model that it serves.
            memory: 1 to 6 GiB in whole GiB, 2 GiB if not given; CPU grows with it.
            max_concurrency: 1 to 200; a request above it is throttled.
            provisioned_concurrency: Copies that are kept warm, at most max_concurrency.
            scaling: How provisioned_concurrency follows the load.
            endpoint_name: A fixed name; changing it later replaces the endpoint. None lets CloudFormation name it.

        Raises:
            ValueError: For a figure outside these, or a model that serverless inference cannot serve.
        """
        super().__init__(scope, id)
        self.model = model
        self.max_concurrency = max_concurrency
        self.variant_names = (_VARIANT,)
        check_models(SERVERLESS.noun, [model], EXCLUSIONS)
        check_range("max_concurrency", max_concurrency, SERVERLESS_CONCURRENCY)
        _check_provisioned(provisioned_concurrency, max_concurrency)
        if scaling:
            check_scaling(scaling, PROVISIONED_CONCURRENCY, initial=provisioned_concurrency, ceiling=max_concurrency)
        variant = _Config.ProductionVariantProperty(
            variant_name=_VARIANT,
            model_name=model.model_name,
            initial_variant_weight=1,
            serverless_config=_Config.ServerlessConfigProperty(
                memory_size_in_mb=_memory_size(memory or Size.gibibytes(2)),
                max_concurrency=max_concurrency,
                provisioned_concurrency=provisioned_concurrency,
            ),
        )
        self._provision(
            Configuration(variants=[variant], models=[model]),
            Deployment(endpoint_name=endpoint_name, scaled=scaling is not None),
        )
        if scaling:
            warm = ScalableCapacity.of_variant(
                PROVISIONED_CONCURRENCY, endpoint_name=self.endpoint_name, variant_name=_VARIANT
            )
            add_scaling(self, target=warm, scaling=scaling)


def _memory_size(memory: Size) -> float:
    size = in_mebibytes("memory", memory)
    if not is_token(size):
        steps = range(SERVERLESS_MEMORY.minimum or 0, SERVERLESS_MEMORY.value + 1, _MEMORY_STEP)
        check_choice("memory in MiB", size, steps)
    return size


def _check_provisioned(provisioned: float | None, max_concurrency: float) -> None:
    check_range("provisioned_concurrency", provisioned, SERVERLESS_PROVISIONED_CONCURRENCY)
    if provisioned is None or is_token(provisioned) or is_token(max_concurrency):
        return
    if provisioned > max_concurrency:
        raise ValueError(
            f"provisioned_concurrency is {provisioned}; allowed is at most max_concurrency, {max_concurrency}"
            f" ({SERVERLESS_PROVISIONED_CONCURRENCY.source})"
        )
