"""Figures of a variant and its instances."""

from sagewire.limits.figure import Choice, Limit
from sagewire.limits.sources import SAGEMAKER

PRODUCTION_VARIANTS = Limit(
    value=10,
    minimum=1,
    unit="variants",
    what="production variants of one endpoint",
    source=f"{SAGEMAKER}/APIReference/API_CreateEndpointConfig.html",
    shape="sagemaker:ProductionVariantList",
)
SHADOW_VARIANTS = Limit(
    value=1,
    unit="variants",
    what="shadow variants of an endpoint, beside exactly one production variant",
    source=f"{SAGEMAKER}/dg/model-shadow-deployment.html",
)
INSTANCE_POOLS = Limit(
    value=5,
    minimum=1,
    unit="pools",
    what="instance pools of a variant",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:InstancePoolList",
)
INSTANCE_POOL_PRIORITY = Limit(
    value=5,
    minimum=1,
    unit="(1 is tried first)",
    what="priority of an instance pool",
    source=f"{SAGEMAKER}/APIReference/API_InstancePool.html",
    shape="sagemaker:InstancePoolPriority",
)
VOLUME_SIZE = Limit(
    value=512,
    minimum=1,
    unit="GB",
    what="storage volume of each instance of a variant",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantVolumeSizeInGB",
)
DOWNLOAD_TIMEOUT = Limit(
    value=3600,
    minimum=60,
    unit="s",
    what="download of a model's artifact onto an instance",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantModelDataDownloadTimeoutInSeconds",
)
STARTUP_TIMEOUT = Limit(
    value=3600,
    minimum=60,
    unit="s",
    what="start of a container until it answers /ping",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantContainerStartupHealthCheckTimeoutInSeconds",
)
PROVISION_TIMEOUT = Limit(
    value=3600,
    minimum=300,
    unit="s",
    what="provisioning of a variant's instances",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:VariantInstanceProvisionTimeoutInSeconds",
)
PREFIX_LENGTH = Limit(
    value=65_536,
    minimum=1024,
    unit="characters",
    what="part of a prompt that prefix-aware routing compares",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantRoutingConfig.html",
    shape="sagemaker:PrefixAwareRoutingPrefixLength",
)
PREFIX_CONCURRENCY = Limit(
    value=1024,
    minimum=1,
    unit="requests",
    what="requests under way on an instance above which prefix-aware routing takes another",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantRoutingConfig.html",
    shape="sagemaker:PrefixAwareRoutingConcurrencyThreshold",
)
INFERENCE_AMIS = Choice(
    values=(
        "al2-ami-sagemaker-inference-gpu-2",
        "al2-ami-sagemaker-inference-gpu-2-1",
        "al2-ami-sagemaker-inference-gpu-3-1",
        "al2-ami-sagemaker-inference-neuron-2",
        "al2023-ami-sagemaker-inference-gpu-4-1",
    ),
    what="machine images that a variant may name",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantInferenceAmiVersion",
)
