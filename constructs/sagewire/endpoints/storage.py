"""The buckets of an asynchronous endpoint: encrypted, TLS only, logged, emptied after a while."""

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagewire import permissions


def access_log_bucket(scope: Construct, id: str, *, retention: Duration) -> s3.Bucket:
    """A bucket that S3 writes the access logs of `private_bucket`s into."""
    bucket = _bucket(scope, id, retention)
    bucket.add_to_resource_policy(
        iam.PolicyStatement(
            actions=["s3:PutObject"],
            principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],
            resources=[bucket.arn_for_objects("*")],
            conditions=permissions.from_this_account(),
        )
    )
    return bucket


def private_bucket(
    scope: Construct, id: str, *, retention: Duration, access_logs: s3.IBucket, events: bool = False
) -> s3.Bucket:
    """A bucket for payloads; `events` sends what happens in it to EventBridge."""
    bucket = _bucket(scope, id, retention)
    resource = bucket.node.default_child
    assert isinstance(resource, s3.CfnBucket)
    # Set on the resource: CDK's own way for logs is an ACL, and for events a custom resource with a function behind.
    resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
        destination_bucket_name=access_logs.bucket_name, log_file_prefix=f"{id}/"
    )
    if events:
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )
    return bucket


def _bucket(scope: Construct, id: str, retention: Duration) -> s3.Bucket:
    return s3.Bucket(
        scope,
        id,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        lifecycle_rules=[
            s3.LifecycleRule(expiration=retention, abort_incomplete_multipart_upload_after=Duration.days(1))
        ],
    )
