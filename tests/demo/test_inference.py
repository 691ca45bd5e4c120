"""What the demo's model answers, through the four functions that a model server calls."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from demo.catalogue import CATALOGUE
from demo.train import TrainingReport

Ask = Callable[..., Any]
RUNNER = ["trail-running-shoes-guide", "hill-repeats-for-beginners", "how-to-run-downhill"]


def slugs(answer: Any) -> list[str]:
    return [ranked["content"] for ranked in answer["ranking"]]


def of_climbing(answer: Any) -> float:
    topics = {content.slug: content.topic for content in CATALOGUE}
    return sum(float(ranked["score"]) for ranked in answer["ranking"] if topics[ranked["content"]] == "climbing")


def test_a_ranking_names_content_and_the_model_that_ranked_it(ask: Ask, reports: Mapping[str, TrainingReport]) -> None:
    answer = ask("winter", RUNNER, count=3)
    assert answer.keys() == {"visitor", "ranking", "model"}
    assert answer["visitor"] == "v-123"
    assert len(answer["ranking"]) == 3
    titles = {content.slug: content.title for content in CATALOGUE}
    assert all(ranked["title"] == titles[ranked["content"]] for ranked in answer["ranking"])
    assert answer["model"] == {
        "season": "winter",
        "version": reports["winter"].version,
        "trainedOn": {"visitors": 1500, "rows": 6000, "seed": 7},
    }


def test_five_are_ranked_unless_told(ask: Ask) -> None:
    assert len(ask("autumn", RUNNER)["ranking"]) == 5


@pytest.mark.parametrize("views", [[], RUNNER])
def test_scores_are_probabilities_in_falling_order(ask: Ask, views: list[str]) -> None:
    scores = [ranked["score"] for ranked in ask("autumn", views, count=50)["ranking"]]
    assert scores == sorted(scores, reverse=True)
    assert 0.9 < sum(scores) <= 1
    assert min(scores) > 0


def test_what_was_viewed_is_not_ranked(ask: Ask) -> None:
    assert not set(RUNNER) & set(slugs(ask("autumn", RUNNER, count=50)))


def test_a_visitor_who_viewed_everything_gets_an_empty_ranking(ask: Ask) -> None:
    assert ask("autumn", [content.slug for content in CATALOGUE])["ranking"] == []


def test_a_view_long_ago_is_still_a_view(ask: Ask) -> None:
    """Its weight has vanished in the floating point."""
    assert "hiking-with-a-dog" not in slugs(ask("autumn", ["hiking-with-a-dog", *RUNNER * 1000], count=50))


def test_the_latest_view_weighs_most(ask: Ask) -> None:
    hiking, climbing = "hut-to-hut-in-five-days", "climbing-shoes-guide"
    assert of_climbing(ask("autumn", [hiking, climbing], count=50)) > of_climbing(
        ask("autumn", [climbing, hiking], count=50)
    )


def test_visitors_with_other_views_get_other_rankings(ask: Ask) -> None:
    assert not set(slugs(ask("autumn", RUNNER))) & set(slugs(ask("autumn", ["inflatable-kayaks-compared"])))


def test_nothing_known_of_a_visitor_falls_back_to_popularity(ask: Ask) -> None:
    newcomer = ask("winter", [])
    assert slugs(newcomer) != slugs(ask("winter", RUNNER))
    assert newcomer["ranking"] == ask("winter", ["a-page-that-was-deleted"])["ranking"]


def test_unknown_slugs_are_ignored(ask: Ask) -> None:
    assert ask("winter", ["gone", *RUNNER, "a-page-that-was-deleted"])["ranking"] == ask("winter", RUNNER)["ranking"]


def test_the_seasons_rank_differently_for_the_same_visitor(ask: Ask) -> None:
    autumn, winter = slugs(ask("autumn", RUNNER)), slugs(ask("winter", RUNNER))
    assert autumn[0] != winter[0]
    assert len(set(autumn) & set(winter)) <= 2
    assert "autumn-colours-on-foot" in autumn
    assert "ski-touring-for-beginners" in winter


def test_fields_that_the_model_does_not_need_are_let_pass(ask: Ask) -> None:
    """A request is also the detail of an event, and events grow fields."""
    assert ask("autumn", RUNNER, page="home")["ranking"] == ask("autumn", RUNNER)["ranking"]


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=utf-8", "", None])
@pytest.mark.parametrize("encode", [str, str.encode])
def test_json_is_read_as_text_and_as_bytes(
    served: SimpleNamespace, content_type: str | None, encode: Callable[[str], str | bytes]
) -> None:
    request = served.input_fn(encode('{"visitor": "Zoë", "recentPageViews": []}'), content_type)
    assert request == ("Zoë", (), 5)


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html, application/json;q=0.9", "", None])
def test_an_answer_is_json(served: SimpleNamespace, accept: str | None) -> None:
    assert served.output_fn({"visitor": "v-1"}, accept) == ('{"visitor": "v-1"}', "application/json")
