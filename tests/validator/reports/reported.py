"""A report with one of everything, and the text of the template that it is about."""

from datetime import date

from sagewire.validator import Acknowledged, Failure, Finding, Hop, PathSummary, Report, Severity

FIRST = "infra/a.template.json"
SECOND = "infra/b c.yaml"
TEXTS = {
    FIRST: '{\n "Resources": {\n  "Function": {\n   "Type": "AWS::Lambda::Function"\n  },\n  "Endpoint": {}\n }\n}\n',
    SECOND: "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n",
}
TITLES = {"SW101": "function gives up too early", "SW203": "model does not fit", "SW801": "queue hides too briefly"}
PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/limits.html"

LATE = Finding(
    rule="SW101",
    severity=Severity.ERROR,
    template=FIRST,
    resource="Function",
    property="Properties/Timeout",
    found="29",
    limit="60 s",
    message="timeout is 29 s; the endpoint may take 60 s",
    fix="Set the timeout above 60 s.",
    source=PAGE,
    construct="App/Stack/Function/Resource",
    line="app.py:12",
    path="Api > Function > Endpoint",
)
BRIEF = Finding(
    rule="SW801",
    severity=Severity.WARNING,
    template=SECOND,
    resource="Queue",
    property="",
    found="30",
    limit="180 s",
    message="hidden for 30 s; Lambda wants 180 s",
    fix="Set VisibilityTimeout to 180.",
    source=PAGE,
)
LARGE = Finding(
    rule="SW203",
    severity=Severity.ERROR,
    template=FIRST,
    resource="Endpoint",
    property="Properties/EndpointConfigName",
    found="8192",
    limit="4096 MiB",
    message="the model takes 8192 MiB; the instance has 4096 MiB",
    fix="Take a larger instance.",
    source=PAGE,
)


def hop(kind: str, resource: str, seconds: float | None = None, *, stated: bool = False) -> Hop:
    return Hop(kind=kind, template=FIRST, resource=resource, seconds=seconds, stated=stated)


PATH = PathSummary(
    id="Api > Function > Endpoint",
    hops=[
        hop("REST API", "Api", 29),
        hop("Lambda function", "Function", 60),
        hop("real-time endpoint", "Endpoint", 60),
        hop("model", "Model", 22.5, stated=True),
    ],
)
OTHER_PATH = PathSummary(
    id="Topic > Other > Endpoint", hops=[hop("SNS topic", "Topic"), hop("Lambda function", "Other", 3)]
)

REPORT = Report(
    templates=[FIRST, SECOND],
    paths=[PATH, OTHER_PATH],
    findings=[LATE, BRIEF],
    acknowledged=[Acknowledged(finding=LARGE, reason="measured again", since=date(2026, 11, 1))],
    failures=[Failure(what="infra/broken.json", why="not JSON: Expecting value: line 1 column 1 (char 0)")],
)
