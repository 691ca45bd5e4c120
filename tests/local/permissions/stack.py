"""One stack with whatever the embedded AWS can run, each permission held by one statement of one role."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from aws_cdk import App, CfnOutput, DefaultStackSynthesizer, Duration, Environment, Size, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk.aws_scheduler import ScheduleExpression

from sagewire import (
    AsyncEndpoint,
    BatchTransform,
    CircuitBreaker,
    ComputeRequirements,
    ContainerImage,
    DataCapture,
    Idempotency,
    InferenceComponent,
    InferenceComponentEndpoint,
    LambdaInvoker,
    Model,
    ModelArtifact,
    ModelDirectory,
    Network,
    RealTimeEndpoint,
    ResponseStream,
    Rollout,
    ServerlessEndpoint,
    TransformInput,
    TransformOutput,
)
from sagewire.invokers.function_url import has_function_urls
from sagewire.invokers.powertools_layer import REGIONS

NAME = "Everything"
ARCHIVE, TENANTS = "archive/model.tar.gz", "tenants/"
_IMAGE = ContainerImage.for_framework("sklearn", "1.2-1")
_INSTANCE = "ml.m5.large"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What is there before the stack: buckets, with the keys that encrypt them, and keys, by their ARNs."""

    archives: str
    archives_key: str
    batch_input: str
    batch_input_key: str
    captured: str
    endpoint_key: str
    async_key: str
    results_key: str
    volume_key: str


