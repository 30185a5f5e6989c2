"""The chronology of one child, with its filters in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from hub.access import Filters
from hub.domain.errors import Invalid
from hub.domain.vocabulary import Shown
from hub.pages.house import House
from hub.pages.present import count_words
from hub.pages.templating import govuk_items
from hub.pages.withhold_form import choices
from hub.pages.words import SHOWN

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters as they stand in the address; an empty one does not filter."""

    agency: str = ""
    category: str = ""
    first: str = ""
    last: str = ""
    significance: str = ""
    cursor: str = ""

    def filters(self) -> Filters:
        return Filters(
            first=_day(self.first),
            last=_day(self.last),
            agency=self.agency or None,
            category=self.category or None,
            significant_only=self.significance == "significant",
            cursor=self.cursor or None,
            limit=PAGE_SIZE,
        )

    def is_filtered(self) -> bool:
        return any((self.agency, self.category, self.first, self.last, self.significance))

    def page_address(self, cursor: str) -> str:
        """The address of another page of the same filtered chronology."""
        named = {
            "agency": self.agency,
            "category": self.category,
            "from": self.first,
            "to": self.last,
            "significance": self.significance,
            "cursor": cursor,
        }
        return "?" + urlencode({name: value for name, value in named.items() if value})


def wanted(
    agency: str = "",
    category: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
    significance: str = "",
    cursor: str = "",
) -> Wanted:
    return Wanted(agency, category, first, last, significance, cursor)


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/children/{child_id}")
    def chronology(request: Request, child_id: UUID, wants: Annotated[Wanted, Depends(wanted)]) -> Response:
        reader = house.reader(request)
        asked = reader.asked(f"/children/{child_id}/why")
        disclosed = house.services.access.chronology(reader.viewer, asked, str(child_id), wants.filters())
        values = {
            "child_id": child_id,
            "why": asked,
            "wanted": wants,
            "audit_id": disclosed.audit_id,
            "read_at": house.services.now().isoformat(),
            "may_withhold": bool(choices(reader.viewer)),
            "category_items": govuk_items(house.services.categories, "All kinds"),
            **_told(disclosed.answer, wants),
        }
        return house.disclosing("chronology.html", reader, values, disclosed.audit_id)


def _told(answer: Mapping[str, Any], wants: Wanted) -> dict[str, object]:
    """The parts of the answer that the page lays out: marks first, then the entries, then how far feeds were read."""
    entries = [entry for entry in answer["entries"] if entry["shown"] != Shown.MARKED]
    following = answer["next_cursor"]
    return {
        "identity": answer["identity"],
        "notice": answer["notice"],
        "instructions": answer["instructions"],
        "marks": [entry for entry in answer["entries"] if entry["shown"] == Shown.MARKED],
        "entries": entries,
        "count": count_words(len(entries), answer["matching"]),
        "coverage": answer["coverage"],
        "next_address": wants.page_address(following) if following else None,
        "shown_words": SHOWN,
        "agency_items": govuk_items({feed["agency"]: feed["name"] for feed in answer["coverage"]}, "All agencies"),
    }


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Invalid("The dates to filter by must be real dates, like 2026-03-27.") from None
