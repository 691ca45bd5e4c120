"""The buckets and topics of an endpoint: encrypted, TLS only; buckets logged, versioned and emptied after a while."""

from dataclasses import dataclass
from functools import cached_property

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.acknowledgements import acknowledge_access_logs
from sagewire.amounts import in_days
from sagewire.arguments import check_count

_DAY = 24 * 3600
_RETENTION = 30 * _DAY


@dataclass(frozen=True)
class Storage:
    """Makes what an endpoint, or a job, keeps its payloads in, below `scope`.

    retention: how long a bucket keeps its objects; 30 days if not given. What is overwritten or deleted before can be
        had back for a day.
    encryption_key: for buckets and topics; S3's and SNS's own keys if not given.
    """

    scope: Construct
    retention: Duration | None = None
    encryption_key: kms.IKey | None = None

    def __post_init__(self) -> None:
        if self.retention is not None:
            check_count("retention in days", in_days("retention", self.retention), 1)

    def bucket(self, id: str, *, events: bool = False) -> s3.Bucket:
        """A bucket for payloads; `events` sends what happens in it to EventBridge."""
        logs = self._access_logs
        bucket = self._private_bucket(id, self.encryption_key)
        resource = bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)
        # On the resource: CDK's own way for logs is an ACL, and for events a custom resource with a function behind.
        resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
            destination_bucket_name=logs.bucket_name, log_file_prefix=f"{id}/"
        )
        if events:
            resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
                event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
            )
        return bucket

    def topic(self, id: str) -> sns.Topic:
        """A topic for notifications."""
        return sns.Topic(self.scope, id, enforce_ssl=True, master_key=self.encryption_key)

    @cached_property
    def _access_logs(self) -> s3.Bucket:
        bucket = self._private_bucket("AccessLogs", None)
        resource = bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)
        acknowledge_access_logs(resource)
        bucket.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["s3:PutObject"],
                principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],
                resources=[bucket.arn_for_objects("*")],
                conditions=permissions.from_this_account(),
            )
        )
        return bucket

    def _private_bucket(self, id: str, key: kms.IKey | None) -> s3.Bucket:
        a_day = pseudo.seconds(_DAY)
        return s3.Bucket(
            self.scope,
            id,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.KMS if key else s3.BucketEncryption.S3_MANAGED,
            encryption_key=key,
            bucket_key_enabled=True if key else None,
            enforce_ssl=True,
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    expiration=self.retention or pseudo.seconds(_RETENTION),
                    noncurrent_version_expiration=a_day,
                    abort_incomplete_multipart_upload_after=a_day,
                )
            ],
        )
