"""The line that made a construct is found by its path; where several may have, none is told."""

import importlib.util
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from sagewire import validator
from sagewire.validator.plugin.source_lines import SourceLines, user_modules

# The classes stand in for constructs: their paths are all that is looked at.
LIBRARY = """
class Construct:
    def __init__(self, *args, **others): pass
class App(Construct): pass
class Stack(Construct): pass
class Model(Construct): pass
class Queue(Construct): pass
class Invoker(Construct): pass
def endpoint_of_kind(scope, id): pass
"""
Write = Callable[..., ModuleType]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write a module into the current folder, and load it."""
    monkeypatch.chdir(tmp_path)
    loaded: list[str] = []

    def load(name: str, code: str, folder: str = ".") -> ModuleType:
        file = tmp_path / folder / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(textwrap.dedent(code))
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        loaded.append(name)
        spec.loader.exec_module(module)
        return module

    load("constructs_of_others", LIBRARY)
    for name in ("App", "Stack", "Invoker"):
        monkeypatch.setattr(others(name), "__module__", "aws_cdk")
    yield load
    for name in loaded:
        del sys.modules[name]


def others(name: str) -> type:
    kind: type = getattr(sys.modules["constructs_of_others"], name)
    return kind


def kinds(*names: str) -> list[type]:
    return [others(name) for name in names]


def test_the_call_with_the_id_of_the_innermost_part_is_the_line(write: Write) -> None:
    app = write(
        "flat_app",
        """
        from constructs_of_others import *
        def main():
            app = App()
            stack = Stack(app, "Ranking")
            Model(
                stack,
                "Model",
            )
            Queue(scope=stack, id="Unread")
            Queue(scope=stack, construct_id="Read")
            endpoint_of_kind(stack, "Endpoint")
        """,
    )
    lines = SourceLines([app])
    assert lines.line_of("Ranking/Model/Resource", kinds("App", "Stack", "Model", "Model")) == "flat_app.py:6"
    assert lines.line_of("Ranking/Unread", kinds("App", "Stack", "Queue")) == "flat_app.py:10"
    assert lines.line_of("Ranking/Read", kinds("App", "Stack", "Queue")) == "flat_app.py:11"
    assert lines.line_of("Ranking/Endpoint", kinds("App", "Stack", "Model")) == "flat_app.py:12"
    assert lines.line_of("Ranking/Endpoint") == "flat_app.py:12"
    assert lines.line_of("Ranking/Other", kinds("App", "Stack", "Model")) == "flat_app.py:5"
    assert lines.line_of("Elsewhere/Other", kinds("App", "Stack", "Model")) is None


def test_of_several_the_one_in_the_class_of_the_scope_is_meant(write: Write) -> None:
    module = write(
        "classes",
        """
        from constructs_of_others import *
        class First(Stack):
            def __init__(self):
                Model(self, "Model")
        class Second(Stack):
            def __init__(self):
                Model(self, "Model")
        class Third(Second):
            pass
        def elsewhere(stack):
            Model(stack, "Model")
        """,
    )
    lines = SourceLines([module])
    app = others("App")
    for kind, line in ((module.First, 5), (module.Second, 8), (module.Third, 8)):
        assert lines.line_of("Ranking/Model", [app, kind, others("Model")]) == f"classes.py:{line}"
    assert lines.line_of("Ranking/Model", kinds("App", "Stack", "Model")) == "classes.py:12"
    assert lines.line_of("Ranking/Model") is None


def test_the_variable_that_is_the_scope_tells_which_is_meant(write: Write) -> None:
    module = write(
        "variables",
        """
        from constructs_of_others import *
        def main(app):
            first = Stack(app, "First")
            second = Stack(app, "Second")
            Model(first, "Model")
            Model(second, "Model")
        class Both(Stack):
            def __init__(self):
                self.inner: Model = Model(self, "Inner")
                Queue(self.inner, "Queue")
                Queue(self.unknown, "Queue")
        """,
    )
    lines = SourceLines([module])
    assert lines.line_of("First/Model", kinds("App", "Stack", "Model")) == "variables.py:6"
    assert lines.line_of("Second/Model", kinds("App", "Stack", "Model")) == "variables.py:7"
    assert lines.line_of("Third/Model", kinds("App", "Stack", "Model")) is None
    assert (
        lines.line_of("Both/Inner/Queue", [others("App"), module.Both, *kinds("Model", "Queue")]) == "variables.py:11"
    )


def test_a_variable_is_what_it_is_set_to_where_it_stands(write: Write) -> None:
    module = write(
        "blocks",
        """
        from constructs_of_others import *
        def outer(app):
            stack = Stack(app, "First")
            def inner():
                stack = Stack(app, "Second")
                Model(stack, "Deep")
            Model(stack, "Shallow")
        def twice(app):
            stack = Stack(app, "Third")
            stack = Stack(app, "Fourth")
            Model(stack, "Any")
        """,
    )
    lines, found = SourceLines([module]), kinds("App", "Stack", "Model")
    assert lines.line_of("First/Shallow", found) == "blocks.py:8"
    assert lines.line_of("Second/Deep", found) == "blocks.py:7"
    assert lines.line_of("First/Deep", found) == "blocks.py:4"
    assert lines.line_of("Second/Shallow", found) == "blocks.py:6"
    assert lines.line_of("Third/Any", found) == lines.line_of("Fourth/Any", found) == "blocks.py:12"


def test_an_id_that_a_class_gives_itself_is_on_the_line_that_says_so(write: Write) -> None:
    module = write(
        "fixed",
        """
        from constructs_of_others import *
        class Mine(Stack):
            def __init__(self, scope):
                super().__init__(scope, "Fixed")
        Mine(App())
        """,
    )
    assert SourceLines([module]).line_of("Fixed/Queue", [others("App"), module.Mine]) == "fixed.py:5"


def test_two_that_fit_are_none_and_what_they_are_part_of_is_told(write: Write) -> None:
    module = write(
        "ambiguous",
        """
        from constructs_of_others import *
        def one(scope):
            Model(scope, "Model")
        def other(scope):
            Model(scope, "Model")
        Stack(App(), "Ranking")
        """,
    )
    assert SourceLines([module]).line_of("Ranking/Model", kinds("App", "Stack", "Model")) == "ambiguous.py:7"


def test_what_a_library_made_is_not_taken_for_the_users(write: Write) -> None:
    """Its parts are called as constructs of the user's elsewhere are."""
    module = write(
        "unlike",
        """
        from constructs_of_others import *
        class Mine(Stack):
            def __init__(self):
                Invoker(self, "Invoker")
                Queue(self, "Function")
        def build(scope):
            Queue(scope, "DeadLetters")
        """,
    )
    lines = SourceLines([module])
    found = [others("App"), module.Mine, others("Invoker"), others("Queue")]
    assert lines.line_of("Mine/Invoker/Function", found) == "unlike.py:5"
    assert lines.line_of("Mine/Invoker/DeadLetters", found) == "unlike.py:5"


