"""What CloudWatch Logs needs of a key that encrypts the log of a function."""

from aws_cdk import Annotations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from sagewire import pseudo

_SOURCE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
_ACTIONS = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)


def let_logs_use(scope: Construct, key: kms.IKey) -> None:
    """Let CloudWatch Logs encrypt this account's log groups under the key; a warning says where that is not ours to do.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    region, account = pseudo.region(), pseudo.account()
    groups = f"arn:{pseudo.partition()}:logs:{region}:{account}:log-group:*"
    statement = iam.PolicyStatement(
        principals=[iam.ServicePrincipal(f"logs.{region}.{pseudo.url_suffix()}")],
        actions=list(_ACTIONS),
        # In the policy of a key it stands for this key.
        resources=["*"],
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )
    if not key.add_to_resource_policy(statement).statement_added:
        Annotations.of(scope).add_warning_v2(
            "sagewire:LogKeyPolicy",
            f"encryption_key {key.node.path} is imported, so its policy is not ours to change: let"
            f" logs.REGION.amazonaws.com use it, or the log group cannot be made ({_SOURCE})",
        )
