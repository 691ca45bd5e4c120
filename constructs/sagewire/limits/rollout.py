"""Figures of the update of an endpoint."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import SAGEMAKER

ROLLOUT_BAKE = Limit(
    value=3600,
    minimum=0,
    unit="s",
    what="wait after each step of a rollout, while the alarms are watched",
    source=f"{SAGEMAKER}/APIReference/API_TrafficRoutingConfig.html",
    shape="sagemaker:WaitIntervalInSeconds",
    schema="AWS::SageMaker::Endpoint#/DeploymentConfig/BlueGreenUpdatePolicy/TrafficRoutingConfiguration/WaitIntervalInSeconds",
)
ROLLOUT_TERMINATION_WAIT = Limit(
    value=3600,
    minimum=0,
    unit="s",
    what="time that the old fleet is kept after the last step of a rollout",
    source=f"{SAGEMAKER}/APIReference/API_BlueGreenUpdatePolicy.html",
    shape="sagemaker:TerminationWaitInSeconds",
    schema="AWS::SageMaker::Endpoint#/DeploymentConfig/BlueGreenUpdatePolicy/TerminationWaitInSeconds",
)
ROLLOUT_TIMEOUT = Limit(
    value=28_800,
    minimum=600,
    unit="s",
    what="duration of a whole rollout; more than its waits together",
    source=f"{SAGEMAKER}/APIReference/API_BlueGreenUpdatePolicy.html",
    shape="sagemaker:MaximumExecutionTimeoutInSeconds",
    schema="AWS::SageMaker::Endpoint#/DeploymentConfig/BlueGreenUpdatePolicy/MaximumExecutionTimeoutInSeconds",
)
CANARY_SIZE = Limit(
    value=50,
    minimum=1,
    unit="%",
    what="share of the new fleet that a canary turns on first",
    source=f"{SAGEMAKER}/APIReference/API_TrafficRoutingConfig.html",
)
LINEAR_STEP = Limit(
    value=50,
    minimum=10,
    unit="%",
    what="share of the new fleet that each step of a linear rollout turns on",
    source=f"{SAGEMAKER}/APIReference/API_TrafficRoutingConfig.html",
)
ROLLING_BATCH = Limit(
    value=50,
    minimum=5,
    unit="%",
    what="share of the fleet that a rolling rollout replaces at once",
    source=f"{SAGEMAKER}/APIReference/API_RollingUpdatePolicy.html",
)
ROLLBACK_BATCH = Limit(
    value=100,
    minimum=1,
    unit="%",
    what="share of the fleet that a rollback of a rolling rollout brings back at once",
    source=f"{SAGEMAKER}/APIReference/API_RollingUpdatePolicy.html",
)
ROLLBACK_ALARMS = Limit(
    value=10,
    minimum=1,
    unit="alarms",
    what="alarms that roll an update of one endpoint back",
    source=f"{SAGEMAKER}/APIReference/API_AutoRollbackConfig.html",
    shape="sagemaker:AlarmList",
    schema="AWS::SageMaker::Endpoint#/DeploymentConfig/AutoRollbackConfiguration/Alarms",
)
