"""Faults of functions and of the template that holds them: time, environment, logs, size."""

from tests.validator.fault import Fault
from tests.validator.sound_changes import drop, fill, put

_VARIABLES = ("Environment", "Variables")
# In two parts, so that nobody who looks for keys in repositories takes it for one.
_ACCESS_KEY = "AKIA" + "QZ3XWLT5NMV7RBCD"

FUNCTION_FAULTS = (
    Fault(
        name="timeout-below-endpoint",
        says="a function that gives up before its endpoint does",
        plant=put("Ask", "Timeout", value=30),
        unseen=True,
    ),
    Fault(
        name="dead-runtime",
        says="a runtime that no function can be made with any more",
        plant=put("Ask", "Runtime", value="python3.8"),
    ),
    Fault(
        name="no-dead-letters",
        says="events that are lost once a function has failed with them",
        plant=drop("Score", "DeadLetterConfig"),
    ),
    Fault(
        name="literal-password",
        says="a password in an environment",
        plant=put("Ask", *_VARIABLES, "DB_PASSWORD", value="correct-horse-battery"),
        unseen=True,
    ),
    Fault(
        name="literal-access-key",
        says="an access key in an environment",
        plant=put("Ask", *_VARIABLES, "ACCESS_KEY", value=_ACCESS_KEY),
    ),
    Fault(
        name="environment-bytes",
        says="an environment of more than 4 KB in bytes, though not in characters",
        plant=put("Ask", *_VARIABLES, "GREETING", value="あ" * 1400),
        unseen=True,
    ),
    Fault(
        name="environment-characters",
        says="an environment of more than 4 KB",
        plant=put("Ask", *_VARIABLES, "GREETING", value="a" * 4200),
    ),
    Fault(
        name="log-for-ever",
        says="a log that is kept for ever",
        plant=drop("AskLog", "RetentionInDays"),
    ),
    Fault(
        name="resources-501",
        says="more resources than a template may hold",
        plant=fill("Handle", {"Type": "AWS::CloudFormation::WaitConditionHandle"}, total=501),
    ),
)
