"""The Allies as tiles, a square a state, with the year of entry in it: no border is drawn, no state weighs more than another."""

from __future__ import annotations

from ..tile_map import DISPUTED, MOSCOW, PROMISE, TILES, Tiles
from .sheet import NARROW, SMALL, WIDE, Box, Sheet, Words

FIRST = 1989  # Allies before the Wall fell are filled, those after it tinted
PROMISED = 2008  # at Bucharest
KEY = {
    "before": ("filled nato", "Allies before {first}"),
    "after": ("tinted nato", "more since, with the year"),
    PROMISE: ("heavy between", "promised membership in 2008"),
    MOSCOW: ("filled russia", "Russia and Belarus"),
    DISPUTED: ("dotted quiet", "Kosovo: status disputed"),
    "other": ("tile rule", "not a member"),
}


def standing(plan: Tiles, tile: str) -> str:
    """Return the class of a tile: an Ally of before or after the Wall, or where a state stands outside."""
    if tile in plan.rounds:
        return "before" if plan.rounds[tile] < FIRST else "after"
    return plan.standing[tile] if plan.standing[tile] in KEY else "other"


def title(plan: Tiles) -> str:
    """Say how many Allies there were before the Wall fell, and how many by the day of the map."""
    before = sum(r < FIRST for r in plan.rounds.values())
    return f"{before} Allies became {len(plan.rounds)} {plan.when.replace('at the end of', 'by the end of').replace('on ', 'by ')}"


def place(plan: Tiles, is_wide: bool, rows: dict[str, int] | None = None) -> Sheet:
    """Place the tiles, wide with the key beside them, narrow with the key below; ``rows`` are the numbers of the Allies in a list."""
    pitch, left = (46, WIDE - 10 * 46) if is_wide else (32.8, 0)
    side = pitch - (5 if is_wide else 3)
    items: list[Box | Words] = []
    for tile, (column, row) in TILES.items():
        kind = standing(plan, tile)
        x, y = left + column * pitch + 1, row * pitch + 1
        items.append(
            Box(x, y, side, side, KEY[kind][0], (rows or {}).get(tile, -1), PROMISED if kind == PROMISE else 0)
        )
        ink = "on" if KEY[kind][0].startswith("filled") else ""
        middle, ally = x + side / 2, tile in plan.rounds
        code = "Kos.*" if tile == "Kosovo" else tile
        items.append(Words(middle, y + side / 2 + (-1 if ally else 4), code, ink, SMALL, bold=is_wide, anchor="middle"))
        if ally:
            year = str(plan.rounds[tile])
            items.append(
                Words(middle, y + side / 2 + 12, year if is_wide else f"’{year[2:]}", ink, SMALL, anchor="middle")
            )
    low = 9 * pitch
    kinds = [k for k in KEY if any(standing(plan, t) == k for t in TILES)]
    for n, kind in enumerate(kinds):
        look, words = KEY[kind]
        count = sum(standing(plan, t) == kind for t in TILES)
        text = words.format(first=FIRST)
        text = f"{count} {text}" if kind in ("before", "after") else text
        x, y = (1, low - 20 * (len(kinds) - n)) if is_wide else (1, low + 6 + 20 * n)
        items += [Box(x, y, 12, 12, look), Words(x + 20, y + 10.5, text)]
    return Sheet(WIDE if is_wide else NARROW, low + 2 if is_wide else low + 8 + 20 * len(kinds), tuple(items))
