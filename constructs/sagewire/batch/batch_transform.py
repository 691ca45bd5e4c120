"""Batch transform: a function that starts jobs, its ways in, and what becomes of the jobs."""

import re
from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Names, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.arguments import check_one_of, check_range, check_rule
from sagewire.batch.checks import TRANSFORM, check_instance_type, check_workload
from sagewire.batch.configuration import TransformInput, TransformInvocations, TransformOutput, TransformWorkload
from sagewire.batch.job import TransformJob, check_function_environment
from sagewire.endpoints.exclusions import check_models
from sagewire.endpoints.storage import Storage
from sagewire.event_types import SOURCE, TRANSFORM_JOB_STATE_CHANGE
from sagewire.invokers.delivery import Delivery
from sagewire.invokers.event import event_rule
from sagewire.invokers.function import inference_function
from sagewire.invokers.schedule import Schedules, scheduled_event
from sagewire.limits import TRANSFORM_INSTANCES, TRANSFORM_JOB_NAME, TRANSFORM_STATUSES
from sagewire.model import Model, check_grantee
from sagewire.pseudo import is_token
from sagewire.role import attached_policy
from sagewire.workload import METADATA_KEY

_HANDLER = "start_transform.handler.handler"
# A job's name is the prefix, the time of its event and a digest: -YYYYMMDD-HHMMSS and -0123456789abcdef.
_PREFIX_LENGTH = TRANSFORM_JOB_NAME.value - 33
_PREFIX = re.compile(r"[a-z0-9](-*[a-z0-9])*")


