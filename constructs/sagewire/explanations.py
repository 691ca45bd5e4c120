"""What cdk-nag and checkov report of our resources by default, why it is so, and what mends it."""

from dataclasses import dataclass

from sagewire.acknowledgements import REGULATED

CHECKOV = "checkov"
PACKS = ("Serverless", *REGULATED, CHECKOV)
_NIST_AND_HIPAA = REGULATED[:2]

_FUNCTION = ("AWS::Lambda::Function",)
_BUCKET = ("AWS::S3::Bucket",)
_CONFIG = ("AWS::SageMaker::EndpointConfig",)
_REST_STAGE = ("AWS::ApiGateway::Stage",)
_ON_THE_STAGE = "on the stage's own resource"
_ON_THE_FUNCTION = "on the function's own resource, `invoker.function.node.default_child`"


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why resources of ours do not keep a rule.

    types: CloudFormation's types of the resources. children: the ids below our construct, where not all of a type.
    rule: what the packs of cdk-nag call it, each after its own name. check: what checkov calls it.
    reason: why it is so. mended_by: what to do for whom the reason is not enough.
    unless: the property of the resource without which the rule is not kept; once it is set there is nothing to explain.
    """

    types: tuple[str, ...]
    reason: str
    mended_by: str
    rule: str | None = None
    packs: tuple[str, ...] = ()
    check: str | None = None
    unless: str | None = None
    children: tuple[str, ...] = ()

    def ids(self, packs: tuple[str, ...]) -> list[str]:
        """The rules of these packs of cdk-nag."""
        return [f"{pack}-{self.rule}" for pack in self.packs if pack in packs]


EXPLANATIONS = (
    Explanation(
        types=_FUNCTION,
        rule="LambdaInsideVPC",
        packs=REGULATED,
        check="CKV_AWS_117",
        unless="vpc_config",
        reason="it calls AWS's own APIs alone, over TLS and signed by its role, and reaches nothing that is in a VPC",
        mended_by=f"`vpc_config` {_ON_THE_FUNCTION}, with subnets from which these APIs can be reached",
    ),
    Explanation(
        types=_FUNCTION,
        rule="LambdaConcurrency",
        packs=_NIST_AND_HIPAA,
        check="CKV_AWS_115",
        unless="reserved_concurrent_executions",
        reason="SageMaker bounds what is asked at once and refuses the rest; a reservation would be taken from the"
        " account's other functions",
        mended_by=f"`reserved_concurrent_executions` {_ON_THE_FUNCTION}",
    ),
    Explanation(
        types=_FUNCTION,
        rule="LambdaDLQ",
        packs=("Serverless", *_NIST_AND_HIPAA),
        check="CKV_AWS_116",
        unless="dead_letter_config",
        reason="an event that it failed on goes to a queue, with the error, by the on-failure destination of its"
        " EventInvokeConfig, which the rule does not read; whoever calls it directly has the error as the answer",
        mended_by=f"`dead_letter_config` {_ON_THE_FUNCTION}: each event is then in two queues",
    ),
    Explanation(
        types=_FUNCTION,
        rule="LambdaTracing",
        packs=("Serverless",),
        unless="tracing_config",
        reason="each call is one line of its log: request id, endpoint, status, attempts, milliseconds; X-Ray costs by"
        " the trace, so it is the app's choice",
        mended_by="`tracing=Tracing.ACTIVE` of a LambdaInvoker; for another function of ours `tracing_config`"
        f" {_ON_THE_FUNCTION}, and xray:PutTraceSegments for its role",
    ),
    Explanation(
        types=_FUNCTION,
        check="CKV_AWS_173",
        unless="kms_key_arn",
        reason="its variables are names, limits and settings that stand in the template as well, and Lambda encrypts"
        " them at rest under a key of AWS's",
        mended_by=f"`encryption_key=` of a LambdaInvoker, or `kms_key_arn` {_ON_THE_FUNCTION}",
    ),
    Explanation(
        types=("AWS::Logs::LogGroup",),
        rule="CloudWatchLogGroupEncrypted",
        packs=REGULATED,
        check="CKV_AWS_158",
        unless="kms_key_id",
        reason="CloudWatch Logs encrypts it at rest under a key of AWS's, and no payload is ever written to it",
        mended_by="`encryption_key=` of a LambdaInvoker, or `kms_key_id` on the log group's own resource, under a key"
        " whose policy lets CloudWatch Logs use it",
    ),
    Explanation(
        types=("AWS::IAM::Role", "AWS::IAM::Policy"),
        rule="IAMNoInlinePolicy",
        packs=REGULATED,
        reason="what it allows is meant for this one role, is made with it and goes with it; a managed policy could be"
        " attached to others",
        mended_by="`role=` of the model: a role of yours, imported with `mutable=False`, that has managed policies",
    ),
    Explanation(
        types=_CONFIG,
        children=("RealTimeConfig", "AsynchronousConfig", "ComponentConfig"),
        rule="SageMakerEndpointConfigurationKMSKeyConfigured",
        packs=REGULATED,
        unless="kms_key_id",
        reason="SageMaker encrypts the instances' volumes under a transient key and discards it; they hold the image"
        " and the artifact, and go with the instance",
        mended_by="`encryption_key=` of the endpoint",
    ),
    Explanation(
        types=_CONFIG,
        children=("ServerlessConfig",),
        rule="SageMakerEndpointConfigurationKMSKeyConfigured",
        packs=REGULATED,
        reason="a serverless endpoint has no instance whose volume a key of the account could encrypt",
        mended_by="a RealTimeEndpoint, with `encryption_key=`",
    ),
    Explanation(
        types=("AWS::SageMaker::Model",),
        check="CKV_AWS_370",
        unless="enable_network_isolation",
        reason="many containers load something when they start, and serverless inference takes no isolated model",
        mended_by="`network_isolation=True` of the model",
    ),
    Explanation(
        types=_BUCKET,
        children=("Input", "Output"),
        rule="S3BucketReplicationEnabled",
        packs=REGULATED,
        unless="replication_configuration",
        reason="what is in it is on its way: it can be made again from its source, and expires",
        mended_by="`input_bucket=` and `output_bucket=` of the endpoint, or `bucket=` of a job's input and output",
    ),
    Explanation(
        types=_BUCKET,
        children=("AccessLogs",),
        rule="S3BucketReplicationEnabled",
        packs=REGULATED,
        unless="replication_configuration",
        reason="it holds who read and wrote the two buckets beside it, for as long as these keep their objects",
        mended_by="buckets of yours, with logs of their own, as `input_bucket=` and `output_bucket=`",
    ),
    Explanation(
        types=_BUCKET,
        children=("Input", "Output"),
        rule="S3DefaultEncryptionKMS",
        packs=REGULATED,
        reason="S3 encrypts it under keys of its own (SSE-S3)",
        mended_by="`encryption_key=` of the endpoint, or `bucket=` of a job's input and output",
    ),
    Explanation(
        types=("AWS::SNS::Topic",),
        rule="SNSEncryptedKMS",
        packs=REGULATED,
        check="CKV_AWS_26",
        unless="kms_master_key_id",
        reason="SNS keeps messages on encrypted disks; a notification names the objects in S3, and carries an answer"
        " only where response_in_notifications says so",
        mended_by="`encryption_key=` of the endpoint",
    ),
    Explanation(
        types=("AWS::SQS::Queue",),
        check="CKV_AWS_27",
        unless="kms_master_key_id",
        reason="SQS encrypts it under a key of its own (SSE-SQS), which the check does not know",
        mended_by="`kms_master_key_id` on the queue's own resource, under a key whose policy lets EventBridge use it",
    ),
    Explanation(
        types=("AWS::CloudWatch::Alarm",),
        rule="CloudWatchAlarmAction",
        packs=_NIST_AND_HIPAA,
        unless="alarm_actions",
        reason="SageMaker watches it while an update is under way, and takes the update back: that is its action",
        mended_by="`add_alarms(actions=...)` of the endpoint, for who wants to be told at any time",
    ),
    Explanation(
        types=(*_REST_STAGE, "AWS::ApiGatewayV2::Stage"),
        rule="APIGWDefaultThrottling",
        packs=("Serverless",),
        reason="the account's throttling holds, and Lambda and SageMaker refuse what is too much for them; only its"
        " owner knows a rate for the API",
        mended_by=f"`method_settings` or `default_route_settings` {_ON_THE_STAGE}, or an API of yours as `api=`",
    ),
    Explanation(
        types=_REST_STAGE,
        rule="APIGWXrayEnabled",
        packs=("Serverless", "HIPAA.Security"),
        check="CKV_AWS_73",
        unless="tracing_enabled",
        reason="its access log has the id, status and times of each request; X-Ray costs by the trace, so it is the"
        " app's choice",
        mended_by="`tracing=Tracing.ACTIVE` of the invoker",
    ),
    Explanation(
        types=_REST_STAGE,
        rule="APIGWAssociatedWithWAF",
        packs=("NIST.800.53.R5", "PCI.DSS.321"),
        reason="callers are those whom IAM allows; a web ACL has its price, and its rules are the app's",
        mended_by="`aws_wafv2.CfnWebACLAssociation` with the stage's ARN",
    ),
    Explanation(
        types=_REST_STAGE,
        rule="APIGWCacheEnabledAndEncrypted",
        packs=REGULATED,
        check="CKV_AWS_120",
        reason="its one method is POST, whose answers no caller may get from a cache",
        mended_by=f"`cache_cluster_enabled` and `method_settings` {_ON_THE_STAGE}",
    ),
    Explanation(
        types=_REST_STAGE,
        rule="APIGWSSLEnabled",
        packs=REGULATED,
        reason="the certificate proves the API to an HTTP backend; a function is called over TLS by Lambda's own API",
        mended_by=f"`client_certificate_id` {_ON_THE_STAGE}",
    ),
    Explanation(
        types=("AWS::DynamoDB::Table",),
        check="CKV_AWS_119",
        reason="DynamoDB encrypts it under a key of AWS's; it holds digests and answers for as long as these are kept",
        mended_by="`encryption_key=` of the invoker",
    ),
)
