"""The roles that inference runs as: those that SageMaker takes, and those of the functions that ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.role import Role
from sagewire.validator.graph.statement import Statement
from sagewire.validator.inference import Inference
from sagewire.validator.value import Value

_SAGEMAKER = "sagemaker."
# Services that take a role to build, and to deploy, what is there.
_DEPLOYING = ("codepipeline.", "codebuild.", "cloudformation.", _SAGEMAKER)
_DEPLOYED = ("AWS::SageMaker::ModelPackageGroup", "AWS::SageMaker::Pipeline")


class InferenceRoles:
    """The roles of the templates that have to do with inference."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @cached_property
    def serving(self) -> Sequence[Role]:
        """The roles that SageMaker takes: models and configurations name them, or they trust it."""
        return list(dict.fromkeys([*self.named, *filter(trusts_sagemaker, self._graph.roles)]))

    @cached_property
    def named(self) -> Sequence[Role]:
        """The roles that models and configurations name: others that SageMaker takes may be of notebooks."""
        named = [resource["ExecutionRoleArn"] for resource in self._served]
        roles = [role for value in named if (role := self._graph.role_behind(value)) is not None]
        return list(dict.fromkeys(roles))

    @cached_property
    def invoking(self) -> Sequence[Role]:
        """The roles of the functions that ask endpoints."""
        named = [function.role for function in self._graph.functions if function.own or function.asks]
        return list(dict.fromkeys(role for role in named if role is not None))

    @cached_property
    def asking(self) -> Sequence[Role]:
        """The roles of the functions that are part of inference."""
        functions = self._graph.view(Inference).functions
        named = {function.role for function in functions}
        return [role for role in self._graph.roles if role in named]

    @cached_property
    def running(self) -> Mapping[Role, Sequence[Function]]:
        """The functions that are part of inference, by the roles that they certainly run as."""
        found: defaultdict[Role, list[Function]] = defaultdict(list)
        for function in self._graph.view(Inference).functions:
            if function.certain_role is not None:
                found[function.certain_role].append(function)
        return found

    @property
    def all(self) -> Sequence[Role]:
        """All of them."""
        return list(dict.fromkeys([*self.serving, *self.asking]))

    @cached_property
    def deploying(self) -> Sequence[Role]:
        """The other roles that may change something in SageMaker, or that such services take, beside what is served."""
        graph = self._graph
        if not (graph.endpoints or graph.configs or graph.models or graph.of_type(*_DEPLOYED)):
            return ()
        known = frozenset(self.all)
        return [role for role in graph.roles if role not in known and _deploys(role)]

    @property
    def _served(self) -> Iterator[Value]:
        yield from (model.resource.properties for model in self._graph.models)
        yield from (config.resource.properties for config in self._graph.configs)


def trusts_sagemaker(role: Role) -> bool:
    """Whether SageMaker may take a role."""
    return any(map(lets_sagemaker_in, role.trust))


def lets_sagemaker_in(statement: Statement) -> bool:
    """Whether a statement of a role's trust lets SageMaker take it."""
    return _lets_in(statement, _SAGEMAKER)


def _lets_in(statement: Statement, *services: str) -> bool:
    named = statement.value["Principal"]["Service"].listed
    return statement.allows and any((service.pattern or "").startswith(services) for service in named)


def _deploys(role: Role) -> bool:
    taken = any(_lets_in(statement, *_DEPLOYING) for statement in role.trust)
    return taken or any(
        (action.text or "").lower().startswith("sagemaker:")
        for statement in role.statements
        if statement.allows
        for action in statement.actions
    )


def allowed(roles: Iterable[Role]) -> Iterator[tuple[Role, Statement]]:
    """What the roles are allowed: each statement once, though several roles share its policy."""
    seen: set[tuple[int, tuple[str | int, ...]]] = set()
    for role in roles:
        for statement in role.statements:
            place = (id(statement.value.owner), statement.value.path)
            if statement.allows and place not in seen:
                seen.add(place)
                yield role, statement
