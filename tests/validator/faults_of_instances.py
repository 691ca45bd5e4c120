"""Faults of endpoints that run on instances: what they run, how they are updated, what they leave unsaid."""

from tests.validator.fault import Fault
from tests.validator.sound_changes import drop, every, put
from tests.validator.sound_parts import sub

_LATEST = sub("${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/ranking:latest")
_NOTIFICATIONS = ("AsyncInferenceConfig", "OutputConfig", "NotificationConfig")
_CANARY = ("DeploymentConfig", "BlueGreenUpdatePolicy", "TrafficRoutingConfiguration")

INSTANCE_FAULTS = (
    Fault(
        name="no-error-topic",
        says="an asynchronous endpoint that tells nobody what failed",
        plant=drop("AsynchronousConfig", *_NOTIFICATIONS, "ErrorTopic"),
        unseen=True,
    ),
    Fault(
        name="single-instance",
        says="a real-time endpoint on one instance",
        plant=every(
            put("RealTimeConfig", "ProductionVariants", 0, "InitialInstanceCount", value=1),
            put("RealTimeTarget", "MinCapacity", value=1),
        ),
        unseen=True,
    ),
    Fault(
        name="no-rollback-alarm",
        says="an update that no alarm rolls back",
        plant=drop("RealTimeEndpoint", "DeploymentConfig", "AutoRollbackConfiguration"),
        unseen=True,
    ),
    Fault(
        name="canary-wait-3601",
        says="a canary that waits for longer than it can",
        plant=put("RealTimeEndpoint", *_CANARY, "WaitIntervalInSeconds", value=3601),
    ),
    Fault(
        name="latest-image",
        says="an image that changes under its tag",
        plant=put("RealTimeModel", "PrimaryContainer", "Image", value=_LATEST),
        unseen=True,
    ),
    Fault(
        name="named-config",
        says="an endpoint configuration with a name, which nothing can replace",
        plant=put("RealTimeConfig", "EndpointConfigName", value="ranking"),
        unseen=True,
    ),
    Fault(
        name="no-volume-key",
        says="volumes that no key of the account encrypts",
        plant=drop("RealTimeConfig", "KmsKeyId"),
    ),
    Fault(
        name="not-isolated",
        says="a model on instances whose container may call anywhere",
        plant=drop("RealTimeModel", "EnableNetworkIsolation"),
    ),
)
