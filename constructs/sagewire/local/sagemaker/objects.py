"""Objects in S3, as the execution role may read and write them: an encrypted one takes the use of its key as well."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from sagewire.local import seams
from sagewire.local.sagemaker.roles import ExecutionRole

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
IN_PARTS = ("GenerateDataKey", "Decrypt")


def get(uri: str, *, role: ExecutionRole) -> Any:
    """The body of the object, a stream; ClientError, S3's or in its words, if it may not be read."""
    bucket, key = _place(uri)
    answer = role.client("s3").get_object(Bucket=bucket, Key=key)
    if encrypted_with := answer.get("SSEKMSKeyId"):
        try:
            _require(role, "kms:Decrypt", encrypted_with, operation="GetObject")
        except ClientError:
            answer["Body"].close()
            raise
    return answer["Body"]


def put(
    uri: str,
    content: bytes,
    *,
    content_type: str,
    role: ExecutionRole,
    key_id: str | None = None,
    uses: Iterable[str] = ("GenerateDataKey",),
) -> None:
    """Write an object, with a key of its own if given, else with that of its bucket; ClientError if that may not be.

    `uses` is what the role must be allowed to do with the key.
    """
    bucket, key = _place(uri)
    if encrypted_with := key_id or seams.bucket_key(bucket):
        for use in uses:
            _require(role, f"kms:{use}", encrypted_with, operation="PutObject")
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key_id} if key_id else {}
    role.client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType=content_type, **encryption)


def _place(uri: str) -> tuple[str, str]:
    parts = urlsplit(uri)
    return parts.netloc, parts.path.lstrip("/")


def _require(role: ExecutionRole, action: str, key_id: str, *, operation: str) -> None:
    """MiniStack's S3 keeps the name of the key and does not ask KMS for it."""
    context = {"kms:ViaService": f"s3.{seams.region()}.amazonaws.com"}
    if denial := role.denial(action, seams.key_arn(key_id), context=context):
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": denial}}, operation)
