"""How many inferences at once a queue may ask for, so that its endpoint can keep up."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import Annotations
from constructs import Construct

from sagewire.arguments import check_count, check_range
from sagewire.endpoints.asynchronous import AsyncEndpoint
from sagewire.endpoints.inference_component import InferenceComponent
from sagewire.endpoints.serverless import ServerlessEndpoint
from sagewire.endpoints.variants import ProductionVariant
from sagewire.invokers.target import Selection
from sagewire.limits import LAMBDA_THREADS, SQS_CONCURRENCY
from sagewire.pseudo import is_token

# Of one instance, or copy, of which nothing is stated: as many functions as a queue invokes at the least.
_ASSUMED = SQS_CONCURRENCY.minimum or 2
# Each inference holds its request and its response in the function's memory.
_MOST_IN_ONE_FUNCTION = 10
# Each has a thread, a connection to the endpoint and one for its result.
_MOST_GIVEN = LAMBDA_THREADS.value // 2


@dataclass(frozen=True, kw_only=True)
class Concurrency:
    """Inferences at once.

    in_function: of the records of one batch.
    functions: how many functions the queue invokes at once; None leaves it to Lambda.
    capacity: how many the endpoint can take; None stands for any number.
    derived: whether the number of functions follows from that.
    """

    in_function: int
    functions: float | None
    capacity: int | None
    derived: bool

    @staticmethod
    def of(selection: Selection, *, in_function: int | None, functions: float | None) -> "Concurrency":
        """What is given, and what follows for the rest from what the endpoint can take.

        A serverless endpoint takes its max_concurrency. Instances take what their scaling states as concurrent_requests
        each, copies of a component concurrent_requests_per_copy, up to the largest number that scaling allows; 2 where
        nothing is stated. An asynchronous endpoint only queues what it is sent, which is not bounded.
        """
        capacity = _capacity(selection)
        if capacity is None:
            at_once = in_function or _MOST_IN_ONE_FUNCTION
            return Concurrency(in_function=at_once, functions=functions, capacity=None, derived=False)
        least = SQS_CONCURRENCY.minimum or 2
        share = capacity // int(_known(functions) or least)
        at_once = in_function or max(1, min(share, _MOST_IN_ONE_FUNCTION))
        fitting = max(least, min(capacity // at_once, SQS_CONCURRENCY.value))
        derived = functions is None
        return Concurrency(
            in_function=at_once, functions=fitting if derived else functions, capacity=capacity, derived=derived
        )

    @property
    def inferences(self) -> int:
        """How many the queue asks for at once, as far as that is known."""
        return self.in_function * int(_known(self.functions) or 0)


def check_concurrency(*, in_function: int | None, functions: float | None) -> None:
    """Raise ValueError for more inferences, or functions, than there can be, or for no number of them."""
    at_once = 1 if in_function is None else in_function
    check_count("concurrency", at_once, 1)
    if at_once > _MOST_GIVEN:
        raise ValueError(
            f"concurrency is {at_once}; allowed are 1 to {_MOST_GIVEN}, each with a thread and two connections, and a"
            f" function has {LAMBDA_THREADS.value} of both ({LAMBDA_THREADS.source}): give a max_concurrency of more"
            " functions instead"
        )
    check_range("max_concurrency", functions, SQS_CONCURRENCY)


def warn_of_sum(scope: Construct, queues: Sequence[Concurrency]) -> None:
    """Warn of several queues that together ask for more than the endpoint takes, unless the app chose that itself."""
    capacity = queues[-1].capacity
    total = sum(queue.inferences for queue in queues)
    alone = len(queues) == 1
    if alone or capacity is None or total <= capacity or not any(queue.derived for queue in queues):
        return
    Annotations.of(scope).add_warning_v2(
        "sagewire:QueueConcurrency",
        f"{len(queues)} queues of {scope.node.path} ask for up to {total} inferences at once, and the endpoint takes"
        f" {capacity}, as far as is stated: what follows from that holds for each queue alone. Give each on_queue a"
        " max_concurrency, its share of that, or let the senders share one queue",
    )


def _capacity(selection: Selection) -> int | None:
    endpoint = selection.endpoint
    if isinstance(endpoint, AsyncEndpoint):
        return None
    if isinstance(endpoint, ServerlessEndpoint):
        return int(_known(endpoint.max_concurrency) or _ASSUMED)
    component = selection.target.inference_component if selection.target else None
    if isinstance(component, InferenceComponent):
        return _of_component(component)
    return _of_variants(selection.variants)


def _of_variants(variants: Sequence[ProductionVariant]) -> int:
    return sum(_of_variant(variant) for variant in variants) or _ASSUMED


def _of_variant(variant: ProductionVariant) -> int:
    scaling = variant.scaling
    instances = scaling.max_capacity if scaling else variant.initial_instance_count
    return _product(instances, scaling.concurrent_requests if scaling else None)


def _of_component(component: InferenceComponent) -> int:
    scaling = component.scaling
    copies = scaling.max_capacity if scaling else component.copy_count
    return _product(copies, scaling.concurrent_requests_per_copy if scaling else None)


def _product(count: float, each: float | None) -> int:
    return max(1, int((_known(count) or 1) * (_known(each) or _ASSUMED)))


def _known(value: float | None) -> float | None:
    return None if value is None or is_token(value) else value
