"""`sagewire check`, `rules` and `explain`: what they print where, and what they end with."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from sagewire.cli import app
from sagewire.validator.catalogue import all_rules
from sagewire.validator.explain import explain
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless

SAGEWIRE = str(Path(sys.executable).with_name("sagewire"))
SOUND = template(serverless())
ERROR = template(serverless(settings={"MemorySizeInMB": 1500}))
WARNING = template(serverless(), function(Timeout=60))
REASON = {"id": "SW201", "reason": "a size to come"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command is run in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def written(**templates: Any) -> None:
    """Write templates, by their names without `.json`; a text as it is."""
    for name, body in templates.items():
        Path(f"{name}.json").write_text(body if isinstance(body, str) else json.dumps(body, indent=1))


def acknowledging(**given: Any) -> dict[str, Any]:
    """The template with an error, which is acknowledged so."""
    body: dict[str, Any] = json.loads(json.dumps(ERROR))
    body["Resources"]["Config"]["Metadata"] = {"sagewire": {"acknowledge": [{**REASON, **given}]}}
    return body


def run(*words: str) -> tuple[int, str, str]:
    """The exit code of a command in this process, and what it says on standard output and standard error."""
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def installed(*words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The command as it is installed."""
    return subprocess.run([SAGEWIRE, *words], env={**os.environ, **environment}, capture_output=True, check=False)


def rules_in(*words: str) -> list[str]:
    _, stdout, _ = run("check", *words, "--format", "json")
    return [finding["rule"] for finding in json.loads(stdout)["findings"]]


