"""Figures of Step Functions and of pipes."""

from sagewire.limits.figure import Limit

_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/pipes-reference"

WORKFLOW_PAYLOAD = Limit(
    value=262_144,
    unit="B",
    what="input, and result, of a state of Step Functions and of a whole execution",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
    shape="stepfunctions:SensitiveData",
)
WORKFLOW_DEFINITION = Limit(
    value=1_048_576,
    minimum=1,
    unit="B",
    what="definition of a state machine",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
    shape="stepfunctions:Definition",
    schema="AWS::StepFunctions::StateMachine#/DefinitionString",
)
WORKFLOW_EXPRESS = Limit(
    value=300,
    unit="s",
    what="execution of an express state machine",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html",
)
PIPE_TEMPLATE = Limit(
    value=8192,
    minimum=0,
    unit="characters",
    what="template by which a pipe makes its target's input",
    source=f"{_PIPES}/API_PipeTargetParameters.html",
    shape="pipes:InputTemplate",
    schema="AWS::Pipes::Pipe#/TargetParameters/InputTemplate",
)
PIPE_PAYLOAD = Limit(
    value=6 * 1024 * 1024,
    unit="B",
    what="payload of a pipe's enrichment, and of a function that it invokes",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html",
)
PIPE_BATCH = Limit(
    value=10,
    unit="events",
    what="batch of a pipe whose target is a queue, a topic or a bus",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html",
)
