"""What tells models apart for those that serve them."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ModelTraits:
    """What a model is like, as far as it decides which kinds of endpoint may serve it.

    containers: how many it has; above 1 it is an inference pipeline. multi_model: one container, many artifacts.
    network_isolation, vpc: as set on the model. accelerated: whether an image is for GPUs or Neuron; None: not known.
    uncompressed: its artifact is a prefix in S3, not an archive. package: it comes from the Model Registry.
    """

    containers: int = 1
    multi_model: bool = False
    network_isolation: bool = False
    vpc: bool = False
    accelerated: bool | None = None
    uncompressed: bool = False
    package: bool = False
