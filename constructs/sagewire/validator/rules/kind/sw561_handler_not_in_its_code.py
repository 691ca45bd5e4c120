"""CloudFormation puts code that stands in a template into a file named index. A handler of another file, or a Python
function that the code does not define, is not found: each call of the function ends with Runtime.ImportModuleError or
Runtime.HandlerNotFound. Says nothing where a layer or a file system may hold the file, or a pipeline or code of the
stack's own brings other code.
"""

import ast
import re
import warnings
from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.elsewhere import worked_on
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.serving.runtimes import python_minor
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_FILE = "index"
_HANDLER = re.compile(r"([\w-]+)\.(\w+)")
_CODE_LINE = re.compile(r"^\s*(?!#|//)\S", re.MULTILINE)
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign)
# By these code may give names to what nobody reads in it.
_HIDDEN = frozenset({"__dict__", "__getattr__", "eval", "exec", "globals", "locals", "modules", "setattr", "vars"})


def _check(graph: Graph) -> Iterator[Fault]:
    for made in graph.view(Inference).functions:
        handler = _HANDLER.fullmatch(made["Handler"].text or "")
        if handler is None or not _is_all_its_code(made) or made.resource in graph.view(_handed_to_others):
            continue
        file, name = handler.groups()
        if file != _FILE:
            yield fault(made["Handler"], why=f"is put into a file named {_FILE}")
        elif _defines_another(made, name):
            yield fault(made["Handler"], why=f"defines no {name}")


def _handed_to_others(graph: Graph) -> frozenset[Resource]:
    """What those are told of who may bring other code."""
    told = (pipeline.properties.mentions for pipeline in graph.of_type("AWS::CodePipeline::Pipeline"))
    return frozenset().union(graph.view(worked_on), *told)


def _is_all_its_code(made: Function) -> bool:
    """Whether its code certainly stands in the template, and nowhere else."""
    elsewhere = not (made["Layers"].absent and made["FileSystemConfigs"].absent)
    return not elsewhere and not _is_still_to_come(made, made["Code"]["ZipFile"].pattern or "")


def _is_still_to_come(made: Function, source: str) -> bool:
    """Whether it only keeps the place of code that a pipeline brings: comments, or Python that defines nothing."""
    code = _parsed(source) if python_minor(made) is not None else None
    if code is not None:
        return not any(isinstance(node, _DEFINES) for node in ast.walk(code))
    return not _CODE_LINE.search(source)


def _defines_another(made: Function, name: str) -> bool:
    """Whether code in Python gives certainly nothing this name; what cannot be read may do so."""
    code = _parsed(made["Code"]["ZipFile"].pattern or "") if python_minor(made) is not None else None
    if code is None:
        return False
    names = {named for node in ast.walk(code) for named in _names(node)}
    return name not in names and not names & {"*", *_HIDDEN}


def _parsed(source: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _names(node: ast.AST) -> Iterator[str]:
    """The names in a node, whatever they are there for, but for those that a text holds or that stand for a value."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name) if isinstance(node.ctx, ast.Store) or name in _HIDDEN:
            yield name
        case ast.Attribute(attr=name) if name in _HIDDEN:
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name.partition(".")[0]
            yield name


_SOURCE = "def handler(event, context):\n    return event\n"

RULE = Rule(
    id="SW561",
    title="handler that is not in the code of its function",
    severity=Severity.WARNING,
    why=__doc__,
    message="the handler of {resource} is {found}, but its code stands in the template, and {why}",
    fix=f"Set Handler to {_FILE}. and the name of a function that the code in the template defines.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html",
    check=_check,
    wrong=lambda: template(serverless(), function(Code={"ZipFile": _SOURCE}, Handler="app.handler")),
    right=lambda: template(serverless(), function(Code={"ZipFile": _SOURCE})),
)
