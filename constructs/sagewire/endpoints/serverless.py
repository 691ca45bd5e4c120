"""A serverless endpoint: no instances, started by requests, 4 MB and 60 s each."""

from aws_cdk import Size
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire.arguments import check_choice, check_range
from sagewire.endpoints.endpoint import Endpoint
from sagewire.endpoints.kind import SERVERLESS
from sagewire.limits import SERVERLESS_CONCURRENCY, SERVERLESS_MEMORY, SERVERLESS_PROVISIONED_CONCURRENCY
from sagewire.model import Model
from sagewire.pseudo import is_token

_MEMORY_STEP = 1024


class ServerlessEndpoint(Endpoint):
    """An endpoint that runs while it is asked.

    What serverless inference cannot have (GPUs, a VPC, data capture, several variants) is no parameter here:
    https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: Model,
        memory: Size | None = None,
        max_concurrency: float = 10,
        provisioned_concurrency: float | None = None,
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
            endpoint_name: A fixed name; changing it later replaces the endpoint. None lets CloudFormation name it.

        Raises:
            ValueError: For a figure outside these.
        """
        super().__init__(scope, id, kind=SERVERLESS, endpoint_name=endpoint_name)
        check_range("max_concurrency", max_concurrency, SERVERLESS_CONCURRENCY)
        _check_provisioned(provisioned_concurrency, max_concurrency)
        self.model = model
        self._provision(
            [
                sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                    variant_name="AllTraffic",
                    model_name=model.model_name,
                    initial_variant_weight=1,
                    serverless_config=sagemaker.CfnEndpointConfig.ServerlessConfigProperty(
                        memory_size_in_mb=_memory_size(memory or Size.gibibytes(2)),
                        max_concurrency=max_concurrency,
                        provisioned_concurrency=provisioned_concurrency,
                    ),
                )
            ]
        )


def _memory_size(memory: Size) -> float:
    size = memory.to_mebibytes()
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
