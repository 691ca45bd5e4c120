"""Figures of inference components and their fleet."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import SAGEMAKER

COMPONENT_MEMORY = Limit(
    value=128,
    minimum=128,
    unit="MiB",
    what="least memory that an inference component asks for, for each copy",
    source=f"{SAGEMAKER}/APIReference/API_InferenceComponentComputeResourceRequirements.html",
    shape="sagemaker:MemoryInMb",
)
SCALE_IN_COOLDOWN = Limit(
    value=86_400,
    minimum=300,
    unit="s",
    what="time between two removals of instances by managed instance scaling, in whole minutes",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantManagedInstanceScaling.html",
)
