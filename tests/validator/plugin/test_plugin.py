"""The plugin in real syntheses: what fails them, what does not, and what the report says."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Acknowledgment, App, CfnResource, Environment, NestedStack, Stack, Stage, Validations
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk.cloudformation_include import CfnInclude
from constructs import Construct, IConstruct

from sagewire import Validator
from sagewire.validator.catalogue import all_rules, rule_of

HERE = Path(__file__)
NAMED = "sagewire::SW201"
QUOTA = "REGIONAL_LAMBDA_CONCURRENCY"


class Ranking(Construct):
    """A construct of a user's."""

    def __init__(self, scope: Construct, id: str, *, memory: int = 1500) -> None:
        super().__init__(scope, id)
        self.config = config(self, memory=memory)


class First(Construct):
    """Its part is called as that of another class."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        sagemaker.CfnEndpointConfig(self, "Part", production_variants=[variant()])  # of First


class Second(Construct):
    """Its part is called as that of another class."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        sagemaker.CfnEndpointConfig(self, "Part", production_variants=[variant()])  # of Second


def config(scope: Construct, *, memory: int = 1500) -> sagemaker.CfnEndpointConfig:
    """A serverless endpoint's configuration."""
    return sagemaker.CfnEndpointConfig(scope, "JudgedConfig", production_variants=[variant(memory)])


def variant(memory: int = 1500) -> sagemaker.CfnEndpointConfig.ProductionVariantProperty:
    """Of no size that there is, unless one is given."""
    settings = sagemaker.CfnEndpointConfig.ServerlessConfigProperty(max_concurrency=5, memory_size_in_mb=memory)
    return sagemaker.CfnEndpointConfig.ProductionVariantProperty(
        model_name="ranking", variant_name="AllTraffic", serverless_config=settings
    )


@pytest.fixture
def judged(app: App) -> App:
    Validations.of(app).add_plugins(Validator())
    return app


def synthesized(app: App) -> dict[str, Any]:
    """What the plugin reports of an app that passes; nothing where CDK leaves it out."""
    app.synth()
    return reported(app)


def refused(app: App) -> tuple[str, dict[str, Any]]:
    """What CDK says of an app that fails, and what the plugin reports of it."""
    with pytest.raises(RuntimeError, match="^ValidationFailed: ") as failed:
        app.synth()
    return str(failed.value), reported(app)


def reported(app: App) -> dict[str, Any]:
    file = Path(app.outdir, "validation-report.json")
    reports = json.loads(file.read_text())["pluginReports"] if file.exists() else []
    found: dict[str, Any] = next((each for each in reports if each["pluginName"] == "sagewire"), {"violations": []})
    return found


def acknowledge(construct: IConstruct, reason: str, *, id: str = NAMED) -> None:
    Validations.of(construct).acknowledge(Acknowledgment(id=id, reason=reason))


