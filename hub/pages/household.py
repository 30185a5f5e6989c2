"""A child's household: brothers and sisters as far as the reader may know, and all their entries as one list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from hub.domain.vocabulary import Shown
from hub.pages.house import House
from hub.pages.present import count_words, name_words
from hub.pages.wanted import ALL, NEWEST, Wanted, theme_categories, wanted
from hub.pages.words import LINKS, plain

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as a row: the entry to show of it, and each child on whose record it stands, with that entry."""

    entry: Json
    of: tuple[tuple[str, Json], ...]


def add_to(router: APIRouter, house: House) -> None:
    categories = theme_categories(house.services.themes)

    @router.get("/children/{child_id}/household")
    def household(request: Request, child_id: UUID, wants: Annotated[Wanted, Depends(wanted)]) -> Response:
        reader = house.reader(request)
        asked = reader.asked(f"/children/{child_id}/why")
        filters = replace(wants.filters(categories), overview=False, person=None)
        disclosed = house.services.access.household(reader.viewer, asked, str(child_id), filters)
        values = {
            "child_id": child_id,
            "why": asked,
            "audit_id": disclosed.audit_id,
            "read_at": house.services.now().isoformat(),
            **_laid_out(disclosed.answer, wants),
        }
        return house.disclosing("household.html", reader, values, disclosed.audit_id)


def _laid_out(answer: Json, wants: Wanted) -> dict[str, object]:
    entries = [entry for entry in answer["entries"] if entry["shown"] != Shown.MARKED]
    following = answer["next_cursor"]
    return {
        "wanted": wants,
        "identity": answer["children"][0]["identity"],
        "members": answer["children"],
        "siblings": [(child, links(child["linked"])) for child in answer["children"][1:]],
        "marks": [entry for entry in answer["entries"] if entry["shown"] == Shown.MARKED],
        "happenings": happenings(entries, answer["children"]),
        "count": count_words(len(entries), answer["matching"]),
        "shown": len(entries),
        "notice": answer["notice"],
        "instructions": answer["instructions"],
        "coverage": answer["coverage"],
        "next_address": wants.address(cursor=following) if following else None,
        "shows_all": wants.significance == ALL,
        "is_newest_first": wants.order == NEWEST,
    }


def links(linked: Sequence[Json]) -> list[str]:
    """How a child is linked, in words: `Recorded at the same address`, `Same mother in one agency’s records`."""
    return list(dict.fromkeys(_link(one) for one in linked))


def _link(one: Json) -> str:
    if one["by"] == "address":
        return "Recorded at the same address"
    here, there = (LINKS.get(one[side], plain(one[side]).lower()) for side in ("relation", "relation_there"))
    if here == there:
        return f"Same {here} in one agency’s records"
    return f"One person is this child’s {here} and the other’s {there} in one agency’s records"


def happenings(entries: Sequence[Json], members: Sequence[Json]) -> list[Happening]:
    """Return entries in their order, those that follow one another from one event as one row."""
    names = {
        child["child_id"]: str(child["identity"].get("given_names") or name_words(child["identity"]))
        for child in members
    }
    together = (list(group) for _, group in groupby(entries, key=lambda entry: entry["event"]))
    order = list(names)
    ranked = (sorted(group, key=lambda entry: order.index(entry["child_id"])) for group in together)
    return [Happening(group[0], tuple((names[one["child_id"]], one) for one in group)) for group in ranked]
