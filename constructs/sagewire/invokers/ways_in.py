"""The ways in whose callers do not wait: events, objects, queues, topics and schedules."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from sagewire.endpoints.asynchronous import FAILURE_PREFIX, OUTPUT_PREFIX, REQUEST_PREFIX, AsyncEndpoint
from sagewire.invokers.batch_time import BatchTime
from sagewire.invokers.concurrency import Concurrency, check_concurrency, warn_of_sum
from sagewire.invokers.event import event_rule, object_created
from sagewire.invokers.memory import hold_at_once
from sagewire.invokers.parts import InvokerParts
from sagewire.invokers.place import SOURCE_BUS, SOURCE_QUEUE, TOPIC, check_place
from sagewire.invokers.queue import (
    QueueBatches,
    check_new_source,
    check_own,
    check_queue,
    make_queue,
    receive,
)
from sagewire.invokers.results import check_no_circle
from sagewire.invokers.schedule import scheduled_event, short_id
from sagewire.invokers.topic import check_topic, subscribe
from sagewire.role import attached_policy


class MessageWaysIn(InvokerParts):
    """Ways in that end in the dead-letter queue of the invoker for what no retry could do."""

    @property
    def dead_letters(self) -> sqs.Queue:
        """The queue behind every asynchronous way in but FIFO queues; made with the first of them."""
        return self._delivery.dead_letters

    @property
    def fifo_dead_letters(self) -> sqs.Queue:
        """The queue behind the FIFO queues made here, which take no other kind; made with the first of them."""
        return self._delivery.fifo_dead_letters

    def on_event(
        self,
        id: str,
        *,
        pattern: events.EventPattern,
        bus: events.IEventBus | None = None,
        max_event_age: Duration | None = None,
    ) -> events.Rule:
        """Invoke the endpoint with the detail of each event that matches.

        Args:
            id: The rule's id below this invoker.
            pattern: Which events.
            bus: Whose events; None stands for the account's default bus.
            max_event_age: How old an event may get, 60 s to 6 hours, before it goes to the dead-letter queue; 1 hour
                if not given. It holds for all rules, topics and schedules of this invoker, so the first sets it.

        Raises:
            ValueError: For an age outside these, or one that differs from an earlier one; for an endpoint whose
                requests must name a model that `target` does not fix; for a bus of another region or account.
        """
        self.selection.check_way_in("on_event")
        self._demand.check_answers("on_event")
        if bus is not None:
            check_place("bus", bus, self, SOURCE_BUS)
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

    def on_object_created(self, id: str, bucket: s3.IBucket, *, prefix: str = "") -> events.Rule:
        """Run the asynchronous endpoint on each new object of a bucket that sends its events to EventBridge.

        Raises:
            ValueError: For an endpoint that is not asynchronous, or a prefix that holds the invoker's own uploads or
                the endpoint's answers, which would be requests again.
        """
        if not isinstance(self.endpoint, AsyncEndpoint):
            raise ValueError(
                f"on_object_created on {self.endpoint.node.path}: only an AsyncEndpoint reads its requests from S3,"
                f" and {self.endpoint.kind.noun} is given: use on_event"
            )
        _check_no_own_objects(self.endpoint, bucket, prefix)
        needed = () if bucket is self.endpoint.input_bucket else self.endpoint.input_permissions(bucket, prefix)
        rule = self.on_event(id, pattern=object_created(bucket, prefix))
        if needed:
            # Beside the rule, whose stack needs those of bucket and endpoint already: theirs must not need each other.
            role = self.endpoint.model.role
            rule.node.add_dependency(attached_policy(self, f"{id}Input", roles=[role], permissions=needed))
        return rule

    def on_queue(
        self,
        id: str,
        queue: sqs.IQueue | None = None,
        *,
        batch_size: float | None = None,
        max_batching_window: Duration | None = None,
        max_concurrency: float | None = None,
        concurrency: int | None = None,
        max_receive_count: float | None = None,
        fifo: bool = False,
    ) -> sqs.IQueue:
        """Invoke the endpoint with each message of a queue; a message's attributes may name what the API's headers do.

        Of a batch several are inferred at once, and those that failed go back alone. How many at once follows from the
        endpoint: the max_concurrency of a serverless one; of instances their scaling's concurrent_requests, times the
        most that there can be, or 2 each where nothing is stated; 10 in each function for an asynchronous one, which
        only queues them. What is not given of batch_size, concurrency and max_concurrency is chosen to keep to that,
        for each queue alone: several that ask for more together are a warning, unless each has a max_concurrency.

        Args:
            id: The queue's id below this invoker, where one is made.
            queue: A queue of the app's own, which must hide a message for at least the function's timeout, better for
                six times of it. None makes one that does, encrypted, TLS only, with a dead-letter queue.
            batch_size: 1 to 10 messages for one function, of a standard queue with a window up to 10,000; as many as
                it infers at once if not given, of a FIFO queue no more than it can infer one after the other.
            max_batching_window: How long Lambda waits for a batch to fill, 0 to 300 s; not of a FIFO queue.
            max_concurrency: How many functions the queue invokes at once, 2 to 1,000.
            concurrency: How many messages one function infers at once, 1 to 512; for all queues of this invoker. The
                function gets the memory for so many of the stated responses.
            max_receive_count: How often a message of a queue made here is tried, 1 to 1,000; 5 if not given.
            fifo: Whether the queue made here is a FIFO queue; what it cannot deliver goes to `fifo_dead_letters`.

        Returns:
            The queue.

        Raises:
            ValueError: For a figure outside these; a batch of which the function would never start the last, by the
                latency of the model's profile; a queue that hides messages for less than the function's timeout, or
                gets this invoker's results, or was given before; a concurrency that differs from an earlier queue's, or
                that no function has the memory for; max_receive_count beside a queue of the app's own.
        """
        self._demand.check_answers("on_queue")
        if queue is not None:
            check_own(queue, fifo=fifo, max_receive_count=max_receive_count)
            check_place("queue", queue, self, SOURCE_QUEUE)
        batches = QueueBatches(
            batch_size=batch_size,
            window=max_batching_window,
            max_receive_count=max_receive_count,
            fifo=bool(queue.fifo) if queue is not None else fifo,
        )
        at_once = self._concurrency(concurrency, functions=max_concurrency)
        spare = self._timeout - self._read_timeout
        size = batches.sized(
            BatchTime.of(self.selection.models, spare=spare, at_once=at_once.in_function, fifo=batches.fifo)
        )
        if queue is None:
            self.made = (*self.made, id)
            queue = make_queue(self, id, batches=batches, delivery=self._delivery, function_timeout=self._timeout)
        else:
            check_no_circle(self.node.path, [queue], self._result_queue)
            check_new_source(self.node.path, queue, earlier=self._sources)
            check_queue(self, queue, batches=batches, function_timeout=self._timeout)
        self._infer_at_once(at_once)
        self._sources = (*self._sources, queue)
        receive(
            self,
            f"{id}Source",
            queue=queue,
            function=self.function,
            batch_size=size,
            window=max_batching_window,
            max_concurrency=at_once.functions,
        )
        return queue

    def on_topic(
        self,
        id: str,
        topic: sns.ITopic,
        *,
        filter_policy: Mapping[str, sns.SubscriptionFilter] | None = None,
        max_event_age: Duration | None = None,
    ) -> sns.Subscription:
        """Invoke the endpoint with each message of a topic; its attributes may name what the API's headers do.

        What SNS cannot deliver, and what the function failed on, goes to the dead-letter queue.

        Args:
            id: The subscription's id below this invoker.
            topic: The topic.
            filter_policy: Which messages, by their attributes; all if not given.
            max_event_age: As of `on_event`.

        Raises:
            ValueError: For an age outside 60 s to 6 hours, or one that differs from an earlier one; for a FIFO topic,
                which SNS delivers to queues only; for a topic that was given before.
        """
        self._demand.check_answers("on_topic")
        check_topic(self.node.path, topic, earlier=self._topics)
        check_place("topic", topic, self, TOPIC)
        self._delivery.age(max_event_age)
        self._topics = (*self._topics, topic)
        return subscribe(
            self,
            id,
            topic=topic,
            function=self.function,
            filter_policy=filter_policy,
            dead_letters=self.dead_letters,
        )

    def on_schedule(
        self,
        id: str,
        schedule: scheduler.ScheduleExpression,
        *,
        payload: object,
        enabled: bool = True,
        max_event_age: Duration | None = None,
    ) -> scheduler.CfnSchedule:
        """Invoke the endpoint with a payload at each time of a schedule.

        Args:
            id: The schedule's id below this invoker.
            schedule: When, in which time zone: `ScheduleExpression.cron(hour="3", minute="0", time_zone=...)`.
            payload: The request, as JSON has it: up to 256 KB with the event around it.
            enabled: Whether it runs.
            max_event_age: As of `on_event`.

        Raises:
            ValueError: For a payload that is not JSON or too large; for an age, or an endpoint, that `on_event` would
                refuse.
        """
        self.selection.check_way_in("on_schedule")
        self._demand.check_answers("on_schedule")
        event = scheduled_event("Scheduled Inference", payload, id=short_id(self, id))
        return self._schedules.add(id, schedule, enabled=enabled, event=event, max_event_age=max_event_age)

    def _concurrency(self, wanted: int | None, *, functions: float | None) -> Concurrency:
        check_concurrency(in_function=wanted, functions=functions)
        if wanted is not None and self._in_function not in (None, wanted):
            raise ValueError(
                f"concurrency is {wanted}; an earlier queue of {self.node.path} set {self._in_function}, and a function"
                " has one: give both the same"
            )
        at_once = Concurrency.of(self.selection, in_function=wanted or self._in_function, functions=functions)
        self._payloads.memory_size(at_once.in_function)
        return at_once

    def _infer_at_once(self, at_once: Concurrency) -> None:
        self._at_once = (*self._at_once, at_once)
        warn_of_sum(self, self._at_once)
        if self._in_function is None:
            count = self._in_function = at_once.in_function
            self.function.add_environment("SAGEWIRE_CONCURRENCY", str(count))
            hold_at_once(self.function, self._payloads, count)


def _check_no_own_objects(endpoint: AsyncEndpoint, bucket: s3.IBucket, prefix: str) -> None:
    """Raise ValueError where an object that sagewire or SageMaker puts there would be a request once more."""
    # An endpoint that is imported does not know where it answers.
    answers: s3.IBucket | None = getattr(endpoint, "output_bucket", None)
    own = (
        (endpoint.input_bucket, REQUEST_PREFIX, "this invoker puts its own uploads"),
        (answers, OUTPUT_PREFIX, "the endpoint puts its results"),
        (answers, FAILURE_PREFIX, "the endpoint puts its failures"),
    )
    for place, written, what in own:
        if bucket is place and _overlap(prefix, written):
            raise ValueError(f"prefix is {prefix!r}, where {what} ({written!r}): choose another, such as 'incoming/'")


def _overlap(prefix: str, other: str) -> bool:
    return prefix.startswith(other) or other.startswith(prefix)
