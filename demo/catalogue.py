"""The content of the demo's site: an outdoor magazine's articles, by topic."""

from collections.abc import Mapping
from dataclasses import dataclass

_TITLES: Mapping[str, tuple[str, ...]] = {
    "trail-running": (
        "Trail Running Shoes Guide",
        "Your First Trail Half Marathon",
        "Hill Repeats for Beginners",
        "How to Run Downhill",
        "Hydration Vests Compared",
        "Headlamps for Night Runs",
        "Running on Frozen Ground",
        "Twelve Weeks to an Ultra",
    ),
    "hiking": (
        "Day Hikes Under Three Hours",
        "How to Break In Hiking Boots",
        "Packing a Twenty Litre Daypack",
        "Reading a Topographic Map",
        "Trekking Poles Compared",
        "Hut to Hut in Five Days",
        "Autumn Colours on Foot",
        "Hiking with a Dog",
    ),
    "cycling": (
        "Gravel Bike Buying Guide",
        "Tubeless Tyres Explained",
        "Bikepacking Bags Compared",
        "Your First Hundred Kilometres",
        "Climbing Passes on Low Gears",
        "Mudguards for Wet Commutes",
        "Indoor Trainer Sessions",
    ),
    "climbing": (
        "Indoor Climbing for Beginners",
        "Climbing Shoes Guide",
        "Finger Strength Without a Gym",
        "How to Belay Safely",
        "From the Gym to the Crag",
        "Ice Tools Compared",
        "Via Ferrata Kit List",
    ),
    "camping": (
        "Two Person Tents Compared",
        "Sleeping Bag Ratings Explained",
        "One Pot Camp Dinners",
        "Leave No Trace in Practice",
        "Wild Camping Rules by Country",
        "Insulated Sleeping Mats Guide",
        "Camping in the Snow",
    ),
    "ski-touring": (
        "Ski Touring for Beginners",
        "Touring Bindings Compared",
        "Avalanche Transceivers Guide",
        "How to Read a Snowpack",
        "Waxing Skins and Skis",
        "Layering for the Ascent",
        "First Powder Weekends",
        "Split Boards Explained",
    ),
    "paddling": (
        "Inflatable Kayaks Compared",
        "Stand Up Paddling Basics",
        "Dry Bags Guide",
        "Rivers for a Slow Weekend",
        "Cold Water Safety",
        "How to Roll a Kayak",
        "Packrafting Explained",
    ),
    "recovery": (
        "Ten Minute Mobility Routine",
        "Eating Before a Long Day",
        "Sauna and Cold Baths",
        "Sleep and Training Load",
        "Foam Rolling Explained",
        "Strength Training at Home",
        "Coming Back from a Sprain",
        "Vitamin D in Dark Months",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Content:
    """One page that a visitor can read; the slug is its identity."""

    slug: str
    title: str
    topic: str


CATALOGUE: tuple[Content, ...] = tuple(
    Content(slug=title.lower().replace(" ", "-"), title=title, topic=topic)
    for topic, titles in _TITLES.items()
    for title in titles
)

TOPICS: Mapping[str, tuple[Content, ...]] = {
    topic: tuple(content for content in CATALOGUE if content.topic == topic) for topic in _TITLES
}
