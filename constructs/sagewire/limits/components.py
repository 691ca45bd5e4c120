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
    schema="AWS::SageMaker::InferenceComponent#/Specification/ComputeResourceRequirements/MinMemoryRequiredInMb",
)
SCALE_IN_COOLDOWN = Limit(
    value=86_400,
    minimum=300,
    unit="s",
    what="time between two removals of instances by managed instance scaling, in whole minutes",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantManagedInstanceScaling.html",
)
COMPONENT_CPU = Limit(
    value=250,
    minimum=250,
    unit="thousandths of a vCPU",
    what="least CPU that an inference component asks for, for each copy: 0.25 vCPU",
    source=f"{SAGEMAKER}/APIReference/API_InferenceComponentComputeResourceRequirements.html",
)
COMPONENT_ACCELERATORS = Limit(
    value=1,
    minimum=1,
    unit="accelerators",
    what="least accelerators that an inference component asks for, if it asks for any",
    source=f"{SAGEMAKER}/APIReference/API_InferenceComponentComputeResourceRequirements.html",
    shape="sagemaker:NumberOfAcceleratorDevices",
    schema="AWS::SageMaker::InferenceComponent#/Specification/ComputeResourceRequirements/NumberOfAcceleratorDevicesRequired",
)
COMPONENT_ENVIRONMENT_ENTRIES = Limit(
    value=16,
    unit="entries",
    what="environment variables of an inference component's container; the API model states 100",
    source=f"{SAGEMAKER}/APIReference/API_InferenceComponentContainerSpecification.html",
    schema="AWS::SageMaker::InferenceComponent#/Specification/Container/Environment",
)
COMPONENT_SPECIFICATIONS = Limit(
    value=5,
    minimum=1,
    unit="specifications",
    what="specifications of one inference component; the schema of CloudFormation asks for 2 at least",
    source=f"{SAGEMAKER}/APIReference/API_CreateInferenceComponent.html",
    shape="sagemaker:InferenceComponentSpecificationList",
)
COMPONENT_ROLLBACK_ALARMS = Limit(
    value=10,
    minimum=1,
    unit="alarms",
    what="alarms that roll an update of one inference component back",
    source=f"{SAGEMAKER}/APIReference/API_AutoRollbackConfig.html",
    shape="sagemaker:AlarmList",
    schema="AWS::SageMaker::InferenceComponent#/DeploymentConfig/AutoRollbackConfiguration/Alarms",
)
SCALE_IN_STEP = Limit(
    value=100,
    minimum=1,
    unit="instances",
    what="instances that managed instance scaling removes at once",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantManagedInstanceScaling.html",
    shape="sagemaker:ManagedInstanceScalingMaximumStepSize",
    schema="AWS::SageMaker::EndpointConfig#/ProductionVariants/*/ManagedInstanceScaling/ScaleInPolicy/MaximumStepSize",
)
