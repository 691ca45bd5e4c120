"""The behaviour that the demo's model learns from."""

from collections import Counter

import pytest

from demo.browsing import Visitor, browse
from demo.catalogue import CATALOGUE, TOPICS
from demo.seasons import SEASONS

TOPIC_OF = {content.slug: content.topic for content in CATALOGUE}


def clicked_topics(visitors: tuple[Visitor, ...]) -> Counter[str]:
    return Counter(TOPIC_OF[session.click] for visitor in visitors for session in visitor.sessions)


def test_the_catalogue_has_sixty_pages_in_eight_topics_each_with_its_own_slug() -> None:
    assert len(TOPICS) == 8
    assert len(TOPIC_OF) == len(CATALOGUE) == 60
    assert TOPIC_OF["trail-running-shoes-guide"] == "trail-running"


@pytest.mark.parametrize("season", SEASONS)
def test_a_season_speaks_of_every_topic_and_of_nothing_else(season: str) -> None:
    assert SEASONS[season].draw.keys() == SEASONS[season].wanders_to.keys() == TOPICS.keys()
    assert set(SEASONS[season].wanders_to.values()) <= TOPICS.keys()
    assert SEASONS[season].timely <= TOPIC_OF.keys()


def test_equal_arguments_give_equal_behaviour_and_another_seed_gives_another() -> None:
    first, second = (browse(season="winter", visitors=20, seed=3) for _ in range(2))
    assert first == second
    assert first != browse(season="winter", visitors=20, seed=4)


def test_a_session_is_pages_of_the_catalogue_none_of_them_twice() -> None:
    for visitor in browse(season="autumn", visitors=50, seed=1):
        for session in visitor.sessions:
            pages = (*session.views, session.click)
            assert len(set(pages)) == len(pages) >= 3
            assert TOPIC_OF.keys() >= set(pages)


def test_a_season_changes_what_visitors_click() -> None:
    autumn, winter = (clicked_topics(browse(season=season, visitors=300, seed=7)) for season in ("autumn", "winter"))
    assert winter["ski-touring"] > 2 * autumn["ski-touring"]
    assert autumn["hiking"] > 2 * winter["hiking"]


def test_a_visitor_has_a_topic_of_their_own() -> None:
    visitors = browse(season="autumn", visitors=300, seed=7)
    everyone = clicked_topics(visitors)
    of_all = everyone.most_common(1)[0][1] / everyone.total()
    own = sum(clicked_topics((visitor,)).most_common(1)[0][1] for visitor in visitors) / everyone.total()
    assert own > 1.5 * of_all


def test_interest_drifts_to_where_the_season_leads() -> None:
    """Of the readers who start with their favourite, fewer are still with it in their last session."""
    stays = Counter(
        position
        for visitor in browse(season="winter", visitors=2000, seed=7)
        for position, session in enumerate(visitor.sessions)
        if TOPIC_OF[session.views[0]] == TOPIC_OF[visitor.sessions[0].views[0]]
    )
    assert stays[4] < stays[1]


def test_an_unknown_season_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^unknown season 'spring': use one of autumn, winter$"):
        browse(season="spring", visitors=10, seed=1)