class BatchTransform(Construct):
    """Runs a model over the objects below a prefix, on instances that are there for as long as the job takes.

    CloudFormation has no transform job, so a function starts one: called directly (`grant_start`), by events
    (`on_event`) or on a schedule (`on_schedule`). It never starts two for one event, however often that is delivered.
    Each job writes below its own name, and its end is an event (`on_state_change`).

    There are no metrics here to alarm on: those of a job carry its name, which no alarm can know before. A rule on
    the status Failed is the alarm, `on_state_change("Failed", statuses=["Failed"], target=...)`.

    https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: Model,
        instance_type: str,
        input: TransformInput,
        instance_count: float = 1,
        output: TransformOutput | None = None,
        invocations: TransformInvocations | None = None,
        environment: Mapping[str, str] | None = None,
        volume_key: kms.IKey | None = None,
        retention: Duration | None = None,
        job_name_prefix: str | None = None,
        workload: TransformWorkload | None = None,
    ) -> None:
        """Make the function, the buckets that are not given, and what the model's role needs.

        Args:
            scope: The construct that the batch transform belongs to.
            id: Its id in that scope.
            model: The model; a job runs as its role.
            instance_type: What a job runs on, such as "ml.m5.large".
            input: What it reads.
            instance_count: On how many instances, 1 to 100; they share out the objects, not their records.
            output: Where it writes; by default below "output/" in a bucket made here.
            invocations: How it asks the model.
            environment: Variables of the container, at most 16, on top of the model's own.
            volume_key: For the instances' volumes; those with storage of their own take none.
            retention: How long buckets made here keep their objects; 30 days if not given.
            job_name_prefix: What the jobs' names begin with, in lower case; made of the stack's and this construct's
                name if not given. It must not begin the prefix of another.
            workload: How much a job has to do, and by when.

        Raises:
            ValueError: For what CreateTransformJob refuses, or the measured model cannot keep.
        """
        super().__init__(scope, id)
        pseudo.settle(self, scope)
        check_instance_type(self, instance_type, volume_key=volume_key)
        check_range("instance_count", instance_count, TRANSFORM_INSTANCES)
        check_models("a batch transform", [model], TRANSFORM)
        self.model = model
        calls, work = invocations or TransformInvocations(), workload or TransformWorkload()
        check_workload(model.profile, work, calls, instance_count=instance_count)
        storage, written = Storage(self, retention), output or TransformOutput()
        self.job_name_prefix = _job_name_prefix(self, job_name_prefix)
        self.input_bucket: s3.IBucket = input.bucket or storage.bucket("Input", events=True)
        self.output_bucket: s3.IBucket = written.bucket or storage.bucket("Output")
        job = TransformJob(
            model_name=model.model_name,
            resources={"InstanceType": instance_type, "InstanceCount": instance_count},
            input=input,
            input_bucket=self.input_bucket,
            output=written,
            output_bucket=self.output_bucket,
            invocations=calls,
            environment=environment or {},
            volume_key=volume_key,
        )
        self.function = self._starter(job)
        # A job that starts before its role may read, fails.
        self.function.node.add_dependency(
            attached_policy(self, "JobPolicy", roles=[model.role], permissions=job.needed())
        )
        self._state(work)
        self._delivery = Delivery(self, self.function)
        self._schedules = Schedules(self, self.function, self._delivery)

    @property
    def dead_letters(self) -> sqs.Queue:
        """The queue behind every asynchronous way in; made with the first of them."""
        return self._delivery.dead_letters

    def grant_start(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow the grantee to start jobs, by invoking the function.

        It takes nothing, or an object with `inputPrefix` and `outputPrefix`, below the configured ones, and `token`:
        two calls with the same token start one job. It answers with the job's name, ARN and output location.

        Raises:
            ValueError: For the execution role of the model, which waits for what its role is granted.
        """
        check_grantee(grantee, [self.model])
        return self.function.grant_invoke_latest_version(grantee)

    def on_event(
        self,
        id: str,
        *,
        pattern: events.EventPattern,
        bus: events.IEventBus | None = None,
        max_event_age: Duration | None = None,
    ) -> events.Rule:
        """Start a job for each event that matches.

        An "Object Created" of S3 runs the job on that object; the detail of any other event may say `inputPrefix` and
        `outputPrefix`, below the configured ones.

        Args:
            id: The rule's id below this construct.
            pattern: Which events.
            bus: Whose events; None stands for the account's default bus.
            max_event_age: How old an event may get, 60 s to 6 hours, before it goes to the dead-letter queue; 1 hour
                if not given. It holds for all ways in, so the first sets it.

        Raises:
            ValueError: For an age outside these, or one that differs from an earlier one.
        """
        age = self._delivery.age(max_event_age)
        return event_rule(
            self,
            id,
            function=self.function,
            pattern=pattern,
            bus=bus,
            dead_letters=self.dead_letters,
            max_event_age=age,
        )

    def on_schedule(
        self,
        id: str,
        *,
        schedule: scheduler.ScheduleExpression,
        enabled: bool = True,
        max_event_age: Duration | None = None,
    ) -> scheduler.CfnSchedule:
        """Start a job at each time of a schedule.

        Args:
            id: The schedule's id below this construct.
            schedule: When, in which time zone: `ScheduleExpression.cron(hour="3", minute="0", time_zone=...)`.
            enabled: Whether it runs.
            max_event_age: As of `on_event`.

        Raises:
            ValueError: For an age outside 60 s to 6 hours, or one that differs from an earlier one.
        """
        event = scheduled_event("Scheduled Transform", {})
        return self._schedules.add(id, schedule, enabled=enabled, event=event, max_event_age=max_event_age)

    def on_state_change(
        self,
        id: str,
        *,
        statuses: Sequence[str] | None = None,
        target: events.IRuleTarget | None = None,
        description: str | None = None,
        rule_name: str | None = None,
    ) -> events.Rule:
        """A rule on the status of this construct's jobs, on the account's default event bus.

        SageMaker may send an event several times, or not at all. The event says TransformJobName, TransformJobStatus,
        TransformOutput.S3OutputPath, and FailureReason where there is one.

        Args:
            id: The rule's id below this construct.
            statuses: Those that are told: InProgress, Completed, Failed, Stopping, Stopped; all if not given.
            target: Where the events go; more can be added to the rule.
            description: What the rule is for.
            rule_name: A fixed name; None lets CloudFormation name it.

        Raises:
            ValueError: For a status that SageMaker does not have, or no status at all.
        """
        check_rule(rule_name=rule_name, description=description)
        return events.Rule(
            self,
            id,
            rule_name=rule_name,
            description=description,
            targets=[target] if target else None,
            event_pattern=events.EventPattern(
                source=[SOURCE],
                detail_type=[TRANSFORM_JOB_STATE_CHANGE],
                # Another account that may put events onto this bus may have jobs of the same name.
                account=[pseudo.account()],
                detail={"TransformJobName": [{"prefix": f"{self.job_name_prefix}-"}], **_status_filter(statuses)},
            ),
        )

    def _starter(self, job: TransformJob) -> lambda_.Function:
        parameters = job.to_parameters()
        check_function_environment(parameters)
        return inference_function(
            self,
            "Function",
            handler=_HANDLER,
            # Three attempts of 6 s each, and the pauses between them.
            timeout=Duration.seconds(30),
            memory_size=512,
            environment={
                "SAGEWIRE_JOB_NAME_PREFIX": self.job_name_prefix,
                "SAGEWIRE_TRANSFORM_JOB": Stack.of(self).to_json_string(parameters),
            },
            allowed=[permissions.create_transform_jobs(self.job_name_prefix)],
        )

    def _state(self, workload: TransformWorkload) -> None:
        resource = self.function.node.default_child
        assert isinstance(resource, lambda_.CfnFunction)
        if facts := workload.to_metadata():
            resource.add_metadata(METADATA_KEY, facts)


def _job_name_prefix(scope: Construct, given: str | None) -> str:
    if given is None:
        return Names.unique_resource_name(scope, max_length=_PREFIX_LENGTH, separator="-").lower()
    if is_token(given) or len(given) > _PREFIX_LENGTH or not _PREFIX.fullmatch(given):
        raise ValueError(
            f"job_name_prefix is {given!r}; allowed are 1 to {_PREFIX_LENGTH} lower-case letters, digits and inner"
            f" hyphens, known at synth, since a time and a digest follow it ({TRANSFORM_JOB_NAME.source})"
        )
    return given


def _status_filter(statuses: Sequence[str] | None) -> dict[str, list[str]]:
    if statuses is None:
        return {}
    if isinstance(statuses, str) or not statuses:
        raise ValueError(f"statuses is {statuses!r}; give a list such as ['Completed', 'Failed'], or leave it out")
    for status in statuses:
        check_one_of("status", status, TRANSFORM_STATUSES)
    return {"TransformJobStatus": list(statuses)}
