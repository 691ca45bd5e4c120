"""What a kind of endpoint cannot serve, as AWS lists it: one row each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sagewire.model import Model, ModelTraits

_SERVERLESS = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html#serverless-endpoints-how-it-works"
)
_SHADOW = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html"
_SOURCES = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelDataSource.html"
_CAPTURE = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html"

_COMPONENT = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-options.html"


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """A trait of a model that rules out a kind of endpoint, and what to do then."""

    trait: str
    applies: Callable[[ModelTraits], bool]
    instead: str
    source: str


SERVERLESS = (
    Exclusion(
        trait="a VPC",
        applies=lambda model: model.vpc,
        instead="leave vpc out of the model, or use a RealTimeEndpoint",
        source=_SERVERLESS,
    ),
    Exclusion(
        trait="network isolation",
        applies=lambda model: model.network_isolation,
        instead="leave network_isolation out of the model, or use a RealTimeEndpoint",
        source=_SERVERLESS,
    ),
    Exclusion(
        trait="several containers (an inference pipeline)",
        applies=lambda model: model.containers > 1,
        instead="use a RealTimeEndpoint, or put the steps into one container",
        source=_SERVERLESS,
    ),
    Exclusion(
        trait="multi-model hosting",
        applies=lambda model: model.multi_model,
        instead="use a RealTimeEndpoint, or a ServerlessEndpoint for each model",
        source=_SERVERLESS,
    ),
    Exclusion(
        trait="an image for GPUs or Neuron",
        applies=lambda model: model.accelerated is True,
        instead="take the image for processor='cpu', or use a RealTimeEndpoint",
        source=_SERVERLESS,
    ),
    Exclusion(
        trait="an uncompressed artifact",
        applies=lambda model: model.uncompressed,
        instead="pack the artifact as .tar.gz, or use a RealTimeEndpoint",
        source=_SOURCES,
    ),
)
SHADOW = (
    Exclusion(
        trait="several containers (an inference pipeline)",
        applies=lambda model: model.containers > 1,
        instead="compare two endpoints instead",
        source=_SHADOW,
    ),
    Exclusion(
        trait="multi-model hosting",
        applies=lambda model: model.multi_model,
        instead="compare two endpoints instead",
        source=_SHADOW,
    ),
)
CAPTURE = (
    Exclusion(
        trait="multi-model hosting",
        applies=lambda model: model.multi_model,
        instead="leave data_capture out, or use an endpoint for each model",
        source=_CAPTURE,
    ),
)
COMPONENT = (
    Exclusion(
        trait="multi-model hosting",
        applies=lambda model: model.multi_model,
        instead="make a component of each model",
        source=_COMPONENT,
    ),
    Exclusion(
        trait="several containers (an inference pipeline)",
        applies=lambda model: model.containers > 1,
        instead="use a RealTimeEndpoint, or put the steps into one container",
        source=_COMPONENT,
    ),
)


def check_models(what: str, models: Sequence[Model], exclusions: Sequence[Exclusion]) -> None:
    """Raise ValueError for the first model that has a trait which `what` cannot have."""
    for model in models:
        for exclusion in exclusions:
            if exclusion.applies(model.traits):
                raise ValueError(
                    f"model {model.node.path} has {exclusion.trait}, which {what} cannot have:"
                    f" {exclusion.instead} ({exclusion.source})"
                )