class Everything(Stack):
    """What the outputs call a role is what the table of probes calls it."""

    def __init__(self, app: App, ground: Ground, model_folder: Path, *, region: str = "us-east-1") -> None:
        synthesizer = DefaultStackSynthesizer(generate_bootstrap_version_rule=False)
        env = Environment(account="123456789012", region=region)
        super().__init__(app, NAME, env=env, synthesizer=synthesizer)
        self._ground = ground
        self._artifact = ModelArtifact.from_asset(model_folder)
        self._bus = events.EventBus(self, "Results")
        self._caller = iam.Role(self, "Caller", assumed_by=iam.AccountRootPrincipal())
        self._role("Caller", self._caller)
        self._real_time()
        self._serverless()
        self._asynchronous()
        self._multi_model()
        self._components()
        self._batch()
        self._messages()
        self._guarded()
        self._streaming()

    def _real_time(self) -> None:
        model = Model(self, "Ranking", image=_IMAGE, artifact=self._artifact, network=self._network)
        self._endpoint = endpoint = RealTimeEndpoint(
            self,
            "RealTime",
            model=model,
            instance_type=_INSTANCE,
            rollout=Rollout.all_at_once(),
            data_capture=DataCapture(bucket=s3.Bucket.from_bucket_name(self, "Captured", self._ground.captured)),
            encryption_key=self._key("EndpointKey", self._ground.endpoint_key),
        )
        endpoint.grant_invoke(self._caller, response_stream=True)
        endpoint.grant_describe(self._caller)
        endpoint.grant_update_weights_and_capacities(self._caller)
        invoker = LambdaInvoker(self, "RealTimeInvoker", endpoint=endpoint)
        if has_function_urls(self):
            invoker.add_function_url()
        invoker.on_event("Asked", pattern=events.EventPattern(source=["website"]))
        invoker.publish_results_to(self._bus)
        invoker.grant_invoke(self._caller)
        self._role("RealTimeModel", model.role)
        self._function("RealTimeInvoker", invoker.function)
        self._say(RealTime=endpoint.endpoint_name, RealTimeDeadLetters=invoker.dead_letters.queue_url)

    def _serverless(self) -> None:
        artifact = ModelArtifact.from_bucket(self._archives, ARCHIVE)
        model = Model(self, "Small", image=_IMAGE, artifact=artifact)
        memory = Size.gibibytes(2)
        endpoint = ServerlessEndpoint(self, "Serverless", model=model, memory=memory, max_concurrency=5)
        invoker = LambdaInvoker(self, "ServerlessInvoker", endpoint=endpoint)
        self._role("ServerlessModel", model.role)
        self._function("ServerlessInvoker", invoker.function)
        self._say(Serverless=endpoint.endpoint_name)

    def _asynchronous(self) -> None:
        model = Model(self, "Large", image=_IMAGE, artifact=self._artifact)
        key = self._key("AsyncKey", self._ground.async_key)
        endpoint = AsyncEndpoint(self, "Async", model=model, instance_type=_INSTANCE, encryption_key=key)
        invoker = LambdaInvoker(self, "AsyncInvoker", endpoint=endpoint)
        invoker.on_object_created("Dropped", endpoint.input_bucket, prefix="incoming/")
        invoker.publish_results_to(self._bus)
        publisher = invoker.node.find_child("PublishResult")
        assert isinstance(publisher, lambda_.Function)
        self._role("AsyncModel", model.role)
        self._function("AsyncInvoker", invoker.function)
        self._function("PublishResult", publisher)
        self._say(
            Async=endpoint.endpoint_name,
            AsyncInput=endpoint.input_bucket.bucket_name,
            Succeeded=endpoint.success_topic.topic_arn,
            Failed=endpoint.error_topic.topic_arn,
            AsyncDeadLetters=invoker.dead_letters.queue_url,
        )

    def _multi_model(self) -> None:
        models = ModelDirectory(bucket=self._archives, prefix=TENANTS)
        model = Model(self, "Tenants", image=_IMAGE, models=models)
        endpoint = RealTimeEndpoint(self, "MultiModel", model=model, instance_type=_INSTANCE)
        self._role("MultiModelModel", model.role)
        self._say(MultiModel=endpoint.endpoint_name)

    def _components(self) -> None:
        host = InferenceComponentEndpoint(
            self,
            "Host",
            instance_type=_INSTANCE,
            network=self._network,
            encryption_key=self._key("HostKey", self._ground.endpoint_key),
        )
        model = Model(self, "Shared", image=_IMAGE, artifact=self._artifact)
        requirements = ComputeRequirements(memory=Size.mebibytes(256))
        component = InferenceComponent(self, "Component", endpoint=host, model=model, requirements=requirements)
        component.grant_invoke(self._caller, response_stream=True)
        assert isinstance(host.role, iam.Role)
        self._role("ComponentHost", host.role)
        self._role("ComponentModel", model.role)
        self._say(
            Host=host.endpoint_name, Component=component.inference_component_name, ComponentModel=model.model_name
        )

    def _batch(self) -> None:
        model = Model(self, "Nightly", image=_IMAGE, artifact=self._artifact)
        key = self._key("InputKey", self._ground.batch_input_key)
        bucket = s3.Bucket.from_bucket_attributes(
            self, "BatchInput", bucket_name=self._ground.batch_input, encryption_key=key
        )
        batch = BatchTransform(
            self,
            "Batch",
            model=model,
            instance_type=_INSTANCE,
            input=TransformInput(content_type="application/json", bucket=bucket),
            output=TransformOutput(key=self._key("ResultsKey", self._ground.results_key)),
            volume_key=self._key("VolumeKey", self._ground.volume_key),
        )
        batch.on_event("Refreshed", pattern=events.EventPattern(source=["website"]))
        schedule = batch.on_schedule("Yearly", schedule=ScheduleExpression.rate(Duration.days(365)), enabled=False)
        batch.grant_start(self._caller)
        scheduler = batch.node.find_child("SchedulerRole")
        assert isinstance(scheduler, iam.Role)
        self._role("BatchModel", model.role)
        self._role("Scheduler", scheduler)
        self._function("BatchStarter", batch.function)
        self._say(
            Schedule=schedule.ref,
            JobPrefix=batch.job_name_prefix,
            BatchModel=model.model_name,
            BatchDeadLetters=batch.dead_letters.queue_url,
        )

    def _messages(self) -> None:
        invoker = LambdaInvoker(self, "MessagesInvoker", endpoint=self._endpoint)
        queue = invoker.on_queue("Queue")
        invoker.send_results_to(sqs.Queue(self, "ResultMessages"))
        self._function("MessagesInvoker", invoker.function)
        self._say(Queue=queue.queue_url)

    def _guarded(self) -> None:
        """By AWS Lambda Powertools; the table of one has a key, and the other tells X-Ray."""
        table = dynamodb.Table(
            self,
            "Answers",
            partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
            time_to_live_attribute="expiration",
            encryption_key=self._key("AnswersKey", self._ground.results_key),
        )
        idempotency = Idempotency(table=table)
        breaker = CircuitBreaker(failures=1, recovery=Duration.seconds(1), successes=1)
        once = LambdaInvoker(
            self, "OnceInvoker", endpoint=self._endpoint, idempotency=idempotency, powertools_layer=self._powertools
        )
        careful = LambdaInvoker(
            self,
            "CarefulInvoker",
            endpoint=self._endpoint,
            circuit_breaker=breaker,
            powertools_layer=self._powertools,
            tracing=lambda_.Tracing.ACTIVE,
        )
        self._function("OnceInvoker", once.function)
        self._function("CarefulInvoker", careful.function)

    def _streaming(self) -> None:
        stream = ResponseStream.to_connection()
        invoker = LambdaInvoker(self, "StreamingInvoker", endpoint=self._endpoint, stream=stream)
        stage = invoker.add_web_socket_api()
        self._function("StreamingInvoker", invoker.function)
        self._say(
            WebSocket=f"{stage.api.api_id}.execute-api.{self.region}.amazonaws.com/{stage.stage_name}",
            StreamingDeadLetters=invoker.dead_letters.queue_url,
        )

    @cached_property
    def _powertools(self) -> lambda_.ILayerVersion | None:
        """A layer of this account, where AWS publishes no parameter for its own."""
        if self.region in REGIONS:
            return None
        arn = f"arn:{self.partition}:lambda:{self.region}:{self.account}:layer:powertools:1"
        return lambda_.LayerVersion.from_layer_version_arn(self, "Powertools", arn)

    @cached_property
    def _network(self) -> Network:
        vpc = ec2.Vpc.from_vpc_attributes(
            self,
            "Vpc",
            vpc_id="vpc-0123456789abcdef0",
            availability_zones=["us-east-1a", "us-east-1b"],
            private_subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
            private_subnet_route_table_ids=["rtb-0123456789abcdef0", "rtb-0123456789abcdef1"],
        )
        group = ec2.SecurityGroup.from_security_group_id(self, "Group", "sg-0123456789abcdef0")
        return Network(vpc=vpc, security_groups=[group])

    @cached_property
    def _archives(self) -> s3.IBucket:
        key = self._key("ArchivesKey", self._ground.archives_key)
        return s3.Bucket.from_bucket_attributes(self, "Archives", bucket_name=self._ground.archives, encryption_key=key)

    def _key(self, id: str, arn: str) -> kms.IKey:
        return kms.Key.from_key_arn(self, id, arn)

    def _function(self, label: str, function: lambda_.Function) -> None:
        assert function.role is not None
        self._role(label, function.role)
        CfnOutput(self, f"{label}Function", value=function.function_name)

    def _role(self, label: str, role: iam.IRole) -> None:
        CfnOutput(self, f"{label}Role", value=role.role_name)

    def _say(self, **values: str) -> None:
        for name, value in values.items():
            CfnOutput(self, f"{name}Value", value=value)
