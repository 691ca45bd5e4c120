"""The template of a nested stack is known by its address where that is sure, and is no other's of the same name."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.nesting import Files
from sagewire.validator.template import Template


def found(stack: str, address: Any, *files: str, asset: Any = None) -> str | None:
    """The file that a stack of the file `stack` with this address nests, of these and its own."""
    metadata = {} if asset is None else {"Metadata": {"aws:asset:path": asset}}
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": address}, **metadata}
    given = [Template(file, {}) for file in files]
    parent = Template(stack, {"Resources": {"Nested": nested}})
    it = Files([parent, *given]).of(parent.resources["Nested"])
    return it.name if it else None


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("./x/template.yaml", "infra/x/template.yaml"),
        ("x/template.yaml", "infra/x/template.yaml"),
        ("../template.yaml", "template.yaml"),
        ("../y/../x/template.yaml", "x/template.yaml"),
        ("template.yaml", None),
        ("network.yaml", None),
        ("./y/network.yaml", "infra/y/network.yaml"),
        ("y/other.yaml", None),
    ],
)
def test_the_way_from_the_stacks_own_file_leads_to_one(address: str, file: str | None) -> None:
    files = ("infra/x/template.yaml", "template.yaml", "x/template.yaml", "infra/y/network.yaml", "z/other.yaml")
    assert found("infra/main.yaml", address, *files) == file


@pytest.mark.parametrize(
    "address",
    [
        "https://s3.amazonaws.com/templates/sizes/template.yaml",
        "https://bucket.s3.amazonaws.com/sizes/template.yaml?versionId=a/b",
        "s3://bucket/sizes/template.yaml",
        {"Fn::Sub": "https://${Bucket}.s3.${AWS::Region}.amazonaws.com/sizes/template.yaml"},
        {"Fn::Sub": "${Base}/sizes/template.yaml"},
    ],
)
def test_a_folder_and_a_file_are_known_in_a_bucket_too(address: Any) -> None:
    assert found("serving/template.yaml", address, "other/template.yaml") is None
    assert found("serving/template.yaml", address, "other/template.yaml", "a/sizes/template.yaml") == (
        "a/sizes/template.yaml"
    )
    assert found("serving/template.yaml", address, "b/sizes/template.yaml", "a/sizes/template.yaml") is None
    assert found("a/sizes/main.yaml", address, "b/sizes/template.yaml", "a/sizes/template.yaml") == (
        "a/sizes/template.yaml"
    )


@pytest.mark.parametrize("folder", ["", "prefix/", "prefix/deeper/"])
def test_a_name_of_its_own_is_known_wherever_it_is_kept(folder: str) -> None:
    address = f"https://bucket.s3.amazonaws.com/{folder}network.yaml"
    assert found("main.yaml", address, "templates/network.yaml", "templates/other.yaml") == "templates/network.yaml"
    assert found("a/main.yaml", address, "a/network.yaml", "b/network.yaml") == "a/network.yaml"
    assert found("main.yaml", address, "a/network.yaml", "b/network.yaml") is None
    assert found("network.yaml", address) is None


@pytest.mark.parametrize(
    "name",
    [
        *("template", "main", "index", "stack", "cfn", "root", "Template", "app"),
        *("main.template", "nested-stack", "stack_2", "template1", "packaged.cfn"),
    ],
)
def test_a_name_that_any_may_have_tells_nothing(name: str) -> None:
    for address in (f"https://bucket/{name}.yaml", f"https://bucket/prefix/{name}.yaml"):
        assert found("a/parent.yaml", address, f"a/{name}.yaml") is None
    assert found("parent.yaml", f"https://bucket/{name}.yaml", f"{name}.yaml") is None


@pytest.mark.parametrize("name", ["stacking", "maintenance", "network-template", "a", "indexer"])
def test_a_name_that_tells_what_is_in_it_is_known(name: str) -> None:
    assert found("parent.yaml", f"https://bucket/{name}.yaml", f"a/{name}.yaml") == f"a/{name}.yaml"


def test_what_cdk_notes_goes_before_the_address() -> None:
    address = "https://bucket/other.json"
    assert found("one/a", address, "one/template", "two/template", asset="template") == "one/template"
    assert found("one/a", address, "two/template", "one/other.json", asset="template") is None
    assert found("one/a", address, "two/child", asset="child") == "two/child"
    assert found("one/a", address, "two/child", "three/child", asset="child") is None
    assert found("one/a", address, "two/x/template", asset="x/template") == "two/x/template"


@pytest.mark.parametrize(
    "address", [None, 3, [], {}, {"Fn::Sub": ["${A}/child.yaml", {}]}, {"Ref": "A"}, "", "https://"]
)
def test_an_address_that_tells_nothing_leads_nowhere(address: Any) -> None:
    assert found("parent.yaml", address, "child.yaml") is None


def test_each_stack_has_the_template_that_is_its_own() -> None:
    def body(address: str) -> dict[str, Any]:
        return {"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": address}}}}

    bodies = {"a.yaml": body("b/template.yaml"), "b/template.yaml": body("../c.yaml"), "c.yaml": {}}
    assembly = Assembly([Template(name, of) for name, of in bodies.items()])
    first, second, third = assembly.templates
    assert assembly.nested(first.resources["N"]) is second
    assert assembly.nested(second.resources["N"]) is third
    assert [assembly.parent(each) for each in assembly.templates] == [None, first.resources["N"], second.resources["N"]]