def places(report: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Where it found something: the rule and the logical id, by the construct's path."""
    return {
        construct["constructPath"]: (violation["ruleName"], construct["cloudFormationResource"]["logicalId"])
        for violation in report["violations"]
        for construct in violation["violatingConstructs"]
        if "cloudFormationResource" in construct
    }


def line_of(text: str) -> int:
    """The one line of this file that has the text."""
    (line,) = (number for number, line in enumerate(HERE.read_text().splitlines(), start=1) if text in line)
    return line


def test_an_error_fails_the_synthesis_and_says_all_of_it(judged: App) -> None:
    config(Stack(judged, "Serving"))
    said, report = refused(judged)
    (violation,) = report["violations"]
    line = line_of("CfnEndpointConfig(scope" + ', "JudgedConfig"')
    assert report["conclusion"] == "failure"
    assert (violation["ruleName"], violation["severity"]) == ("SW201", "error")
    assert violation["description"].startswith("1500 MB of memory; serverless endpoints have 1024, 2048, ")
    assert violation["description"].endswith(f"test_plugin.py:{line})")
    fix, source = violation["suggestedFix"].split("\n")
    assert fix.startswith("Take 2048 MB.")
    assert source == "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"
    (construct,) = violation["violatingConstructs"]
    assert construct["constructPath"] == "Serving/JudgedConfig"
    assert construct["cloudFormationResource"] == {
        "templatePath": "Serving.template.json",
        "logicalId": "JudgedConfig",
        "propertyPaths": ["Properties/ProductionVariants/0/ServerlessConfig/MemorySizeInMB"],
    }
    for part in (violation["description"], fix, source, "Serving/JudgedConfig", f"Acknowledge with '{NAMED}'"):
        assert part in said


def test_the_line_is_that_of_the_class_that_made_it(judged: App) -> None:
    stack = Stack(judged, "Serving")
    First(stack, "One")
    Second(stack, "Two")
    _, report = refused(judged)
    told = {violation["description"].rpartition(":")[2] for violation in report["violations"]}
    assert told == {f"{line_of('# of ' + name)})" for name in ("First", "Second")}


def test_what_is_sound_passes(judged: App) -> None:
    config(Stack(judged, "Serving"), memory=2048)
    assert synthesized(judged)["violations"] == []


def test_a_stack_without_resources_passes(judged: App) -> None:
    Stack(judged, "Empty")
    assert synthesized(judged)["violations"] == []


def included(scope: Construct, rule: str, folder: Path) -> None:
    """Put the template into an app, or a stage of it, that breaks a rule, and no other."""
    found = rule_of(rule)
    assert found
    (folder / "wrong.json").write_text(json.dumps(found.wrong()))
    CfnInclude(Stack(scope, "Serving"), "Template", template_file=str(folder / "wrong.json"))


def test_a_warning_is_reported_and_passes(judged: App, tmp_path: Path) -> None:
    included(judged, "SW101", tmp_path)
    report = synthesized(judged)
    assert report["conclusion"] == "success"
    assert [(violation["ruleName"], violation["severity"]) for violation in report["violations"]] == [
        ("SW101", "warning")
    ]


@pytest.mark.parametrize(("quotas", "severity"), [(None, "warning"), ({QUOTA: 1001}, None), ({QUOTA: 100}, "error")])
def test_a_quota_that_was_granted_is_the_limit(
    app: App, tmp_path: Path, quotas: dict[str, int] | None, severity: str | None
) -> None:
    Validations.of(app).add_plugins(Validator(quotas=quotas))
    included(app, "SW406", tmp_path)
    report = refused(app)[1] if severity == "error" else synthesized(app)
    assert [violation["severity"] for violation in report["violations"]] == ([severity] if severity else [])


def test_stages_and_nested_stacks_are_looked_at_as_well(judged: App) -> None:
    """Without the paths of constructs in the templates, which only CDK's command line has written there."""
    stack = Stack(judged, "Serving")
    Ranking(NestedStack(stack, "Nested"), "Ranking")
    Ranking(stack, "Ranking")
    Ranking(stack, "Sound", memory=6144)
    stage = Stage(judged, "Live", env=Environment(account="123456789012", region="eu-west-1"))
    Ranking(Stack(stage, "Serving"), "Ranking")
    _, report = refused(judged)
    paths = ("Live/Serving/Ranking", "Serving/Nested/Ranking", "Serving/Ranking")
    assert set(places(report)) == {f"{path}/JudgedConfig" for path in paths}
    # All made by one line, so that CDK has one finding at three places; the other tells of that in the stage.
    one, staged = report["violations"]
    assert (one["ruleName"], staged["ruleName"]) == ("SW201", "in-a-stage")
    assert staged["description"] == "SW201 at Live/Serving/Ranking/JudgedConfig"


def test_a_warning_in_a_stage_is_told_once(judged: App, tmp_path: Path) -> None:
    included(Stage(judged, "Live"), "SW101", tmp_path)
    assert [violation["ruleName"] for violation in synthesized(judged)["violations"]] == ["SW101"]


def test_of_many_places_in_stages_the_first_are_named(judged: App) -> None:
    stack = Stack(Stage(judged, "Live"), "Serving")
    for number in range(12):
        Ranking(stack, f"R{number:02}")
    _, report = refused(judged)
    staged = next(violation for violation in report["violations"] if violation["ruleName"] == "in-a-stage")
    assert staged["description"].count("SW201 at Live/Serving/R") == 10
    assert staged["description"].endswith(" and 2 more")


@pytest.mark.parametrize("where", ["Serving/Ranking/JudgedConfig", "Serving/Ranking", "Serving", ""])
def test_what_is_acknowledged_with_a_reason_passes(judged: App, where: str) -> None:
    Ranking(Stack(judged, "Serving"), "Ranking")
    at: IConstruct = judged
    for part in filter(None, where.split("/")):
        at = at.node.find_child(part)
    acknowledge(at, "2026-11-01: refused by AWS, and meant to be")
    report = synthesized(judged)
    assert report["violations"] == []
    (kept,) = report["suppressedViolations"]
    assert (kept["ruleName"], kept["reason"]) == ("SW201", "2026-11-01: refused by AWS, and meant to be")


def test_an_acknowledgement_is_for_what_it_names_and_is_below_it(judged: App) -> None:
    stack = Stack(judged, "Serving")
    acknowledge(Ranking(stack, "First"), "known")
    Ranking(stack, "Second")
    acknowledge(stack, "known", id="sagewire::SW101")
    acknowledge(stack, "known", id="AwsSolutions::SW201")
    _, report = refused(judged)
    assert set(places(report)) == {"Serving/Second/JudgedConfig"}


@pytest.mark.parametrize("reason", ["", "  \n", "2026-11-01:"])
@pytest.mark.parametrize("where", ["Live/Serving/Ranking", "Live/Serving", "Live", ""])
def test_an_acknowledgement_without_a_reason_fails(judged: App, where: str, reason: str) -> None:
    """CDK itself takes it, and finds nothing more."""
    Ranking(Stack(Stage(judged, "Live"), "Serving"), "Ranking")
    at: IConstruct = judged
    for part in filter(None, where.split("/")):
        at = at.node.find_child(part)
    acknowledge(at, reason)
    acknowledge(at, reason, id="sagewire::acknowledged-without-a-reason")
    said, report = refused(judged)
    told = {violation["ruleName"]: violation for violation in report["violations"]}
    assert list(told) == ["acknowledged-without-a-reason", "acknowledged-no-rule", *(["in-a-stage"] if where else [])]
    assert [told[name]["description"] for name in told if name == "in-a-stage"] == [f"SW201 at {where}"] * bool(where)
    violation = told["acknowledged-without-a-reason"]
    assert violation["severity"] == "fatal"
    whole = "" if where else "for the whole app, "
    assert violation["description"] == f"SW201 is acknowledged {whole}without a reason"
    assert [construct["constructPath"] for construct in violation["violatingConstructs"]] == [where]
    assert "Acknowledgment(id='sagewire::SW201', reason='...')" in said


def test_a_reason_in_the_template_counts_and_words_are_needed_there_too(judged: App) -> None:
    stack = Stack(judged, "Serving")
    for name, reason in (("Reasoned", "measured"), ("Not", "")):
        resource: CfnResource = Ranking(stack, name).config
        resource.add_metadata("sagewire", {"acknowledge": [{"id": "SW201", "reason": reason}]})
    _, report = refused(judged)
    assert places(report) == {"Serving/Not/JudgedConfig": ("SW201", "NotJudgedConfigCFC30D8C")}


@pytest.mark.parametrize("id", ["SW201", "sagewire::sw201", "SageWire::SW201"])
def test_what_ours_alone_understands_of_an_acknowledgement_counts(judged: App, id: str) -> None:
    """CDK takes an id without a plugin's name for one of its own, and minds capitals; `sagewire check` does neither."""
    acknowledge(Ranking(Stack(judged, "Serving"), "Ranking"), "known", id=id)
    assert synthesized(judged)["violations"] == []


def test_an_acknowledgement_of_no_rule_is_told(judged: App) -> None:
    acknowledge(Ranking(Stack(judged, "Serving"), "Ranking", memory=6144), "known", id="sagewire::SW999")
    (violation,) = synthesized(judged)["violations"]
    assert (violation["ruleName"], violation["severity"]) == ("acknowledged-no-rule", "warning")
    assert violation["description"] == "sagewire::SW999 is acknowledged, which is no rule: it does not count"
    assert [construct["constructPath"] for construct in violation["violatingConstructs"]] == ["Serving/Ranking"]


@dataclass(frozen=True)
class _Template:
    template_path: str
    stack_construct_path: str = "Serving"
    region: str | None = None


@dataclass(frozen=True)
class _Context:
    stack_templates: list[_Template]
    app_construct: IConstruct


def test_a_template_that_cannot_be_read_fails(app: App, tmp_path: Path) -> None:
    Stack(app, "Serving")
    app.synth()
    template = Path(app.outdir, "Serving.template.json")
    template.write_text("{")
    context: Any = _Context([_Template(str(template))], app)
    report = Validator().validate(context)
    (violation,) = report.violations
    assert not report.success
    assert violation.severity == "fatal"
    assert violation.description.startswith(f"{template}: not JSON: ")


def test_a_rule_that_breaks_down_fails_the_synthesis(judged: App) -> None:
    rule = rule_of("SW201")
    assert rule

    def broken(_: object) -> None:
        raise ZeroDivisionError("by nothing")

    sound = rule.check
    Ranking(Stack(judged, "Serving"), "Ranking")
    object.__setattr__(rule, "check", broken)  # the fault is planted: no rule is known to break down
    try:
        said, report = refused(judged)
    finally:
        object.__setattr__(rule, "check", sound)
    assert "FATAL rule SW201: ZeroDivisionError: by nothing (sagewire)" in said
    assert [violation["severity"] for violation in report["violations"]] == ["fatal"]


def test_a_validator_that_breaks_down_fails_the_synthesis(app: App) -> None:
    """CDK's command line would let an app pass whose plugin raises."""
    context: Any = _Context([], app)
    object.__setattr__(context, "stack_templates", None)
    report = Validator().validate(context)
    assert not report.success
    assert [violation.severity for violation in report.violations] == ["fatal"]
    assert report.violations[0].description.startswith("the validator: TypeError: ")


def test_it_says_what_it_is() -> None:
    validator = Validator()
    assert validator.name == "sagewire"
    assert validator.version.count(".") == 2
    assert validator.rule_ids == [rule.id for rule in all_rules()]


def test_quotas_are_checked_when_they_are_given() -> None:
    Validator(quotas={"REGIONAL_SERVERLESS_CONCURRENCY": 2000})
    with pytest.raises(ValueError, match="^quota 'SERVERLESS_MEMORY': AWS raises it for nobody; allowed are "):
        Validator(quotas={"SERVERLESS_MEMORY": 8192})
