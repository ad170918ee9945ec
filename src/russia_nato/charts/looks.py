"""How the lines of a series look: in the colour of their side, or in one that means none."""

from __future__ import annotations

from itertools import cycle

from ..data import load_actors

# Colours mean sides here too: Moscow's orange, Ukraine's green and NATO's blues, which Allies share and markers tell apart.
FIXED = {
    "Russia": ("#D55E00", "s", "-"),
    "Soviet Union": ("#D55E00", "s", ":"),
    "United States": ("#0072B2", "o", "-"),
    "Ukraine": ("#007F5F", "^", "-"),
}
ALLIED = [
    ("#004B76", "D", "--"),
    ("#3A87B8", "X", "-."),
    ("#0072B2", "v", "-"),
    ("#6AAED6", "P", "--"),
    ("#1F5F8B", "<", ":"),
    ("#5B9BC4", ">", "-."),
]
# Answers, pollsters and sums that belong to no side.
NEUTRAL = [
    ("#404040", "o", "-"),
    ("#A8508A", "D", "-"),
    ("#8A5A00", "P", ":"),
    ("#7a7a7a", "v", "--"),
    ("#5B4A8A", "X", "-."),
    ("#B08A3C", "<", "-"),
    ("#9A6A86", "s", "--"),
    ("#1a1a1a", "^", ":"),
]


def looks_of(entities: list[str]) -> dict[str, tuple[str, str, str]]:
    """Return colour, marker and line of each entity: that of its side, or one that means none.

    Examples
    --------
    >>> looks_of(["Russia", "bad"])["bad"]
    ('#404040', 'o', '-')
    """
    actors = load_actors()
    allies = set(actors.loc[actors["side"].eq("nato") | actors["joined_nato"].notna(), "name"])
    blues, others, looks = cycle(ALLIED), cycle(NEUTRAL), {}
    for e in entities:
        allied = e in allies or ("Allies" in e.split(",")[0].split() and not e.startswith("Russia"))
        looks[e] = FIXED.get(e) or next(blues if allied else others)
    return looks