def test_an_error_ends_with_1_and_is_reported_on_standard_output() -> None:
    written(a=ERROR)
    done = installed("check", "a.json")
    assert (done.returncode, done.stderr) == (1, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith("error SW201 ")
    assert lines[1].startswith("  a.json:")
    assert lines[-1] == f"1 error, 0 warnings in 1 template, {len(all_rules())} rules"
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize("body", [SOUND, WARNING])
def test_no_error_ends_with_0(body: Any) -> None:
    written(a=body)
    code, stdout, stderr = run("check", "a.json")
    assert (code, stderr) == (0, "")
    assert stdout.splitlines()[-1].startswith("0 errors, ")


@pytest.mark.parametrize("body", [SOUND, ERROR])
def test_what_cannot_be_read_ends_with_2_and_the_rest_is_looked_at(body: Any) -> None:
    written(a=body, broken="{", other="[]")
    code, stdout, stderr = run("check", "broken.json", "absent.json", "other.json", "a.json")
    assert code == 2
    assert [line.split(": ")[:3] for line in stderr.splitlines()] == [
        ["sagewire", "broken.json", "not JSON"],
        ["sagewire", "absent.json", "No such file or directory"],
        ["sagewire", "other.json", "not a template"],
    ]
    summed_up = f" in 1 template, {len(all_rules())} rules; 3 could not be looked at"
    assert stdout.splitlines()[-1].endswith(summed_up)
    assert ("SW201" in stdout) == (body is ERROR)


def test_templates_are_looked_at_together() -> None:
    exported = {"Value": {"Fn::GetAtt": ["Endpoint", "EndpointName"]}, "Export": {"Name": "ranking"}}
    allowed = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*"}
    variables = {"ENDPOINT_NAME": {"Fn::ImportValue": "ranking"}}
    calling = template(function(endpoint=None, variables=variables, statements=[allowed], Timeout=60))
    written(serving={**SOUND, "Outputs": {"Name": exported}}, calling=calling)
    assert "SW101" in rules_in("serving.json", "calling.json")
    assert "SW101" in rules_in(".")
    assert "SW101" not in rules_in("calling.json")


def test_yaml_is_read_as_well() -> None:
    Path("a.yaml").write_text(
        "Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties:\n      ProductionVariants:\n"
        "        - {ModelName: a, ServerlessConfig: {MemorySizeInMB: !Ref Size, MaxConcurrency: 5}}\n"
        "Parameters:\n  Size: {Type: Number, Default: 1500}\n"
    )
    code, stdout, stderr = run("check", "a.yaml")
    assert (code, stderr) == (1, "")
    assert "  a.yaml:2: Config Properties/ProductionVariants/0/ServerlessConfig/MemorySizeInMB\n" in stdout


def test_the_formats_are_what_they_say() -> None:
    written(a=ERROR)
    said = {form: run("check", "a.json", "--format", form) for form in ("json", "sarif", "junit")}
    assert [(code, stderr) for code, _, stderr in said.values()] == [(1, "")] * 3
    assert json.loads(said["json"][1])["version"] == 1
    (result,) = json.loads(said["sarif"][1])["runs"][0]["results"]
    assert (result["ruleId"], result["locations"][0]["physicalLocation"]["region"]) == ("SW201", {"startLine": _line()})
    assert ET.fromstring(said["junit"][1].encode()).find("testsuite/testcase/failure") is not None


def _line() -> int:
    return 1 + next(
        number for number, line in enumerate(Path("a.json").read_text().splitlines()) if '"Config": {' in line
    )


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_programs_have_utf_8_in_every_locale_and_failures_in_the_report(form: str) -> None:
    written(ä=ERROR)
    done = installed("check", "ä.json", "absent", "--format", form, PYTHONIOENCODING="ascii", PYTHONUTF8="1")
    assert done.returncode == 2
    assert "absent" in done.stdout.decode()
    assert done.stderr == b"sagewire: absent: No such file or directory\n"


def test_people_have_what_their_terminal_can_show() -> None:
    written(ä=WARNING)
    done = installed("check", "ä.json", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "####" in done.stdout.decode("ascii")
    assert "  ?.json:" in done.stdout.decode("ascii")


@pytest.mark.parametrize(
    ("kind", "title"),
    [("xterm", b"\x1b[1;31merror\x1b[0m SW201"), ("dumb", b"error SW201"), ("unknown", b"error SW201")],
)
def test_a_terminal_that_knows_colours_has_them(kind: str, title: bytes) -> None:
    written(a=ERROR)
    parent, child = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM")}
    process = subprocess.Popen([SAGEWIRE, "check", "a.json"], stdout=child, env={**environment, "TERM": kind})
    os.close(child)
    printed = b""
    while b"rules" not in printed:
        printed += os.read(parent, 65536)
    assert process.wait() == 1
    os.close(parent)
    assert title in printed
    assert (b"\x1b" in printed) is (b"\x1b" in title)


def test_standard_output_that_is_closed_is_not_an_error_in_a_template() -> None:
    written(a=SOUND)
    done = subprocess.run(f"'{SAGEWIRE}' check a.json >&-", shell=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"sagewire: standard output is closed\n")


@pytest.mark.parametrize("words", [("check", "a.json"), ("check", "a.json", "--format", "json"), ("rules",)])
def test_who_reads_no_further_changes_nothing_of_how_it_ends(words: tuple[str, ...]) -> None:
    written(a=WARNING)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([SAGEWIRE, *words], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("words", [("check", "a.json"), ("rules", "--format", "json"), ("explain", "SW201")])
def test_a_report_that_cannot_be_written_is_told_in_one_line(words: tuple[str, ...]) -> None:
    """Nor does Python complain when it ends, and writes once more what it buffers."""
    written(a=WARNING)
    buffering = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([SAGEWIRE, *words], stdout=full, stderr=subprocess.PIPE, env=buffering, check=False)
    assert (done.returncode, done.stderr) == (2, b"sagewire: standard output: No space left on device\n")


def test_an_interrupt_while_it_loads_ends_without_a_traceback() -> None:
    code = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'sagewire.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from sagewire.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")


def test_it_needs_nothing_of_the_embedded_aws_or_of_cdk() -> None:
    written(a=WARNING)
    heavy = {"aws_cdk", "jsii", "boto3", "botocore", "ministack", "yaml", "sagewire.local", "rich.markdown"}
    code = (
        "import sys\nfrom sagewire.cli import app\n"
        f"try: app(['check', 'a.json'])\nexcept SystemExit: print({heavy} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "set()\n"


def test_the_region_is_known_to_the_rules() -> None:
    mapped = template(
        serverless(settings={"MemorySizeInMB": {"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "size"]}})
    )
    written(a={**mapped, "Mappings": {"Sizes": {"eu-central-1": {"size": 1500}, "us-east-1": {"size": 2048}}}})
    assert rules_in("a.json") == []
    assert rules_in("a.json", "--region", "us-east-1") == []
    assert rules_in("a.json", "--region", "eu-central-1") == ["SW201"]


def test_what_aws_granted_is_known_to_the_rules() -> None:
    written(a=SOUND)
    granted = ("--quota", "REST_API_TIMEOUT=120", "--quota", "REGIONAL_SERVERLESS_CONCURRENCY=5")
    assert rules_in("a.json") == []
    assert rules_in("a.json", *granted) == ["SW405"]
    assert run("check", "a.json", *granted)[0] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--region", "Frankfurt"), "--region is 'Frankfurt'; give one as AWS writes it, such as eu-central-1"),
        (("--region", ""), "--region is ''; give one as AWS writes it, such as eu-central-1"),
        (("--quota", "X"), "--quota is 'X'; give NAME=FIGURE, such as REST_API_TIMEOUT=120"),
        (("--quota", "X=1.5"), "--quota is 'X=1.5'; give NAME=FIGURE, such as REST_API_TIMEOUT=120"),
        (("--quota", "REST_API_TIMEOUT=0"), "quota REST_API_TIMEOUT is 0; allowed are whole numbers of s, 1 and above"),
        (("--quota", "=1"), "quota '': there is none; allowed are "),
        (("--quota", "LAMBDA_TIMEOUT=1800"), "quota 'LAMBDA_TIMEOUT': AWS raises it for nobody; allowed are "),
    ],
)  # fmt: skip
def test_an_option_that_says_nothing_is_refused_in_one_line(words: tuple[str, ...], said: str) -> None:
    written(a=ERROR)
    code, stdout, stderr = run("check", "a.json", *words)
    assert (code, stdout) == (2, "")
    assert stderr.startswith(f"sagewire: {said}")
    assert stderr.count("\n") == 1


@pytest.mark.parametrize("words", [("check",), ("check", "a.json", "--format", "html"), ("check", "a.json", "--quiet")])
def test_a_command_that_is_written_wrongly_ends_with_2(words: tuple[str, ...]) -> None:
    written(a=ERROR)
    code, stdout, stderr = run(*words)
    assert (code, stdout) == (2, "")
    assert "Usage: " in stderr


def test_what_is_acknowledged_with_a_reason_is_no_finding() -> None:
    written(a=acknowledging())
    code, stdout, stderr = run("check", "a.json")
    assert (code, stderr) == (0, "")
    assert stdout == f"0 errors, 0 warnings, 1 acknowledged in 1 template, {len(all_rules())} rules\n"


@pytest.mark.parametrize("days", [0, 1, 26, 400])
def test_what_is_acknowledged_is_listed_with_its_age(days: int) -> None:
    given = datetime.now(UTC).date() - timedelta(days=days)
    written(a=acknowledging(since=given.isoformat()))
    code, stdout, _ = run("check", "a.json", "--list-acknowledged")
    assert code == 0
    ages = [f"since {given}, {count} {'day' if count == 1 else 'days'}" for count in (days, days + 1)]
    assert any(f"acknowledged\n  SW201 Config (a.json:{_line()}): a size to come ({age})\n" in stdout for age in ages)


def test_an_age_that_nobody_gave_is_asked_for() -> None:
    written(a=acknowledging())
    assert ": a size to come (age not known: give `since`)\n" in run("check", "a.json", "--list-acknowledged")[1]


def test_an_acknowledgement_without_a_reason_does_not_count_and_is_told() -> None:
    written(a=acknowledging(reason=" "), b={**SOUND, "Metadata": {"sagewire": {"acknowledge": [{"id": "SW101"}]}}})
    code, stdout, stderr = run("check", "a.json", "b.json")
    assert code == 1
    assert stdout.startswith("error SW201 ")
    assert stderr == (
        "sagewire: a.json: Config acknowledges SW201 without a reason: it does not count\n"
        "sagewire: b.json: it acknowledges SW101 without a reason: it does not count\n"
    )


@pytest.mark.parametrize(
    ("given", "said", "counts"),
    [
        ({"id": "SW999"}, "acknowledges 'SW999', which is no rule: it does not count", False),
        ({"id": "W3001"}, "acknowledges 'W3001', which is no rule: it does not count", False),
        (
            {"since": "yesterday"},
            "acknowledges SW201 since 'yesterday': the day is not understood; write it as 2026-11-01",
            True,
        ),
        ({"since": "2999-01-01"}, "acknowledges SW201 since 2999-01-01, which is yet to come", True),
    ],
)
def test_an_acknowledgement_of_no_rule_or_no_day_is_told(given: dict[str, str], said: str, counts: bool) -> None:
    written(a=acknowledging(**given))
    code, _, stderr = run("check", "a.json")
    assert (code, stderr) == (0 if counts else 1, f"sagewire: a.json: Config {said}\n")


def test_what_is_acknowledged_and_found_no_more_is_listed() -> None:
    body = {**acknowledging(id="SW202"), "Metadata": {"sagewire": {"acknowledge": [REASON]}}}
    written(a=body)
    stdout = run("check", "a.json", "--list-acknowledged")[1]
    assert "  SW202 Config (a.json): a size to come (no longer found)\n" in stdout
    assert stdout.count("SW201") == 1
    assert "no longer found" not in run("check", "a.json")[1]


def test_what_a_cdk_app_acknowledges_counts() -> None:
    path, reason = "/App/Ranking", {"sagewire::SW201": "2026-11-01: a size to come"}
    metadata: Mapping[str, Any] = {
        "/App": [{"type": "aws:cdk:templateFile", "data": "App.template.json"}],
        path: [{"type": "aws:cdk:acknowledged-rules", "data": reason}],
        f"{path}/Config": [{"type": "aws:cdk:logicalId", "data": "Config"}],
    }
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "App.template.json"},
        "metadata": metadata,
    }
    Path("cdk.out").mkdir()
    Path("cdk.out/manifest.json").write_text(json.dumps({"artifacts": {"App": stack}}))
    Path("cdk.out/App.template.json").write_text(json.dumps(ERROR))
    code, stdout, _ = run("check", "cdk.out", "--format", "json")
    assert code == 0
    (acknowledged,) = json.loads(stdout)["acknowledged"]
    assert (acknowledged["construct"], acknowledged["since"]) == ("App/Ranking/Config", "2026-11-01")


def test_a_name_that_a_terminal_would_obey_is_shown() -> None:
    code, _, stderr = run("check", "a\x1b[31m\nb.json")
    assert (code, stderr) == (2, "sagewire: a\\x1b[31m b.json: No such file or directory\n")


def test_the_rules_are_listed_in_one_line_each() -> None:
    code, stdout, stderr = run("rules")
    assert (code, stderr) == (0, "")
    assert [line.split(maxsplit=2) for line in stdout.splitlines()] == [
        [rule.id, rule.severity, rule.title] for rule in all_rules()
    ]


def test_the_rules_are_listed_for_programs() -> None:
    said = json.loads(run("rules", "--format", "json")[1])
    assert said["version"] == 1
    assert said["rules"] == [
        {"id": rule.id, "severity": rule.severity, "title": rule.title, "source": rule.page} for rule in all_rules()
    ]


@pytest.mark.parametrize("id", ["SW201", "sw201"])
def test_a_rule_is_explained(id: str) -> None:
    (rule,) = [rule for rule in all_rules() if rule.id == "SW201"]
    assert run("explain", id) == (0, explain(rule), "")


@pytest.mark.parametrize("id", ["SW999", "201", "", "a\nb"])
def test_a_rule_that_is_none_is_told(id: str) -> None:
    assert run("explain", id) == (2, "", f"sagewire: no rule {id!r}; `sagewire rules` lists those that there are\n")