def test_a_call_that_gives_something_else_is_not_taken_for_it(write: Write) -> None:
    module = write(
        "others_calls",
        """
        from constructs_of_others import *
        def main(stack, settings):
            getattr(stack, "Model", None)
            isinstance(stack, "Model")
            Queue(stack, "Model")
            settings.get("kind", "Model")
            print(
                f"{stack}", "Model"
            )
        Stack(App(), "Ranking")
        """,
    )
    lines = SourceLines([module])
    assert lines.line_of("Ranking/Model", kinds("App", "Stack", "Model")) == "others_calls.py:11"
    assert lines.line_of("Ranking/Model", kinds("App", "Stack", "Queue")) == "others_calls.py:6"


def test_names_that_a_function_imports_are_told_by_name(write: Write) -> None:
    module = write(
        "inside",
        """
        def main(stack):
            from constructs_of_others import Model, Queue
            import constructs_of_others as lib
            Model(stack, "Thing")
            lib.Queue(stack, "Thing")
        """,
    )
    lines = SourceLines([module])
    assert lines.line_of("Ranking/Thing", kinds("App", "Stack", "Model")) == "inside.py:5"
    assert lines.line_of("Ranking/Thing", kinds("App", "Stack", "Queue")) == "inside.py:6"


def test_a_name_means_what_the_function_around_makes_of_it(write: Write) -> None:
    module = write(
        "shadowed",
        """
        make = print
        def given(stack, make):
            make(stack, "Given")
        def imported(stack):
            from constructs_of_others import Model as make
            make(stack, "Imported")
        def kept(stack):
            make = stack.make
            make(stack, "Kept")
        def printed(stack):
            make(stack, "Printed")
        """,
    )
    lines, found = SourceLines([module]), kinds("App", "Stack", "Model")
    for id, line in (("Given", 4), ("Imported", 7), ("Kept", 10)):
        assert lines.line_of(f"Ranking/{id}", found) == f"shadowed.py:{line}"
    assert lines.line_of("Ranking/Printed", found) is None


