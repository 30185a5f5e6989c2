"""The chronology of one child: significant entries first, a picture of the whole, its filters in the address."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from hub.domain.vocabulary import Shown
from hub.pages.house import House
from hub.pages.involved import involved
from hub.pages.listing import by_year
from hub.pages.picture import picture
from hub.pages.present import count_words
from hub.pages.templating import govuk_items
from hub.pages.wanted import ALL, NEWEST, Wanted, theme_categories, wanted
from hub.pages.words import SHOWN, STATES

Json = Mapping[str, Any]


def add_to(router: APIRouter, house: House) -> None:
    categories = theme_categories(house.services.themes)

    @router.get("/children/{child_id}")
    def chronology(request: Request, child_id: UUID, wants: Annotated[Wanted, Depends(wanted)]) -> Response:
        reader = house.reader(request)
        asked = reader.asked(f"/children/{child_id}/why")
        disclosed = house.services.access.chronology(reader.viewer, asked, str(child_id), wants.filters(categories))
        values = {
            "child_id": child_id,
            "why": asked,
            "audit_id": disclosed.audit_id,
            "read_at": house.services.now().isoformat(),
            **_choices(house, disclosed.answer),
            **_told(disclosed.answer, wants),
            "picture": _picture(house, disclosed.answer, wants),
        }
        return house.disclosing("chronology.html", reader, values, disclosed.audit_id)


def _told(answer: Json, wants: Wanted) -> dict[str, object]:
    """The parts of the answer that the page lays out: marks first, then the entries, then how far feeds were read."""
    entries = [entry for entry in answer["entries"] if entry["shown"] != Shown.MARKED]
    following = answer["next_cursor"]
    return {
        "wanted": wants,
        "identity": answer["identity"],
        "notice": answer["notice"],
        "suspects": sum(1 for entry in entries if entry.get("suspect")),
        "instructions": answer["instructions"],
        "marks": [entry for entry in answer["entries"] if entry["shown"] == Shown.MARKED],
        "held": answer["overview"]["held"],
        "years": by_year(entries, with_gaps=wants.is_whole()),
        "count": count_words(len(entries), answer["matching"]),
        "involvement": involved(answer["overview"]["involvement"]),
        "steps": answer["overview"]["steps"],
        "coverage": answer["coverage"],
        "next_address": wants.address(cursor=following) if following else None,
        "is_newest_first": wants.order == NEWEST,
        "shows_all": wants.significance == ALL,
        "shown_words": SHOWN,
    }


def _choices(house: House, answer: Json) -> dict[str, object]:
    """The options of the filters; persons only as far as this answer names them."""
    themes = {str(theme["code"]): str(theme["title"]) for theme in house.services.themes}
    people = {person["id"]: person["name"] for person in answer["overview"]["people"]}
    return {
        "agency_items": govuk_items({feed["agency"]: feed["name"] for feed in answer["coverage"]}, "All agencies"),
        "theme_items": govuk_items(themes, "All themes"),
        "category_items": govuk_items(house.services.categories, "All kinds"),
        "person_items": govuk_items(people, "Anybody"),
        "state_items": govuk_items(STATES, "Any state"),
    }


def _picture(house: House, answer: Json, wants: Wanted) -> object:
    return picture(answer["overview"], answer["coverage"], house.today(), wants.first, wants.last)
