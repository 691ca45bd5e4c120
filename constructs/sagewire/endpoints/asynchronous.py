"""An asynchronous endpoint: requests up to 1 GB are queued, read from S3 and answered into S3, within an hour."""

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk import aws_sns as sns
from constructs import Construct

from sagewire import permissions
from sagewire.arguments import check_range
from sagewire.endpoints.data_capture import DataCapture
from sagewire.endpoints.endpoint import Endpoint, ExistingEndpoint, imported
from sagewire.endpoints.exclusions import CAPTURE, check_models
from sagewire.endpoints.guardrails import check_rollout
from sagewire.endpoints.kind import ASYNCHRONOUS
from sagewire.endpoints.metrics import AsyncMetrics
from sagewire.endpoints.provisioning import Configuration, Deployment, Metrics
from sagewire.endpoints.rollout import Rollout
from sagewire.endpoints.scaling import Scaling
from sagewire.endpoints.storage import Storage
from sagewire.endpoints.variant_scaling import check_variant_scaling, scale_variants
from sagewire.endpoints.variants import Hosting, InstancePool, ProductionVariant
from sagewire.key import key_behind
from sagewire.limits import ASYNC_INVOCATIONS_PER_INSTANCE
from sagewire.model import Model
from sagewire.permissions import Permission

_Config = sagemaker.CfnEndpointConfig

# A request that comes without an object of its own is uploaded here, apart from where objects are dropped.
REQUEST_PREFIX = "requests/"
OUTPUT_PREFIX = "results/"
FAILURE_PREFIX = "failures/"
_BOTH_TOPICS = ("SUCCESS_NOTIFICATION_TOPIC", "ERROR_NOTIFICATION_TOPIC")


