"""Figures of functions that are durable, on Lambda Managed Instances, with SnapStart, or with an accelerator."""

from sagewire.limits.figure import Choice, Limit
from sagewire.limits.sources import LAMBDA, SNAP_START

_MANAGED = f"{LAMBDA}/dg/lambda-managed-instances.html"
_FUNCTION = "AWS::Lambda::Function#"
_INSTANCES = f"{_FUNCTION}/CapacityProviderConfig/LambdaManagedInstancesCapacityProviderConfig"

DURABLE_EXECUTION = Limit(
    value=31_622_400,
    minimum=1,
    unit="s",
    what="execution of a durable function, from its first step to its last",
    source=f"{LAMBDA}/api/API_DurableConfig.html",
    shape="lambda:ExecutionTimeout",
    schema=f"{_FUNCTION}/DurableConfig/ExecutionTimeout",
)
DURABLE_RETENTION = Limit(
    value=90,
    minimum=1,
    default=14,
    unit="days",
    what="time that the history of a durable execution is kept",
    source=f"{LAMBDA}/api/API_DurableConfig.html",
    shape="lambda:RetentionPeriodInDays",
    schema=f"{_FUNCTION}/DurableConfig/RetentionPeriodInDays",
)
DURABLE_OPERATIONS = Limit(
    value=3000,
    unit="operations",
    what="operations of one durable execution",
    source=f"{LAMBDA}/dg/gettingstarted-limits.html",
)
MANAGED_INSTANCES_TIMEOUT = Limit(
    value=5400,
    minimum=1,
    unit="s",
    what="timeout on Lambda Managed Instances, of asynchronous events and of event sources but MQ and DocumentDB",
    source=_MANAGED,
    shape="lambda:Timeout",
    schema=f"{_FUNCTION}/Timeout",
)
MANAGED_INSTANCES_MEMORY = Limit(
    value=32_768,
    minimum=128,
    unit="MiB",
    what="memory on Lambda Managed Instances; the least is that of the API model, the real one is higher",
    source=_MANAGED,
    shape="lambda:MemorySize",
    schema=f"{_FUNCTION}/MemorySize",
)
MANAGED_INSTANCES_LEAST_MEMORY = Limit(
    value=2048,
    minimum=2048,
    unit="MiB",
    what="least memory on Lambda Managed Instances; low confidence: read only in others' texts, not in AWS's",
    source=_MANAGED,
)
MANAGED_INSTANCES_MEMORY_PER_VCPU = Limit(
    value=8,
    minimum=2,
    unit="GiB per vCPU",
    what="memory for each vCPU on Lambda Managed Instances",
    source=_MANAGED,
    schema=f"{_INSTANCES}/ExecutionEnvironmentMemoryGiBPerVCpu",
)
MANAGED_INSTANCES_VCPUS = Limit(
    value=16,
    unit="vCPU",
    what="vCPUs of one execution environment on Lambda Managed Instances",
    source=_MANAGED,
)
MANAGED_INSTANCES_CONCURRENCY = Limit(
    value=1600,
    minimum=1,
    unit="invocations",
    what="concurrent invocations of one execution environment on Lambda Managed Instances",
    source=_MANAGED,
    shape="lambda:PerExecutionEnvironmentMaxConcurrency",
    schema=f"{_INSTANCES}/PerExecutionEnvironmentMaxConcurrency",
)
MANAGED_INSTANCES_PYTHON_CONCURRENCY = Limit(
    value=16,
    unit="invocations per vCPU",
    what="concurrent invocations on Lambda Managed Instances where nothing is set, in Python a process each",
    source=_MANAGED,
)
CAPACITY_PROVIDER_VCPUS = Limit(
    value=15_000,
    minimum=2,
    unit="vCPU",
    what="vCPUs of one capacity provider",
    source=f"{LAMBDA}/api/API_CapacityProviderScalingConfig.html",
    shape="lambda:CapacityProviderMaxVCpuCount",
    schema="AWS::Lambda::CapacityProvider#/CapacityProviderScalingConfig/MaxVCpuCount",
)
ACCELERATOR_MEMORY = Choice(
    values=(3, 6, 12, 16, 24, 48),
    what="GiB of accelerator memory of a function, which takes a capacity provider, a container image and x86_64",
    source=f"{LAMBDA}/api/API_CreateFunction.html",
)
SNAP_START_STORAGE = Limit(
    value=512,
    unit="MiB",
    what="ephemeral storage, /tmp, of a function with SnapStart",
    source=SNAP_START,
)
SNAP_START_ABSENT = Choice(
    values=("ap-east-2", "ap-southeast-6"),
    what="regions without SnapStart",
    source=SNAP_START,
)
