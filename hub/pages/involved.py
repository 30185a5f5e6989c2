"""Who works with the child: one line for each agency, and in it each way in which it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from hub.pages.present import day_words
from hub.pages.words import involvement_title

ON_A_DAY = frozenset({"referrer", "invited"})
"""What is done on a day and does not last."""


@dataclass(frozen=True, slots=True)
class Involved:
    """One agency, whom to ring there, and its part in words: `Enrolled since 3 September 2025`."""

    name: str
    contact: str
    parts: tuple[str, ...]


def involved(told: Sequence[Mapping[str, Any]]) -> list[Involved]:
    """Return involvement as access lists it, by agency."""
    ordered = sorted(told, key=lambda one: (one["agency_name"], one["agency"]))
    groups = (list(group) for _, group in groupby(ordered, key=lambda one: one["agency"]))
    return [Involved(group[0]["agency_name"], group[0]["contact"], _parts(group)) for group in groups]


def _parts(held: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    kinds = dict.fromkeys(one["kind"] for one in held)
    return tuple(_part(kind, [one for one in held if one["kind"] == kind]) for kind in kinds)


def _part(kind: str, held: Sequence[Mapping[str, Any]]) -> str:
    return f"{involvement_title(kind)} {', '.join(dict.fromkeys(_when(kind, one) for one in held))}"


def _when(kind: str, one: Mapping[str, Any]) -> str:
    since = day_words(one["since"])
    if one.get("until"):
        return f"from {since} to {day_words(one['until'])}"
    return since if kind in ON_A_DAY else f"since {since}"