def test_an_id_put_together_matches_where_no_text_does(write: Write) -> None:
    module = write(
        "patterns",
        """
        from constructs_of_others import *
        class Mine(Stack):
            def __init__(self, names, prefix):
                for name in names:
                    Model(self, f"{name}Model")
                    Queue(self, prefix + "Queue")
                    Queue(self, name)
                Model(self, "FirstModel")
                Model(self, "a/b")
        """,
    )
    lines, mine = SourceLines([module]), [others("App"), module.Mine]
    assert lines.line_of("Mine/FirstModel", [*mine, others("Model")]) == "patterns.py:9"
    assert lines.line_of("Mine/SecondModel", [*mine, others("Model")]) == "patterns.py:6"
    assert lines.line_of("Mine/DeadQueue", [*mine, others("Queue")]) == "patterns.py:7"
    assert lines.line_of("Mine/a--b", [*mine, others("Model")]) == "patterns.py:10"
    assert lines.line_of("Mine/Model", [*mine, others("Model")]) is None


def test_the_caller_of_a_function_that_gives_the_id_on_is_the_line(write: Write) -> None:
    module = write(
        "through",
        """
        from constructs_of_others import *
        class Mine(Stack):
            def __init__(self):
                self._model("First")
                self._model(id="Second")
                self._named(name="Third")
                self._kept(self, 4, "Fourth")
            def _model(self, id):
                return Model(self, id)
            def _named(self, *, name):
                return Model(self, name)
            @staticmethod
            def _kept(scope, size, name):
                return Model(scope, name)
        class Other(Stack):
            def __init__(self):
                self._model("First")
                self._model(*["Second"])
                self._also(self, *["Third"], "Fourth")
            def _model(self, id):
                return Model(self, id)
            def _also(self, scope, size, name):
                return Model(self, name)
        """,
    )
    lines = SourceLines([module])
    for kind, id, line in (
        (module.Mine, "First", 5),
        (module.Mine, "Second", 6),
        (module.Mine, "Third", 7),
        (module.Mine, "Fourth", 8),
        (module.Other, "First", 18),
    ):
        assert lines.line_of(f"S/{id}", [others("App"), kind, others("Model")]) == f"through.py:{line}"
    for id in ("Second", "Fourth"):
        assert lines.line_of(f"S/{id}", [others("App"), module.Other, others("Model")]) is None


def test_a_class_in_a_function_is_known_by_its_place(write: Write) -> None:
    module = write(
        "nested",
        """
        from constructs_of_others import *
        def make():
            class Mine(Stack):
                def __init__(self):
                    [Model(self, "Model") for _ in ()]
            return Mine
        class Mine(Stack):
            def __init__(self):
                def later():
                    Model(self, "Model")
        """,
    )
    lines = SourceLines([module])
    assert lines.line_of("S/Model", [others("App"), module.make(), others("Model")]) == "nested.py:6"
    assert lines.line_of("S/Model", [others("App"), module.Mine, others("Model")]) == "nested.py:11"


def test_a_file_that_cannot_be_read_makes_nothing(write: Write, tmp_path: Path) -> None:
    module = write("broken", "")
    for content in (b"def (:", b"\x00", b"\xff\xfe", b"(" * 5000):
        (tmp_path / "broken.py").write_bytes(content)
        assert SourceLines([module]).line_of("S/Model") is None
    (tmp_path / "broken.py").unlink()
    assert SourceLines([module]).line_of("S/Model") is None


def test_a_file_outside_the_folder_is_shown_from_there(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = write("outside", 'from constructs_of_others import *\nStack(App(), "Ranking")\n')
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert SourceLines([module]).line_of("Ranking") == "../outside.py:2"
    monkeypatch.chdir("/")
    assert SourceLines([module]).line_of("Ranking") == f"{tmp_path}/outside.py:2"[1:]


def test_the_users_modules_are_not_the_installed_ones_nor_ours(write: Write) -> None:
    module = write("mine", "")
    installed = [write(f"in_{folder[:4]}", "", folder) for folder in ("site-packages", "dist-packages")]
    found = user_modules()
    assert module in found
    assert not {*installed, pytest, textwrap, validator, sys, importlib.util} & set(found)
    assert isinstance(SourceLines(), SourceLines)
