"""An asynchronous endpoint: requests up to 1 GB are queued, read from S3 and answered into S3, within an hour."""

from aws_cdk import Duration
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk import aws_sns as sns
from constructs import Construct

from sagewire import permissions
from sagewire.arguments import check_range
from sagewire.endpoints.endpoint import Endpoint
from sagewire.endpoints.kind import ASYNCHRONOUS
from sagewire.endpoints.real_time import ProductionVariant
from sagewire.endpoints.storage import access_log_bucket, private_bucket
from sagewire.limits import ASYNC_INVOCATIONS_PER_INSTANCE
from sagewire.model import Model
from sagewire.permissions import Permission

_Config = sagemaker.CfnEndpointConfig

# A request that comes without an object of its own is uploaded here, apart from where objects are dropped.
REQUEST_PREFIX = "requests/"
OUTPUT_PREFIX = "results/"
FAILURE_PREFIX = "failures/"


class AsyncEndpoint(Endpoint):
    """An endpoint that takes its requests from S3, puts its results there and says so on two topics."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: Model,
        instance_type: str,
        instance_count: float = 1,
        max_concurrent_invocations_per_instance: float | None = None,
        retention: Duration | None = None,
        endpoint_name: str | None = None,
    ) -> None:
        """Make the endpoint, its buckets and its topics.

        Args:
            scope: The construct that the endpoint belongs to.
            id: Its id in that scope.
            model: The model that it serves.
            instance_type: What the model runs on, such as "ml.c7i.large".
            instance_count: On how many of them.
            max_concurrent_invocations_per_instance: 1 to 1,000; None leaves it to SageMaker.
            retention: How long requests and results are kept; 30 days if not given.
            endpoint_name: A fixed name; changing it later replaces the endpoint. None lets CloudFormation name it.

        Raises:
            ValueError: For a figure outside these.
        """
        super().__init__(scope, id, kind=ASYNCHRONOUS, endpoint_name=endpoint_name)
        check_range(
            "max_concurrent_invocations_per_instance",
            max_concurrent_invocations_per_instance,
            ASYNC_INVOCATIONS_PER_INSTANCE,
        )
        variant = ProductionVariant(model=model, instance_type=instance_type, instance_count=instance_count)
        keep = retention or Duration.days(30)
        logs = access_log_bucket(self, "AccessLogs", retention=keep)
        self.model = model
        self.input_bucket: s3.IBucket = private_bucket(self, "Input", retention=keep, access_logs=logs, events=True)
        self.output_bucket: s3.IBucket = private_bucket(self, "Output", retention=keep, access_logs=logs)
        self.success_topic: sns.ITopic = sns.Topic(self, "Succeeded", enforce_ssl=True)
        self.error_topic: sns.ITopic = sns.Topic(self, "Failed", enforce_ssl=True)
        self._grant_storage()
        self._provision(
            [variant.to_property()],
            async_inference=self._async_inference(max_concurrent_invocations_per_instance),
        )

    @property
    def invoke_permissions(self) -> list[Permission]:
        """To invoke this endpoint, and to upload the requests that it is to read."""
        uploads = permissions.write_objects(self.input_bucket.arn_for_objects(f"{REQUEST_PREFIX}*"))
        return [*super().invoke_permissions, uploads]

    def read_input_from(self, bucket: s3.IBucket, prefix: str = "") -> None:
        """Let the endpoint read its requests from another bucket as well."""
        permissions.read_objects(bucket.arn_for_objects(f"{prefix}*")).grant_to(self.model.role)

    @property
    def request_location(self) -> str:
        """Where a request is uploaded that has no object of its own: s3://BUCKET/PREFIX."""
        return self.input_bucket.s3_url_for_object(REQUEST_PREFIX)

    def _grant_storage(self) -> None:
        self.read_input_from(self.input_bucket)
        for prefix in (OUTPUT_PREFIX, FAILURE_PREFIX):
            permissions.write_objects(self.output_bucket.arn_for_objects(f"{prefix}*")).grant_to(self.model.role)
        topics = permissions.publish(self.success_topic.topic_arn, self.error_topic.topic_arn)
        topics.grant_to(self.model.role)

    def _async_inference(self, per_instance: float | None) -> _Config.AsyncInferenceConfigProperty:
        return _Config.AsyncInferenceConfigProperty(
            client_config=_Config.AsyncInferenceClientConfigProperty(
                max_concurrent_invocations_per_instance=per_instance
            )
            if per_instance
            else None,
            output_config=_Config.AsyncInferenceOutputConfigProperty(
                s3_output_path=self.output_bucket.s3_url_for_object(OUTPUT_PREFIX),
                s3_failure_path=self.output_bucket.s3_url_for_object(FAILURE_PREFIX),
                notification_config=_Config.AsyncInferenceNotificationConfigProperty(
                    success_topic=self.success_topic.topic_arn, error_topic=self.error_topic.topic_arn
                ),
            ),
        )
