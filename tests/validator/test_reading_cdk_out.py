"""A `cdk.out` is read stack by stack, with what CDK notes beside the templates."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Acknowledgment, App, CfnResource, Environment, NestedStack, Stack, Stage, Validations
from constructs import Construct, IConstruct

from sagewire.validator.acknowledgement import Acknowledgement, Unreasoned, acknowledged_in, unreasoned_in
from sagewire.validator.assembly import Assembly
from sagewire.validator.reading import Reading, read

OURS = "sagewire::SW203"


def queue(scope: Construct, id: str = "Queue") -> Construct:
    """A construct with a queue in it."""
    made = Construct(scope, id)
    CfnResource(made, "Resource", type="AWS::SQS::Queue")
    return made


def acknowledge(construct: IConstruct, reason: str, id: str = OURS) -> None:
    Validations.of(construct).acknowledge(Acknowledgment(id=id, reason=reason))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an app writes that is run without CDK's command line: no paths are in its templates."""
    outdir = tmp_path_factory.mktemp("app") / "cdk.out"
    app = App(outdir=str(outdir), analytics_reporting=False)
    first = Stack(app, "First", env=Environment(region="eu-central-1"))
    acknowledge(queue(first, "Reasoned"), "2026-11-01: measured on the real thing")
    acknowledge(queue(first, "Bare"), "as it is", id="SW203")
    acknowledge(queue(first, "Silent"), " ")
    acknowledge(queue(first, "Foreign"), "no matter", id="AwsSolutions::SW203")
    stage = Stage(app, "Production", env=Environment(account="123456789012", region="us-west-2"))
    parent = Stack(stage, "Parent")
    queue(parent)
    child = NestedStack(parent, "Child")
    queue(child)
    queue(NestedStack(child, "Grandchild"))
    acknowledge(child, "for all of it")
    queue(Stack(app, "Last"))
    app.synth()
    return outdir


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    return read([folder])


def names(reading: Reading, folder: Path) -> list[str]:
    return [Path(template.name).relative_to(folder).as_posix() for template in reading.templates]


def reasons(reading: Reading) -> dict[str | None, Acknowledgement | None]:
    """What is acknowledged of each queue, by its path."""
    queues = [resource for template in reading.templates for resource in template.resources.values()]
    return {
        resource.construct_path: acknowledged_in(resource, "SW203")
        for resource in queues
        if resource.type == "AWS::SQS::Queue"
    }


def test_the_stacks_are_read_in_the_manifests_order_and_nested_ones_after_their_parents(
    reading: Reading, folder: Path
) -> None:
    assert not reading.failures
    nested = "assembly-Production/Production"
    expected = {
        "assembly-Production": ["Parent", "ParentChild", "ParentChildGrandchild"],
        "First": ["First"],
        "Last": ["Last"],
    }
    artifacts = json.loads((folder / "manifest.json").read_text())["artifacts"]
    assert [re.sub(r"([0-9A-F]{8})?(\.nested)?\.template\.json", "", name) for name in names(reading, folder)] == [
        f"{nested}{name}" if artifact.startswith("assembly") else name
        for artifact in artifacts
        for name in expected.get(artifact, ())
    ]


def test_the_account_and_the_region_are_those_of_the_stack(reading: Reading, folder: Path) -> None:
    known = {
        template.name.rpartition("/")[2][:9]: (template.account, template.region) for template in reading.templates
    }
    assert known == {
        "First.tem": (None, "eu-central-1"),
        "Productio": ("123456789012", "us-west-2"),
        "Last.temp": (None, None),
    }
    regions = [template.region for template in read([folder], region="eu-west-1").templates]
    assert sorted({region or "" for region in regions}) == ["eu-central-1", "eu-west-1", "us-west-2"]


@pytest.mark.parametrize(
    "environment", ["", "aws://", "eu-west-1", "aws://1/eu-west-1/a", 1, None, ["aws://1/eu-west-1"]]
)
def test_an_environment_that_is_none_tells_nothing(environment: Any, tmp_path: Path) -> None:
    written(tmp_path, {"artifacts": {"A": stack("a", environment=environment)}}, a=TEMPLATE)
    (only,) = read([tmp_path]).templates
    assert (only.account, only.region) == (None, None)


