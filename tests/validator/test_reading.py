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
        ("Resources: {A: !!int b}", "not YAML: invalid literal for int() with base 10: 'b'"),
        ("Resources: {A: !!timestamp b}", "not YAML: "),
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
        ('{"Resources": {"A": ' + "9" * 5000 + "}}", "not JSON: Exceeds the limit"),
    ],
)  # fmt: skip
def test_a_file_called_json_is_json(content: str, said: str) -> None:
    assert why(content, "a.json").startswith(said)


@pytest.mark.parametrize(
    "text",
    ["Resources:\n  <<: {A: 1}\n  <<: {B: 1}\n", '{"Resources": {"A": {"x": 1, "x": 2}, "B": {"A": 1}}, "A": {}}'],
)
def test_only_a_logical_id_may_not_stand_twice(text: str) -> None:
    assert set(body(text)) == {"A", "B"}


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
