"""What all endpoints of the sound template share: a key, a bucket, an alarm topic, and what a model's role may do."""

from typing import Any

from tests.validator.sound_parts import Json, allow, att, document, ref, resource, sub

IMAGE = sub("${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/ranking:1.4.2")
_REPOSITORY = sub("arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/ranking")
_LOGS = sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/sagemaker/Endpoints/*")
_USE_KEY = ["kms:Decrypt", "kms:GenerateDataKey"]


def _anyone(services: str, conditions: Json) -> Json:
    return allow(_USE_KEY, "*", conditions=conditions, Principal={"Service": services})


def _key() -> Json:
    root = sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")
    own = {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}
    policy = document(
        allow("kms:*", "*", Principal={"AWS": root}),
        _anyone("cloudwatch.amazonaws.com", own),
    )
    return resource("AWS::KMS::Key", keep=True, EnableKeyRotation=True, KeyPolicy=policy)


def _bucket() -> Json:
    encryption: Json = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": att("Key")}
    return resource(
        "AWS::S3::Bucket",
        keep=True,
        BucketEncryption={
            "ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": encryption, "BucketKeyEnabled": True}
            ]
        },
        NotificationConfiguration={"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
        VersioningConfiguration={"Status": "Enabled"},
    )


def _tls_only() -> Json:
    deny: Json = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [att("Bucket"), sub("${Bucket.Arn}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return resource("AWS::S3::BucketPolicy", Bucket=ref("Bucket"), PolicyDocument=document(deny))


def storage() -> Json:
    return {
        "Key": _key(),
        "Bucket": _bucket(),
        "BucketPolicy": _tls_only(),
        "AlarmTopic": resource("AWS::SNS::Topic", KmsMasterKeyId=ref("Key")),
    }


def model(name: str, *, role: str, **more: Any) -> Json:
    """A model, whose artefact lies below a version of its own."""
    container = {"Image": IMAGE, "ModelDataUrl": sub(f"s3://${{Bucket}}/models/{name}/1.4.2/model.tar.gz")}
    return resource("AWS::SageMaker::Model", ExecutionRoleArn=att(role), PrimaryContainer=container, **more)


def serve(name: str) -> list[Json]:
    """What the role of every model needs: its image, its artefact, its log and its metrics."""
    pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    own = {"StringEquals": {"cloudwatch:namespace": "/aws/sagemaker/Endpoints"}}
    return [
        allow(pull, _REPOSITORY),
        allow("ecr:GetAuthorizationToken", "*"),
        allow("s3:GetObject", sub(f"${{Bucket.Arn}}/models/{name}/*")),
        allow("kms:Decrypt", att("Key")),
        allow(logs, _LOGS),
        allow("cloudwatch:PutMetricData", "*", conditions=own),
    ]


def write_objects(prefix: str) -> list[Json]:
    """Write below one prefix of the bucket, under the key."""
    return [allow("s3:PutObject", sub(f"${{Bucket.Arn}}/{prefix}/*")), allow(_USE_KEY, att("Key"))]


def encrypt_volumes() -> Json:
    """Let the volumes of instances be encrypted under the key."""
    return allow("kms:CreateGrant", att("Key"), conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}})
