"""Figures of a stream, and of Lambda that reads it."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import LAMBDA, STREAM

_MAPPING = f"{LAMBDA}/api/API_CreateEventSourceMapping.html"
_SCHEMA = "AWS::Lambda::EventSourceMapping#"

KINESIS_RECORD = Limit(
    value=10 * 1024 * 1024,
    minimum=0,
    default=1024 * 1024,
    unit="B",
    what="record of a Kinesis stream, where the stream's MaxRecordSizeInKiB allows it",
    source=f"{STREAM}/API_PutRecord.html",
    shape="kinesis:Data",
)
KINESIS_RECORD_SETTING = Limit(
    value=10_240,
    minimum=1024,
    default=1024,
    unit="KiB",
    what="MaxRecordSizeInKiB of a Kinesis stream",
    source=f"{STREAM}/API_CreateStream.html",
    shape="kinesis:MaxRecordSizeInKiB",
    schema="AWS::Kinesis::Stream#/MaxRecordSizeInKiB",
)
STREAM_BATCH = Limit(
    value=10_000,
    minimum=1,
    default=100,
    unit="records",
    what="records of a Kinesis or DynamoDB stream that one invocation takes",
    source=_MAPPING,
    shape="lambda:BatchSize",
    schema=f"{_SCHEMA}/BatchSize",
)
STREAM_PARALLELIZATION = Limit(
    value=10,
    minimum=1,
    default=1,
    unit="batches",
    what="batches of one shard that are under way at a time",
    source=_MAPPING,
    shape="lambda:ParallelizationFactor",
    schema=f"{_SCHEMA}/ParallelizationFactor",
)
STREAM_TUMBLING_WINDOW = Limit(
    value=900,
    minimum=0,
    unit="s",
    what="tumbling window of a stream",
    source=_MAPPING,
    shape="lambda:TumblingWindowInSeconds",
    schema=f"{_SCHEMA}/TumblingWindowInSeconds",
)
STREAM_RETRIES = Limit(
    value=10_000,
    minimum=-1,
    default=-1,
    unit="retries",
    what="retries of a batch of a stream; -1, the default, tries until its records expire and holds the shard",
    source=_MAPPING,
    shape="lambda:MaximumRetryAttemptsEventSourceMapping",
    schema=f"{_SCHEMA}/MaximumRetryAttempts",
)
STREAM_RECORD_AGE = Limit(
    value=604_800,
    minimum=-1,
    default=-1,
    unit="s",
    what="age of a record of a stream that Lambda still tries; -1, the default, is without end",
    source=_MAPPING,
    shape="lambda:MaximumRecordAgeInSeconds",
    schema=f"{_SCHEMA}/MaximumRecordAgeInSeconds",
)