class AsyncEndpoint(AsyncMetrics, Endpoint):
    """An endpoint that takes its requests from S3, puts its results there and says so on two topics."""

    kind = ASYNCHRONOUS
    variants: tuple[ProductionVariant, ...] = ()
    input_bucket: s3.IBucket
    success_topic: sns.ITopic
    error_topic: sns.ITopic
    encryption_key: kms.IKey | None
    published_to: tuple[str, ...] = ()  # ARNs of the buses and queues that invokers publish its results to
    _input_key: kms.IKey | None = None  # of the buckets that were given
    _output_key: kms.IKey | None = None

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: Model,
        instance_type: str | None = None,
        instance_pools: Sequence[InstancePool] = (),
        instance_count: float | None = None,
        scaling: Scaling | None = None,
        hosting: Hosting | None = None,
        max_concurrent_invocations_per_instance: float | None = None,
        input_bucket: s3.IBucket | None = None,
        output_bucket: s3.IBucket | None = None,
        retention: Duration | None = None,
        response_in_notifications: bool = False,
        rollout: Rollout | None = None,
        data_capture: DataCapture | None = None,
        encryption_key: kms.IKey | None = None,
        metrics: Metrics | None = None,
        endpoint_name: str | None = None,
    ) -> None:
        """Make the endpoint, its buckets and its topics.

        Args:
            scope: The construct that the endpoint belongs to.
            id: Its id in that scope.
            model: The model that it serves.
            instance_type: What the model runs on, such as "ml.c7i.large".
            instance_pools: Instead of it: one to five types to choose from, by priority.
            instance_count: On how many instances at first; 1, or the least that `scaling` allows, if not given.
            scaling: How the number of instances follows the backlog, down to none; None keeps it.
            hosting: Routing, volume, timeouts and machine image of the instances.
            max_concurrent_invocations_per_instance: 1 to 1,000; None leaves it to SageMaker.
            input_bucket: Where requests come from; None makes a bucket.
            output_bucket: Where results and failures go; None makes a bucket. A bucket's own key may be used,
                where it has one that is known here.
            retention: How long the buckets made here keep their objects; 30 days if not given.
            response_in_notifications: Whether a notification carries the response, where it has at most 128 KB.
            rollout: How an update moves over, and what rolls it back.
            data_capture: Requests and answers kept in S3 as the model saw them.
            encryption_key: For the volumes, the buckets and topics made here, results and captures; if not given, AWS's
                own keys, and for results that of the output bucket.
            metrics: How closely the endpoint is measured.
            endpoint_name: A fixed name; changing it later replaces the endpoint. None lets CloudFormation name it.

        Raises:
            ValueError: For a figure outside these, or scaling or a rollout that the variant cannot have.
        """
        super().__init__(scope, id)
        check_range(
            "max_concurrent_invocations_per_instance",
            max_concurrent_invocations_per_instance,
            ASYNC_INVOCATIONS_PER_INSTANCE,
        )
        variant = ProductionVariant(
            model=model,
            instance_type=instance_type,
            instance_pools=instance_pools,
            instance_count=instance_count,
            scaling=scaling,
            hosting=hosting or Hosting(),
        )
        self.model = model
        self.variants = (variant,)
        self.variant_names = (variant.variant_name,)
        self._check(variant, rollout=rollout, data_capture=data_capture)
        storage = Storage(self, retention=retention, encryption_key=encryption_key)
        self.encryption_key = encryption_key
        self._input_key, self._output_key = _key_of(input_bucket), _key_of(output_bucket)
        self.input_bucket = input_bucket or storage.bucket("Input", events=True)
        self.output_bucket = output_bucket or storage.bucket("Output")
        self.success_topic = storage.topic("Succeeded")
        self.error_topic = storage.topic("Failed")
        self._provision(
            Configuration(
                variants=[variant.to_property()],
                models=variant.models,
                instance_types=variant.instance_types,
                async_inference=self._async_inference(
                    max_concurrent_invocations_per_instance, response_in_notifications=response_in_notifications
                ),
                data_capture=data_capture,
                encryption_key=encryption_key,
                metrics=metrics,
                needs=self._storage_permissions(),
            ),
            Deployment(endpoint_name=endpoint_name, rollout=rollout, scaled=scaling is not None),
        )
        scale_variants(self, self.variants)

    @staticmethod
    def from_endpoint_name(
        scope: Construct,
        id: str,
        endpoint_name: str,
        *,
        input_bucket: s3.IBucket,
        success_topic: sns.ITopic,
        error_topic: sns.ITopic,
    ) -> "AsyncEndpoint":
        """An asynchronous endpoint of this account and region, with what callers need to know beside its name."""
        return AsyncEndpoint.from_endpoint_attributes(
            scope,
            id,
            endpoint_name=endpoint_name,
            input_bucket=input_bucket,
            success_topic=success_topic,
            error_topic=error_topic,
        )

    @staticmethod
    def from_endpoint_attributes(
        scope: Construct,
        id: str,
        *,
        endpoint_name: str,
        input_bucket: s3.IBucket,
        success_topic: sns.ITopic,
        error_topic: sns.ITopic,
        encryption_key: kms.IKey | None = None,
        variant_names: Sequence[str] = ("AllTraffic",),
        account: str | None = None,
        region: str | None = None,
    ) -> "AsyncEndpoint":
        """An asynchronous endpoint that exists; account and region are the stack's if not given."""
        existing = ExistingEndpoint(
            endpoint_name=endpoint_name, variant_names=variant_names, account=account, region=region
        )
        endpoint = imported(AsyncEndpoint, scope, id, existing)
        endpoint.input_bucket = input_bucket
        endpoint.success_topic, endpoint.error_topic = success_topic, error_topic
        endpoint.encryption_key = encryption_key
        endpoint._input_key = _key_of(input_bucket)  # noqa: SLF001 - this is its class
        return endpoint

    @property
    def invoke_permissions(self) -> list[Permission]:
        """To invoke this endpoint, and to upload the requests that it is to read."""
        needed = [
            *super().invoke_permissions,
            permissions.write_objects(self.input_bucket.arn_for_objects(f"{REQUEST_PREFIX}*")),
        ]
        if key := self._input_key or key_behind(self.encryption_key):
            needed.append(permissions.upload_with(key.key_arn))
        return needed

    def read_input_from(self, bucket: s3.IBucket, prefix: str = "") -> None:
        """Let the endpoint read its requests from another bucket as well.

        Raises:
            ValueError: For an imported endpoint, the role of whose model is not ours to change.
        """
        for permission in self.input_permissions(bucket, prefix):
            permission.grant_to(self.model.role)

    def input_permissions(self, bucket: s3.IBucket, prefix: str = "") -> list[Permission]:
        """What the role of the model needs for that; ValueError for an imported endpoint."""
        if not self.variants:
            raise ValueError(
                f"endpoint {self.node.path} is imported, so its model's role is not ours to change: allow it, in the"
                f" stack that made it, to read {f'{prefix!r} in ' if prefix else ''}the bucket {bucket.node.path}"
            )
        return _read(bucket, prefix, key=_key_of(bucket))

    @property
    def request_location(self) -> str:
        """Where a request is uploaded that has no object of its own: s3://BUCKET/PREFIX."""
        return self.input_bucket.s3_url_for_object(REQUEST_PREFIX)

    def _check(self, variant: ProductionVariant, *, rollout: Rollout | None, data_capture: DataCapture | None) -> None:
        check_variant_scaling(self.kind, variant)
        if data_capture:
            check_models("an endpoint with data_capture", variant.models, CAPTURE)
        if rollout:
            check_rollout(
                rollout,
                kind=self.kind,
                variant_count=1,
                instance_types=variant.instance_types,
                instance_counts=[variant.initial_instance_count],
            )

    def _storage_permissions(self) -> list[Permission]:
        written = [self.output_bucket.arn_for_objects(f"{prefix}*") for prefix in (OUTPUT_PREFIX, FAILURE_PREFIX)]
        needed = [
            *_read(self.input_bucket, "", key=self._input_key),
            permissions.write_objects(*written),
            permissions.publish(self.success_topic.topic_arn, self.error_topic.topic_arn),
        ]
        if self._output_key:
            needed.append(permissions.use_key(self._output_key.key_arn))
        return needed

    def _async_inference(
        self, per_instance: float | None, *, response_in_notifications: bool
    ) -> _Config.AsyncInferenceConfigProperty:
        key = key_behind(self.encryption_key) or self._output_key
        return _Config.AsyncInferenceConfigProperty(
            client_config=_Config.AsyncInferenceClientConfigProperty(
                max_concurrent_invocations_per_instance=per_instance
            )
            if per_instance
            else None,
            output_config=_Config.AsyncInferenceOutputConfigProperty(
                s3_output_path=self.output_bucket.s3_url_for_object(OUTPUT_PREFIX),
                s3_failure_path=self.output_bucket.s3_url_for_object(FAILURE_PREFIX),
                kms_key_id=key.key_arn if key else None,
                notification_config=_Config.AsyncInferenceNotificationConfigProperty(
                    success_topic=self.success_topic.topic_arn,
                    error_topic=self.error_topic.topic_arn,
                    include_inference_response_in=list(_BOTH_TOPICS) if response_in_notifications else None,
                ),
            ),
        )


def _read(bucket: s3.IBucket, prefix: str, *, key: kms.IKey | None) -> list[Permission]:
    needed = [permissions.read_objects(bucket.arn_for_objects(f"{prefix}*"))]
    return [*needed, permissions.decrypt_objects(key.key_arn)] if key else needed


def _key_of(bucket: s3.IBucket | None) -> kms.IKey | None:
    """The key of a bucket that was given, where it is known to have one."""
    return key_behind(bucket.encryption_key) if bucket else None
