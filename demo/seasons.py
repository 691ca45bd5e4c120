"""What each season changes in visitors' interests: the reason why the demo's model is trained anew."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Season:
    """Where a season pulls visitors.

    Attributes:
        draw: how strongly each topic attracts visitors, relative to the other topics.
        wanders_to: the topic that readers of each topic go on to.
        timely: slugs of the content that is read far more than usual.
    """

    draw: Mapping[str, float]
    wanders_to: Mapping[str, str]
    timely: frozenset[str]


SEASONS: Mapping[str, Season] = {
    "autumn": Season(
        draw={
            "trail-running": 5,
            "hiking": 6,
            "cycling": 4,
            "climbing": 2,
            "camping": 3,
            "ski-touring": 1,
            "paddling": 2,
            "recovery": 2,
        },
        wanders_to={
            "trail-running": "hiking",
            "hiking": "camping",
            "cycling": "trail-running",
            "climbing": "hiking",
            "camping": "paddling",
            "ski-touring": "climbing",
            "paddling": "camping",
            "recovery": "trail-running",
        },
        timely=frozenset(
            {
                "headlamps-for-night-runs",
                "autumn-colours-on-foot",
                "mudguards-for-wet-commutes",
                "from-the-gym-to-the-crag",
                "one-pot-camp-dinners",
            }
        ),
    ),
    "winter": Season(
        draw={
            "trail-running": 3,
            "hiking": 2,
            "cycling": 2,
            "climbing": 4,
            "camping": 2,
            "ski-touring": 6,
            "paddling": 1,
            "recovery": 4,
        },
        wanders_to={
            "trail-running": "ski-touring",
            "hiking": "ski-touring",
            "cycling": "recovery",
            "climbing": "recovery",
            "camping": "hiking",
            "ski-touring": "climbing",
            "paddling": "camping",
            "recovery": "cycling",
        },
        timely=frozenset(
            {
                "running-on-frozen-ground",
                "indoor-trainer-sessions",
                "ice-tools-compared",
                "camping-in-the-snow",
                "cold-water-safety",
                "vitamin-d-in-dark-months",
            }
        ),
    ),
}
