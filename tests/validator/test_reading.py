"""Templates are read from files and folders as they are given; what is none is said in one line, and hides no other."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sagewire.validator.reading import Reading, read
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless

JSON = json.dumps(template(serverless()), indent=1)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command is run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(files: Mapping[str, str | bytes]) -> None:
    """Write files, by their paths."""
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def body(text: str, name: str = "a.yaml") -> Mapping[str, Any]:
    """The resources of a template that is written so."""
    Path(name).write_text(text)
    reading = read([name])
    assert not reading.failures
    (only,) = reading.templates
    resources: Mapping[str, Any] = only.body["Resources"]
    return resources


def why(content: str | bytes, name: str = "a.yaml") -> str:
    """Why a file could not be read, while the one beside it could."""
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    Path("sound.json").write_text(JSON)
    reading = read([name, "sound.json"])
    assert names(reading) == ["sound.json"]
    (failure,) = reading.failures
    assert failure.what == name
    assert "\n" not in failure.why
    return failure.why


def names(reading: Reading) -> list[str]:
    return [template.name for template in reading.templates]


def test_a_template_is_called_as_it_was_given() -> None:
    written({"infra/a.json": JSON})
    assert names(read(["infra/a.json"])) == ["infra/a.json"]
    assert names(read([Path("infra/a.json").resolve()])) == [Path("infra/a.json").resolve().as_posix()]


def test_the_text_of_a_template_is_kept() -> None:
    written({"a.json": JSON})
    assert read(["a.json"]).texts == {"a.json": JSON}


def test_a_file_that_is_given_twice_is_read_once() -> None:
    written({"infra/a.template.json": JSON})
    assert names(read(["infra/a.template.json", "infra", "./infra/../infra"])) == ["infra/a.template.json"]


def test_a_region_is_that_of_templates_that_know_none() -> None:
    written({"a.json": JSON})
    assert [template.region for template in read(["a.json"], region="eu-west-1").templates] == ["eu-west-1"]


def test_json_is_read_without_yaml() -> None:
    written({"a.json": JSON})
    code = (
        "import sys; from sagewire.validator.reading import read\n"
        "assert read(['a.json']).templates; sys.exit('yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["a.yaml", "a.template", "a"])
def test_json_may_stand_in_a_file_of_any_name(name: str) -> None:
    assert body(JSON, name) == template(serverless())["Resources"]


def test_a_byte_order_mark_is_no_part_of_a_template() -> None:
    written({"a.json": b"\xef\xbb\xbf" + JSON.encode(), "b.yaml": b"\xef\xbb\xbfResources: {}"})
    assert names(read(["a.json", "b.yaml"])) == ["a.json", "b.yaml"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("!Ref A", {"Ref": "A"}),
        ("!Condition A", {"Condition": "A"}),
        ("!GetAtt A.B", {"Fn::GetAtt": ["A", "B"]}),
        ("!GetAtt A.Outputs.B", {"Fn::GetAtt": ["A", "Outputs.B"]}),
        ("!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
        ("!Sub 'a-${B}'", {"Fn::Sub": "a-${B}"}),
        ("!Sub ['a-${B}', {B: !Ref C}]", {"Fn::Sub": ["a-${B}", {"B": {"Ref": "C"}}]}),
        ("!If [A, !Ref B, !Ref AWS::NoValue]", {"Fn::If": ["A", {"Ref": "B"}, {"Ref": "AWS::NoValue"}]}),
        ("!Join [',', [a, !Sub '${B}']]", {"Fn::Join": [",", ["a", {"Fn::Sub": "${B}"}]]}),
        ("!Base64 {Fn::Sub: a}", {"Fn::Base64": {"Fn::Sub": "a"}}),
        ("!FindInMap [A, !Ref B, c]", {"Fn::FindInMap": ["A", {"Ref": "B"}, "c"]}),
        ("!Select [0, !GetAZs '']", {"Fn::Select": [0, {"Fn::GetAZs": ""}]}),
        ("!Transform {Name: A, Parameters: !Ref B}", {"Fn::Transform": {"Name": "A", "Parameters": {"Ref": "B"}}}),
        ("!ToJsonString {a: 1}", {"Fn::ToJsonString": {"a": 1}}),
    ],
)  # fmt: skip
def test_a_short_tag_is_the_function_that_it_stands_for(short: str, long: Any) -> None:
    assert body(f"Resources:\n  R: {short}\n") == {"R": long}


@pytest.mark.parametrize("text", ["2012-10-17", "2026-11-01T10:00:00Z", "="])
def test_a_date_and_an_equals_sign_stay_as_they_are_written(text: str) -> None:
    assert body(f"Resources: {{R: {text}}}") == {"R": text}


def test_figures_and_flags_of_yaml_are_what_they_are() -> None:
    assert body("Resources: {a: 30, b: 0.5, c: true, d: '30'}") == {"a": 30, "b": 0.5, "c": True, "d": "30"}


def test_an_anchor_may_be_used_and_set_anew() -> None:
    text = "Resources:\n  A: &some {x: 1}\n  B: *some\n  C: &some {x: 2}\n  D: *some\n"
    assert body(text) == {"A": {"x": 1}, "B": {"x": 1}, "C": {"x": 2}, "D": {"x": 2}}


def test_yaml_is_read_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    assert body("Resources: {A: !GetAtt B.C}") == {"A": {"Fn::GetAtt": ["B", "C"]}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("# nothing but a comment", "not a template: it has no object `Resources`"),
        ("a text", "not a template: it has no object `Resources`"),
        ("- Resources", "not a template: it has no object `Resources`"),
        ("Resources: [a]", "not a template: it has no object `Resources`"),
        ("resources: {}", "not a template: it has no object `Resources`"),
        ("Resources:\n  A:\n\t- b", "not YAML: line 3, column 1: found character that cannot start any token"),
        ("Resources: {A: b", "not YAML: line 2, column 1: did not find expected ',' or '}'"),
        ("Resources: {}\n---\nResources: {}", "not YAML: line 2, column 1: but found another document"),
        ("Resources: {A: *b}", "not YAML: line 1, column 16: found undefined alias 'b'"),
        ("Resources: {[A]: b}", "not YAML: line 1, column 13: found unhashable key"),
        ("Resources: {A: !!int b}", "not YAML: line 1, column 16: 'b' is no whole figure"),
        ("Resources: {A: !!int ''}", "not YAML: line 1, column 16: '' is no whole figure"),
        ("Resources:\n A: !!float b", "not YAML: line 2, column 5: 'b' is no figure"),
        ("Resources: {A: !!bool b}", "not YAML: line 1, column 16: 'b' is no flag"),
        ("Resources: {A: !!timestamp b}", "not YAML: line 1, column 16: 'b' is no date"),
        ("Resources: {A: " + "9" * 1001 + "}", "not YAML: line 1, column 16: a whole figure of 1,001 characters"),
        ("Resources: {A: 1" + ":59" * 4000 + "}", "not YAML: line 1, column 16: a whole figure of 12,001 characters"),
        (b"Resources: {A: \x01}", "not YAML: unacceptable character #x0001: "),
        (b"Resources: {A: \xe4}", "not in UTF-8: byte 15 is 0xe4"),
        ("Resources: {}".encode("utf-16"), "not in UTF-8: byte 0 is 0xff"),
        ("Resources: &a {A: *a}", "nested more than 200 levels deep"),
        ("Resources: {A: " + "[" * 1000 + "]" * 1000 + "}", "nested more than 200 levels deep"),
        ("Resources: {A: " + "[" * 200 + "]" * 200 + "}", "nested more than 200 levels deep"),
        ('{"Resources": ', "not JSON: Expecting value: line 1 column 15 (char 14)"),
        (
            "Resources:\n  Config: {}\n  Other: {}\n  Config: {}",
            "not YAML: line 4, column 3: 'Config' stands twice in `Resources`, and the first would be lost",
        ),
    ],
)  # fmt: skip
def test_what_is_no_template_is_told_in_one_line(content: str | bytes, said: str) -> None:
    assert why(content).startswith(said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"Resources": {},}', "not JSON: "),
        ('{"Resources": {"A": NaN}}', "not JSON: NaN is no number"),
        ('{"Resources": {"A": {}, "A": {}}}', "not JSON: 'A' stands twice in `Resources`, and the first would be lost"),
        ("Resources: {}", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"Resources": {"A": ' + "[" * 199 + "]" * 199 + "}}", "nested more than 200 levels deep"),
        ('{"Resources": {"A": ' + "[" * 100_000 + "]" * 100_000 + "}}", "nested more than 200 levels deep"),
        ('{"Resources": {"A": ' + "9" * 5000 + "}}", "not JSON: a figure of more than 4,300 digits"),
    ],
)  # fmt: skip
def test_a_file_called_json_is_json(content: str, said: str) -> None:
    assert why(content, "a.json").startswith(said)


def test_a_figure_may_be_long() -> None:
    assert body("Resources: {A: " + "9" * 1000 + "}") == {"A": 10**1000 - 1}


@pytest.mark.parametrize(
    "text",
    [
        "Resources:\n  <<: {A: 1}\n  <<: {B: 1}\n",
        '{"Resources": {"A": {"x": 1, "x": 2}, "B": {"A": 1, "A": 2}}, "A": {}, "A": {}}',
        "Resources: {A: {x: 1, x: 2, <<: {x: 1}, <<: {x: 2}}, B: {A: 1, A: 2}}\nA: {}\nA: {}",
        "X: &x {Type: T, Properties: {}}\nResources: {A: {<<: *x, Type: U, Properties: {a: 1}}, B: *x}",
        "X: &x {Type: T}\nY: &y {Type: U}\nResources: {A: {<<: [*x, *y], Type: V}, B: {a: {Type: 1, Type: 2}}}",
        '{"Resources": {"A": {"Properties": {"Type": 1, "Type": 2}}, "B": [{"Type": 1, "Type": 2}]}}',
    ],
)
def test_what_nobody_reads_may_stand_twice(text: str) -> None:
    assert set(body(text)) == {"A", "B"}


@pytest.mark.parametrize("section", ["Resources", "Parameters", "Conditions", "Mappings", "Outputs", "Metadata"])
def test_a_section_may_not_stand_twice(section: str) -> None:
    said = f"{section!r} stands twice, and the first would be lost"
    assert why(f"{section}: {{}}\nResources: {{}}\n{section}: {{}}").endswith(f"column 1: {said}")
    sections = f'"{section}": {{}}, "{section}": {{}}'
    assert why(f'{{"x": 1, "x": 2, {sections}, "Resources": {{}}}}', "a.json") == f"not JSON: {said}"


@pytest.mark.parametrize("part", ["Type", "Properties", "Metadata", "Condition", "DependsOn"])
def test_a_part_of_a_resource_may_not_stand_twice(part: str) -> None:
    said = f"{part!r} stands twice in `B`, and the first would be lost"
    assert why(f"Resources:\n  A: {{}}\n  B:\n    {part}: a\n    x: 1\n    {part}: a") == (
        f"not YAML: line 6, column 5: {said}"
    )
    twice = f'"x": 1, "x": 2, "{part}": "a", "{part}": "a"'
    assert why(f'{{"Resources": {{"A": {{}}, "B": {{{twice}}}}}}}', "a.json") == f"not JSON: {said}"


@pytest.mark.parametrize("path", ["-", "/dev/stdin"])
@pytest.mark.parametrize("text", [JSON, "Resources: {}"])
def test_a_template_may_come_by_standard_input(path: str, text: str) -> None:
    code = (
        "from sagewire.validator.reading import read\n"
        f"reading = read([{path!r}])\n"
        "print([template.name for template in reading.templates], reading.failures)"
    )
    ran = subprocess.run([sys.executable, "-c", code], input=text, capture_output=True, text=True, check=True)
    assert ran.stdout == "['/dev/stdin'] []\n"


def test_a_tag_of_python_makes_no_object() -> None:
    tag = "tag:yaml.org,2002:python/object/apply:os.getcwd"
    assert why("Resources: {A: !!python/object/apply:os.getcwd []}").endswith(
        f"could not determine a constructor for the tag '{tag}'"
    )


def test_aliases_of_aliases_are_not_followed_for_ever() -> None:
    lines = [f" a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    assert why("\n".join(["Resources:", " a0: &a0 [[], []]", *lines])) == (
        "more than 1,000,000 values, aliases included"
    )


@pytest.mark.parametrize("many", [8, 40])
def test_merges_of_merges_are_not_followed_for_ever(many: int) -> None:
    lines = [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 10)}]}}" for i in range(1, many)]
    assert why("\n".join(["a0: &a0 {x: 1}", *lines, f"Resources: {{A: *a{many - 1}}}"])) == (
        "not YAML: line 7, column 10: more than 1,000,000 values, merges included"
    )


def test_what_is_merged_may_merge_others() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {<<: *a, y: 2}\nc: &c {z: 3, x: 3}\nResources: {A: {<<: [*b, *c], w: 4}}"
    assert body(text) == {"A": {"x": 1, "y": 2, "z": 3, "w": 4}}


def test_what_merges_itself_ends() -> None:
    assert body("Resources: &r\n  A: {x: 1}\n  <<: *r\n") == {"A": {"x": 1}}
    assert body("Resources: &r\n  A: {x: 1}\n  <<: [{<<: *r, B: 2}, *r]\n") == {"A": {"x": 1}, "B": 2}


def test_a_template_may_be_as_deep_as_people_write_and_deeper() -> None:
    text = '{"Resources": {"A": ' + "[" * 150 + "]" * 150 + "}}"
    assert body(text, "a.json")["A"]


def test_a_huge_file_is_not_read() -> None:
    with Path("huge.json").open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    (failure,) = read(["huge.json"]).failures
    assert failure.why == "17,825,792 B are too many; CloudFormation takes 1,000,000 B"


def test_what_is_not_there_is_told() -> None:
    (failure,) = read(["absent.json"]).failures
    assert (failure.what, failure.why) == ("absent.json", "No such file or directory")


def test_what_is_no_file_is_not_waited_for() -> None:
    os.mkfifo("pipe")
    (failure,) = read(["pipe"]).failures
    assert (failure.what, failure.why) == ("pipe", "neither a file nor a folder")


def test_a_link_to_itself_is_told() -> None:
    Path("loop.json").symlink_to("loop.json")
    (failure,) = read(["loop.json"]).failures
    assert (failure.what, failure.why) == ("loop.json", "Too many levels of symbolic links")


def test_what_cannot_be_asked_for_hides_nothing_of_its_folder() -> None:
    written({"infra/b.json": JSON})
    for name in ("a.json", "a", "c.yaml"):
        Path("infra", name).symlink_to("x" * 300)
    reading = read(["infra"])
    assert names(reading) == ["infra/b.json"]
    told = {failure.what: failure.why for failure in reading.failures}
    assert told == dict.fromkeys(["infra/a.json", "infra/c.yaml"], "File name too long")


def test_a_path_with_a_zero_byte_is_none() -> None:
    (failure,) = read(["a\0b"]).failures
    assert failure.why == "no path that a file can have"


@pytest.mark.parametrize("path", ["a\0b", "a" * 300, "a.json/b.json"])
def test_a_path_that_cannot_be_breaks_nothing(path: str) -> None:
    written({"a.json": JSON})
    reading = read([path, "a.json"])
    assert names(reading) == ["a.json"]
    assert [failure.what for failure in reading.failures] == [path]


def test_a_folder_is_every_template_in_it_and_below_it() -> None:
    others = {"infra/app.json": JSON, "infra/x.yaml": "Resources: {}", "infra/package.json": "{}"}
    written({"infra/b.template.json": JSON, "infra/a/c.template.json": JSON, **others})
    reading = read(["infra"])
    assert names(reading) == ["infra/app.json", "infra/b.template.json", "infra/x.yaml", "infra/a/c.template.json"]
    assert not reading.failures


def test_a_template_json_is_told_where_it_is_none() -> None:
    written({"infra/a.template.json": "{}", "infra/b.yaml": "Resources: {}"})
    reading = read(["infra"])
    assert names(reading) == ["infra/b.yaml"]
    assert [failure.what for failure in reading.failures] == ["infra/a.template.json"]


@pytest.mark.parametrize(
    "content",
    ['{"a": {"Resources": []}}', "a:\n  Resources: {}", "- {Resources: {}}", b"a: \xe4"],
)
def test_what_nobody_meant_as_a_template_is_left_out_of_a_folder(content: str | bytes) -> None:
    written({"infra/a.json": JSON, "infra/b.yaml": content})
    reading = read(["infra"])
    assert names(reading) == ["infra/a.json"]
    assert not reading.failures


def test_a_huge_file_of_a_folder_is_no_template() -> None:
    written({"infra/a.json": JSON, "infra/b.json": b'{"Resources": {}}' + b" " * 2**24})
    reading = read(["infra"])
    assert names(reading) == ["infra/a.json"]
    assert not reading.failures


@pytest.mark.parametrize("content", ["Resources: [a]", "Resources: {}".encode("utf-16"), b"Resources: {A: \xe4}"])
def test_what_was_meant_as_a_template_is_told_in_a_folder(content: str | bytes) -> None:
    written({"infra/a.json": JSON, "infra/b.yaml": content})
    assert [failure.what for failure in read(["infra"]).failures] == ["infra/b.yaml"]


def test_this_folder_may_be_given() -> None:
    written({"a.template.json": JSON})
    assert names(read(["."])) == ["a.template.json"]


def test_a_folder_is_what_looks_like_a_template() -> None:
    written(
        {
            "infra/a.json": JSON,
            "infra/b.yaml": "Resources: {A: !Ref B}",
            "infra/c.yml": "Resources: {}",
            "infra/d.template": "Resources: {}",
            "infra/package.json": '{"name": "x"}',
            "infra/chart.yaml": "{{ if x }}\na: b\n{{ end }}",
            "infra/readme.md": "Resources: {}",
        }
    )
    reading = read(["infra"])
    assert names(reading) == ["infra/a.json", "infra/b.yaml", "infra/c.yml", "infra/d.template"]
    assert not reading.failures


def test_a_broken_template_of_a_folder_is_told() -> None:
    written(
        {
            "infra/a.json": JSON,
            "infra/b.yaml": "AWSTemplateFormatVersion: x\nResources:\n  A: [",
            "infra/c.json": '{"Resources": ',
        }
    )
    reading = read(["infra"])
    assert names(reading) == ["infra/a.json"]
    assert [failure.what for failure in reading.failures] == ["infra/b.yaml", "infra/c.json"]


def test_other_peoples_files_and_hidden_ones_are_left_alone() -> None:
    others = ("node_modules/x", ".cache", "a/site-packages")
    written({"infra/a.template.json": JSON} | {f"infra/{other}/b.template.json": JSON for other in others})
    assert names(read(["infra"])) == ["infra/a.template.json"]


@pytest.mark.parametrize("files", [{}, {"infra/package.json": "{}"}, {"infra/a/readme.md": "x"}])
def test_a_folder_without_templates_is_told(files: Mapping[str, str]) -> None:
    Path("infra").mkdir()
    written(files)
    (failure,) = read(["infra"]).failures
    assert (failure.what, failure.why) == ("infra", "no template is in this folder, or below it")


def test_a_link_to_a_folder_above_ends() -> None:
    written({"infra/a.template.json": JSON})
    Path("infra/again").symlink_to("..")
    assert names(read(["infra"])) == ["infra/a.template.json"]
