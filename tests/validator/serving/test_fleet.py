"""How many instances a variant has, as far as the templates tell."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.scaling import PROVISIONED_TARGET, target
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.fleet import Count, most_at_rest, most_instances

MANAGED = {"ManagedInstanceScaling": {"MinInstanceCount": 1, "MaxInstanceCount": 5}}
ELSEWHERE = {"ResourceId": "endpoint/elsewhere/variant/AllTraffic"}


def counts(*scaled: Resources, **variant: Any) -> tuple[Count | None, Count | None]:
    """At most, and at rest: of two instances, to begin with."""
    graph = Graph(Assembly(templates_of({"0.template.json": template(real_time(variant=variant), *scaled)})))
    (endpoint,) = graph.endpoints
    (variant_of_it,) = endpoint.variants
    return most_instances(graph, endpoint, variant_of_it), most_at_rest(graph, endpoint, variant_of_it)


@pytest.mark.parametrize(
    ("scaled", "variant", "most", "at_rest"),
    [
        ([], {}, 2, 2),
        ([], MANAGED, 5, 2),
        ([target(MinCapacity=3)], {}, 8, 3),
        ([target(MinCapacity=3)], MANAGED, 8, 3),
        ([target(**PROVISIONED_TARGET)], {}, 2, 2),
        ([target(ResourceId={"Fn::Sub": "endpoint/${Endpoint.EndpointName}/variant/Other"})], {}, 2, 2),
        ([target(MinCapacity=3, **ELSEWHERE)], {}, 8, 3),
        ([target(**ELSEWHERE), target("Other", MinCapacity=4, MaxCapacity=20, **ELSEWHERE)], {}, 20, 4),
        ([target(**{**PROVISIONED_TARGET, **ELSEWHERE})], {}, 2, 2),
    ],
)
def test_it_is_the_largest_of_what_may_be_about_the_variant(
    scaled: list[Resources], variant: dict[str, Any], most: int, at_rest: int
) -> None:
    assert [count and count.instances for count in counts(*scaled, **variant)] == [most, at_rest]


UNKNOWN = {"Ref": "Unset"}


@pytest.mark.parametrize(
    ("scaled", "variant"),
    [
        ([], {"InitialInstanceCount": UNKNOWN}),
        ([], {"InitialInstanceCount": None}),
        ([], {"ManagedInstanceScaling": UNKNOWN}),
        ([target(MinCapacity=UNKNOWN, MaxCapacity=UNKNOWN)], {}),
        ([target(MinCapacity=UNKNOWN, MaxCapacity=UNKNOWN, **ELSEWHERE), target("Other", **ELSEWHERE)], {}),
    ],
)
def test_one_bound_that_is_not_known_leaves_the_number_open(scaled: list[Resources], variant: dict[str, Any]) -> None:
    assert counts(*scaled, **variant) == (None, None)


def test_one_instance_is_said_as_one() -> None:
    for count, said in [(1, "1 instance"), (2, "2 instances")]:
        most, _ = counts(InitialInstanceCount=count)
        assert most is not None
        assert most.said == said
