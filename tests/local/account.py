"""What tests make in the account of an embedded AWS: roles, callers, model archives, models, endpoints."""

import io
import itertools
import json
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sagewire.local import EmbeddedAws
from sagewire.local.aws_client import aws_client
from sagewire.local.directory import wait_until

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
IN_PROGRESS = ("Creating", "Updating", "Deleting")

Statement = Mapping[str, Any]
T = TypeVar("T")

_numbers = itertools.count(1)


def new_name(kind: str) -> str:
    """A name that no other test has."""
    return f"{kind}-{next(_numbers)}"


def allow(*actions: str, resource: str = "*") -> Statement:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


RUN = (
    allow("ecr:GetAuthorizationToken"),
    allow(
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
        resource="arn:aws:ecr:*:*:repository/*",
    ),
    allow(
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        resource="arn:aws:logs:*:*:log-group:/aws/sagemaker/*",
    ),
    {
        **allow("cloudwatch:PutMetricData"),
        "Condition": {"StringEquals": {"cloudwatch:namespace": "/aws/sagemaker/Endpoints"}},
    },
)
"""What an execution role needs for every container: its image, its log, its metrics."""


def eventually(ask: Callable[[], T], *, seconds: float = 30) -> T:
    """The first answer that is true; a failure if there is none within a generous time."""
    answers: list[T] = []

    def answered() -> bool:
        answers.append(ask())
        return bool(answers[-1])

    assert wait_until(answered, seconds=seconds), f"still {answers[-1]!r} after {seconds:g} s"
    return answers[-1]


def packed(files: Mapping[str, str], *, mode: str = "w:gz") -> bytes:
    """A model archive with these files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


@dataclass(frozen=True)
class Account:
    """The one account of an embedded AWS, with the root's permissions."""

    aws: EmbeddedAws

    @cached_property
    def sagemaker(self) -> Any:
        return self.aws.client("sagemaker")

    @cached_property
    def runtime(self) -> Any:
        return self.aws.client("sagemaker-runtime")

    @cached_property
    def s3(self) -> Any:
        return self.aws.client("s3")

    @cached_property
    def bucket(self) -> str:
        """A bucket for whatever a test puts into it."""
        name = new_name("bucket")
        self.s3.create_bucket(Bucket=name)
        return name

    def role(self, *statements: Statement, service: str = "sagemaker.amazonaws.com") -> str:
        """The ARN of a new role that a service may assume, with these permissions."""
        iam, name = self.aws.client("iam"), new_name("role")
        trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=_policy(*statements))
        arn: str = made["Role"]["Arn"]
        return arn

    @cached_property
    def reader(self) -> str:
        """A role that does what a model server's must: run, read, write, publish."""
        return self.role(*RUN, allow("s3:GetObject", "s3:PutObject", "sns:Publish"))

    def caller(self, service: str, *statements: Statement) -> Any:
        """A client of a new user with these permissions."""
        iam, name = self.aws.client("iam"), new_name("user")
        iam.create_user(UserName=name)
        if statements:
            iam.put_user_policy(UserName=name, PolicyName="inline", PolicyDocument=_policy(*statements))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        url = self.aws.endpoint_url
        return aws_client(service, endpoint_url=url, key=key["AccessKeyId"], secret=key["SecretAccessKey"])

    def put(self, content: bytes) -> str:
        """The URI of a new object."""
        key = new_name("object")
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=content)
        return f"s3://{self.bucket}/{key}"

    def get(self, uri: str) -> bytes:
        """The content of the object at a URI."""
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        content: bytes = self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        return content

    @cached_property
    def sqs(self) -> Any:
        return self.aws.client("sqs")

    def queue(self, *, sender: str) -> tuple[str, str]:
        """The URL and the ARN of a new queue to which that service may send."""
        url: str = self.sqs.create_queue(QueueName=new_name("queue"))["QueueUrl"]
        arn: str = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        policy = _policy({**allow("sqs:SendMessage", resource=arn), "Principal": {"Service": sender}})
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        return url, arn

    def received(self, queue: str, number: int) -> list[dict[str, Any]]:
        """The JSON messages of a queue, once there are that many."""
        found: list[dict[str, Any]] = []

        def enough() -> bool:
            answer = self.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
            for message in answer.get("Messages", ()):
                found.append(json.loads(message["Body"]))
                self.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            return len(found) >= number

        eventually(enough)
        return found

    def model(self, inference: str = "", *, archive: bytes | None = None, **members: Any) -> str:
        """The name of a new model whose code/inference.py is `inference`."""
        name = new_name("model")
        content = packed({"code/inference.py": inference}) if archive is None else archive
        container = {"Image": IMAGE, "ModelDataUrl": self.put(content)}
        defaults = {"PrimaryContainer": container, "ExecutionRoleArn": self.reader}
        self.sagemaker.create_model(**{"ModelName": name, **defaults, **members})
        return name

    def config(self, *variants: Mapping[str, Any], **members: Any) -> str:
        """The name of a new endpoint configuration."""
        name = new_name("config")
        self.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=list(variants), **members)
        return name

    def endpoint(self, config: str, **members: Any) -> str:
        """The name of a new endpoint, in service."""
        name = new_name("endpoint")
        self.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config, **members)
        description = self.settled(name)
        assert description["EndpointStatus"] == "InService", description.get("FailureReason")
        return name

    def serving(self, inference: str) -> str:
        """The name of a new endpoint with one instance that runs `inference`."""
        return self.endpoint(self.config(instances(self.model(inference))))

    def settled(self, endpoint: str) -> dict[str, Any]:
        """The endpoint's description at the end of the transition under way."""

        def description() -> dict[str, Any] | None:
            found: dict[str, Any] = self.sagemaker.describe_endpoint(EndpointName=endpoint)
            return None if found["EndpointStatus"] in IN_PROGRESS else found

        found = eventually(description)
        assert found is not None
        return found

    def ask(self, endpoint: str, body: bytes = b"", **members: Any) -> bytes:
        """The body of InvokeEndpoint's answer."""
        answer: bytes = self.runtime.invoke_endpoint(EndpointName=endpoint, Body=body, **members)["Body"].read()
        return answer


def instances(model: str, *, name: str = "AllTraffic", weight: float = 1.0) -> dict[str, Any]:
    """A variant on one instance."""
    return {
        "VariantName": name,
        "ModelName": model,
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": 1,
        "InitialVariantWeight": weight,
    }


def serverless(model: str, *, most: int = 5, **config: Any) -> dict[str, Any]:
    """A serverless variant."""
    settings = {"MemorySizeInMB": 2048, "MaxConcurrency": most, **config}
    return {"VariantName": "AllTraffic", "ModelName": model, "ServerlessConfig": settings}


def _policy(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