def test_a_resource_knows_its_construct_though_the_template_does_not_tell_it(reading: Reading, folder: Path) -> None:
    assert "aws:cdk:path" not in (folder / "First.template.json").read_text()
    assert set(reasons(reading)) == {
        "First/Reasoned/Resource",
        "First/Bare/Resource",
        "First/Silent/Resource",
        "First/Foreign/Resource",
        "Production/Parent/Queue/Resource",
        "Production/Parent/Child/Queue/Resource",
        "Production/Parent/Child/Grandchild/Queue/Resource",
        "Last/Queue/Resource",
    }


def test_nested_stacks_are_found_by_their_parents(reading: Reading) -> None:
    assembly = Assembly(reading.templates)
    nested = [template for template in assembly.templates if ".nested." in template.name]
    parents = [assembly.parent(template) for template in nested]
    assert [parent.template for parent in parents if parent] == [
        assembly.templates[assembly.templates.index(template) - 1] for template in nested
    ]


def test_what_the_app_acknowledges_counts_for_the_construct_and_what_is_below_it(reading: Reading) -> None:
    nested = Acknowledgement(id="SW203", reason="for all of it")
    assert reasons(reading) == {
        "First/Reasoned/Resource": Acknowledgement(
            id="SW203", reason="measured on the real thing", since=date(2026, 11, 1)
        ),
        "First/Bare/Resource": Acknowledgement(id="SW203", reason="as it is"),
        "First/Silent/Resource": None,
        "First/Foreign/Resource": None,
        "Production/Parent/Queue/Resource": None,
        "Production/Parent/Child/Queue/Resource": nested,
        "Production/Parent/Child/Grandchild/Queue/Resource": nested,
        "Last/Queue/Resource": None,
    }


def test_an_acknowledgement_without_a_reason_is_told_once(reading: Reading, folder: Path) -> None:
    name = (folder / "First.template.json").as_posix()
    assert list(unreasoned_in(reading.templates)) == [Unreasoned(template=name, at="First/Silent", id="SW203")]


def written(folder: Path, manifest: Any, **files: Any) -> None:
    """Write a `cdk.out` by hand; a double underscore in a name is a folder."""
    for name, content in {"cdk.out": {}, "manifest.json": manifest, **files}.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))


def stack(file: str, **more: Any) -> dict[str, Any]:
    return {"type": "aws:cloudformation:stack", "properties": {"templateFile": file}, **more}


def stage(folder: str) -> dict[str, Any]:
    return {"type": "cdk:cloud-assembly", "properties": {"directoryName": folder}}


def told(reading: Reading, folder: Path) -> Mapping[str, str]:
    return {Path(failure.what).relative_to(folder).as_posix(): failure.why for failure in reading.failures}


TEMPLATE = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}


def test_a_manifest_that_has_the_metadata_in_itself_counts_too(tmp_path: Path) -> None:
    metadata = {
        "/A": [{"type": "aws:cdk:templateFile", "data": "a"}],
        "/A/Queue": [
            {"type": "aws:cdk:logicalId", "data": "Queue"},
            {"type": "aws:cdk:acknowledged-rules", "data": {OURS: "why", "sagewire::SW101": "2026-11-01 why"}},
            {"type": "aws:cdk:acknowledged-rules", "data": {OURS: ""}},
        ],
    }
    written(tmp_path, {"artifacts": {"A": stack("a", metadata=metadata)}}, a=TEMPLATE)
    (only,) = read([tmp_path]).templates
    resource = only.resources["Queue"]
    assert acknowledged_in(resource, "SW203") == Acknowledgement(id="SW203", reason="why")
    assert acknowledged_in(resource, "SW101") == Acknowledgement(id="SW101", reason="why", since=date(2026, 11, 1))


def test_what_is_missing_or_broken_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    artifacts = {
        "A": stack("absent.template.json"),
        "B": stack("b.template.json", additionalMetadataFile="b.metadata.json"),
        "C": stage("stage"),
        "D": stage("nowhere"),
    }
    files = {"b.template.json": TEMPLATE, "b.metadata.json": "{", "stage/manifest.json": "[]"}
    written(tmp_path, {"artifacts": artifacts}, **{name.replace("/", "__"): said for name, said in files.items()})
    reading = read([tmp_path])
    assert names(reading, tmp_path) == ["b.template.json"]
    missing = "No such file or directory"
    assert told(reading, tmp_path) == {
        "absent.template.json": missing,
        "b.metadata.json": told(reading, tmp_path)["b.metadata.json"],
        "stage/manifest.json": "not an object in JSON",
        "nowhere/manifest.json": missing,
    }
    assert told(reading, tmp_path)["b.metadata.json"].startswith("not JSON: ")


