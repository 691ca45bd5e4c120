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
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants",
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
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/InstancePools",
)
INSTANCE_POOL_PRIORITY = Limit(
    value=5,
    minimum=1,
    unit="(1 is tried first)",
    what="priority of an instance pool",
    source=f"{SAGEMAKER}/APIReference/API_InstancePool.html",
    shape="sagemaker:InstancePoolPriority",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/InstancePools/*/Priority",
)
VOLUME_SIZE = Limit(
    value=512,
    minimum=1,
    unit="GB",
    what="storage volume of each instance of a variant",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantVolumeSizeInGB",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/VolumeSizeInGB",
)
# AWS's own Python SDK leaves the size out for these, since the service refuses it; its documentation has no such list.
VOLUMELESS_FAMILIES = Choice(
    values=(
        "c5d",
        "c6gd",
        "dl1",
        "g4dn",
        "g5",
        "g6",
        "g6e",
        "m5d",
        "m6gd",
        "p4d",
        "p4de",
        "p5",
        "p5e",
        "p5en",
        "r5d",
        "r6gd",
        "r7gd",
        "trn1",
        "trn1n",
    ),
    what="families of instances that have storage of their own, and take no VolumeSizeInGB",
    source=f"{SAGEMAKER}/dg/host-instance-storage.html",
)
DOWNLOAD_TIMEOUT = Limit(
    value=3600,
    minimum=60,
    unit="s",
    what="download of a model's artifact onto an instance",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantModelDataDownloadTimeoutInSeconds",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/ModelDataDownloadTimeoutInSeconds",
)
STARTUP_TIMEOUT = Limit(
    value=3600,
    minimum=60,
    unit="s",
    what="start of a container until it answers /ping",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:ProductionVariantContainerStartupHealthCheckTimeoutInSeconds",
    default=480,
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/ContainerStartupHealthCheckTimeoutInSeconds",
)
PROVISION_TIMEOUT = Limit(
    value=3600,
    minimum=300,
    unit="s",
    what="provisioning of a variant's instances",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
    shape="sagemaker:VariantInstanceProvisionTimeoutInSeconds",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/VariantInstanceProvisionTimeoutInSeconds",
)
PREFIX_LENGTH = Limit(
    value=65_536,
    minimum=1024,
    unit="characters",
    what="part of a prompt that prefix-aware routing compares",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantRoutingConfig.html",
    shape="sagemaker:PrefixAwareRoutingPrefixLength",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/RoutingConfig/PrefixAwareRoutingConfig/PrefixLength",
)
PREFIX_CONCURRENCY = Limit(
    value=1024,
    minimum=1,
    unit="requests",
    what="requests under way on an instance above which prefix-aware routing takes another",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantRoutingConfig.html",
    shape="sagemaker:PrefixAwareRoutingConcurrencyThreshold",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/RoutingConfig/PrefixAwareRoutingConfig/ConcurrencyThreshold",
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
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/InferenceAmiVersion",
)
CUDA_13_AMIS = Choice(
    values=("al2023-ami-sagemaker-inference-gpu-4-1",),
    what="machine images whose driver runs containers that were built for CUDA 13",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariant.html",
)
EXCLUDED_VARIANT_PROPERTIES = Limit(
    value=3,
    minimum=0,
    unit="properties",
    what="properties that an update of an endpoint takes from its new configuration although it retains the rest",
    source=f"{SAGEMAKER}/APIReference/API_UpdateEndpoint.html",
    shape="sagemaker:VariantPropertyList",
)
ROUTING_STRATEGIES = Choice(
    values=("LEAST_OUTSTANDING_REQUESTS", "RANDOM", "PREFIX_AWARE"),
    what="routing strategies that CloudFormation takes; newer API models add KV_AWARE",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantRoutingConfig.html",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/RoutingConfig/RoutingStrategy",
)
