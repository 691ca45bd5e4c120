"""SW561."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw561_handler_not_in_its_code import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding

SOURCE = "def handler(event, context):\n    return event\n"


def _of(source: Any = SOURCE, handler: Any = "index.handler", **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(Code={"ZipFile": source}, Handler=handler, **changes))


def _is_found(body: dict[str, Any]) -> bool:
    return [finding.rule for finding in findings_of(RULE, body)] == ["SW561"]


def test_a_handler_of_another_file_is_found() -> None:
    finding = only_finding(RULE, _of(handler="app.handler"))
    assert (finding.found, finding.resource, finding.property) == ("app.handler", "Function", "Properties/Handler")
    assert finding.message.endswith("is put into a file named index")


def test_a_function_that_the_code_does_not_define_is_found() -> None:
    finding = only_finding(RULE, _of(handler="index.main"))
    assert (finding.found, finding.property) == ("index.main", "Properties/Handler")
    assert finding.message.endswith("and defines no main")


@pytest.mark.parametrize("runtime", ["nodejs22.x", "python3.13", {"Fn::ImportValue": "runtime"}])
def test_the_file_is_index_in_any_language(runtime: Any) -> None:
    assert _is_found(_of("exports.handler = async () => 1", "app.handler", Runtime=runtime))
    assert not _is_found(_of("exports.handler = async () => 1", "index.main", Runtime=runtime))


@pytest.mark.parametrize(
    "source",
    [
        "def main(event, context): ...",
        "async def main(event, context): ...",
        "class main: ...",
        "main = print",
        "try:\n    main = print\nexcept E: ...",
        "from x import main",
        "from x import y as main",
        "import main",
        "import main.other",
        "from x import *",
        "if (main := print): ...",
        "globals()['main'] = print",
        "exec('main = 1')",
        "import sys\nsys.modules[__name__].main = print",
        "def __getattr__(name): ...",
    ],
)
def test_what_may_define_it_is_enough(source: str) -> None:
    assert not _is_found(_of(source, "index.main"))


@pytest.mark.parametrize(
    "source",
    [
        "import y\nmain(1)",
        "x.main = 1",
        "x = 'main'",
        "def other(main): ...",
        "async def other(): ...",
        "class other: ...",
        "from main import x",
        "import x as y",
        "x.y = z.globals_",
    ],
)
def test_what_only_names_it_is_not(source: str) -> None:
    assert _is_found(_of(source, "index.main"))


@pytest.mark.parametrize("source", ["def (", "x = '\0'", "*"])
def test_code_that_cannot_be_read_may_define_it(source: str) -> None:
    assert not _is_found(_of(source, "index.main"))
    assert _is_found(_of(source, "app.main"))


def test_odd_texts_in_the_code_are_no_trouble(recwarn: pytest.WarningsRecorder) -> None:
    assert _is_found(_of("x = '\\d'", "index.main"))
    assert not recwarn


def test_a_part_that_is_not_known_is_passed_over() -> None:
    assert _is_found(_of(sub("def handler(event, context):\n    return '${AWS::AccountId}'"), "index.main"))
    assert not _is_found(_of(sub("${Code}\n\ndef other(): ..."), "index.main"))


@pytest.mark.parametrize(
    "source", ["", "# comes with the pipeline", "\n # later\n", "pass", "'later'", "f()", {"Fn::ImportValue": "code"}]
)
def test_code_that_is_still_to_come_is_not_judged(source: Any) -> None:
    assert not _is_found(_of(source, "app.main"))
    assert not _is_found(_of(source, "index.main"))


@pytest.mark.parametrize(("source", "found"), [("", False), ("\n // later\n", False), ("// x\nf()", True)])
def test_code_in_another_language_is_still_to_come_where_it_is_a_comment(source: str, found: bool) -> None:
    assert _is_found(_of(source, "app.main", Runtime="nodejs22.x")) is found


@pytest.mark.parametrize("name", ["Layers", "FileSystemConfigs"])
@pytest.mark.parametrize("said", [["arn:aws:lambda:us-east-1:1:layer:x:1"], {"Fn::ImportValue": "x"}])
def test_the_file_may_be_elsewhere(name: str, said: Any) -> None:
    assert not _is_found(_of(handler="app.main", **{name: said}))


def test_code_that_is_not_in_the_template_is_not_judged() -> None:
    assert not _is_found(template(serverless(), function(Handler="app.main")))


@pytest.mark.parametrize("handler", [None, "", ref("Handler"), "app", "src/app.main", "index.py.main"])
def test_a_handler_of_another_form_is_not_judged(handler: Any) -> None:
    assert not _is_found(_of(handler=handler))


def test_a_function_that_is_no_part_of_inference_is_not_looked_at() -> None:
    assert not _is_found(template(function(endpoint=None, Code={"ZipFile": SOURCE}, Handler="app.main")))


@pytest.mark.parametrize(
    "brings",
    [
        {"Type": "Custom::Code", "Properties": {"ServiceToken": "arn", "Of": ref("Function")}},
        {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Stages": [{"Of": ref("Function")}]}},
    ],
)
def test_code_that_others_bring_is_left_alone(brings: Any) -> None:
    body = _of(handler="app.handler")
    assert _is_found(body)
    assert not _is_found({**body, "Resources": {**body["Resources"], "Brings": brings}})