def test_what_cannot_be_a_path_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "long").symlink_to("x" * 300)
    artifacts = {
        "A": stage("loop"),
        "B": stage("long"),
        "C": stage("a\0b"),
        "D": stack("d", additionalMetadataFile="a\0"),
        "E": stack("a\0c"),
    }
    written(tmp_path, {"artifacts": artifacts}, d=TEMPLATE)
    reading = read([tmp_path])
    assert names(reading, tmp_path) == ["d"]
    assert told(reading, tmp_path) == {
        "loop/manifest.json": "Too many levels of symbolic links",
        "long/manifest.json": "File name too long",
        "a\0b/manifest.json": "no path that a file can have",
        "a\0": "no path that a file can have",
        "a\0c": "no path that a file can have",
    }


def test_a_stack_may_have_no_resources(tmp_path: Path) -> None:
    """An app makes one where what is in it depends on the app's context."""
    artifacts = {"A": stack("a.template.json"), "B": stack("b.template.json")}
    written(tmp_path, {"artifacts": artifacts}, **{"a.template.json": {}, "b.template.json": {"Resources": []}})
    reading = read([tmp_path])
    assert [len(template.resources) for template in reading.templates] == [0]
    assert told(reading, tmp_path) == {"b.template.json": "not a template: it has no object `Resources`"}


@pytest.mark.parametrize(
    "artifacts", [None, [], {}, {"A": []}, {"A": {"type": "cdk:tree"}}, {"A": {**stack("a"), "properties": 1}}]
)
def test_one_without_stacks_is_told(artifacts: Any, tmp_path: Path) -> None:
    written(tmp_path, {"artifacts": artifacts})
    (failure,) = read([tmp_path]).failures
    assert (failure.what, failure.why) == (tmp_path.as_posix(), "no template is in this folder, or below it")


def test_a_broken_manifest_is_told(tmp_path: Path) -> None:
    written(tmp_path, "{")
    assert list(told(read([tmp_path]), tmp_path)) == ["manifest.json"]


def test_a_stage_that_holds_itself_ends(tmp_path: Path) -> None:
    written(tmp_path, {"artifacts": {"A": stage("."), "B": stage("b"), "C": stack("c")}}, c=TEMPLATE)
    written(tmp_path / "b", {"artifacts": {"A": stage("../")}})
    reading = read([tmp_path])
    assert names(reading, tmp_path) == ["c"]
    assert not reading.failures


def test_a_manifest_of_another_tool_makes_no_cdk_out(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "a web app"}')
    (tmp_path / "a.template.json").write_text(json.dumps(TEMPLATE))
    assert names(read([tmp_path]), tmp_path) == ["a.template.json"]


def test_one_below_a_folder_is_read_as_one(tmp_path: Path) -> None:
    written(tmp_path / "app" / "cdk.out", {"artifacts": {"A": stack("a", environment="aws://1/eu-west-3")}}, a=TEMPLATE)
    (tmp_path / "b.template.json").write_text(json.dumps(TEMPLATE))
    reading = read([tmp_path])
    assert names(reading, tmp_path) == ["b.template.json", "app/cdk.out/a"]
    assert [template.region for template in reading.templates] == [None, "eu-west-3"]


def test_a_nested_template_belongs_to_the_stack_beside_it(tmp_path: Path) -> None:
    child = {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "child"}}
    for app in ("one", "two"):
        written(tmp_path / app, {"artifacts": {"A": stack("a")}}, a={"Resources": {"Child": child}}, child=TEMPLATE)
    reading = read([tmp_path / "one", tmp_path / "two"])
    assert names(reading, tmp_path) == ["one/a", "one/child", "two/a", "two/child"]
    assembly = Assembly(reading.templates)
    one, _, two, _ = assembly.templates
    parents = [assembly.parent(template) for template in assembly.templates]
    assert [parent and parent.template for parent in parents] == [None, one, None, two]
