"""The information governance lead's list of accesses: who looked, why, on what ground, and what was decided."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from hub.access import Asked
from hub.domain.vocabulary import Purpose
from hub.pages.house import Elsewhere, House, Reader
from hub.pages.looked import MANY_CHILDREN, Looked, looked
from hub.pages.templating import govuk_items
from hub.pages.words import PURPOSES

PAGE_SIZES = (100, 250, 500)
PageSize = Annotated[int, Query(ge=1, le=500)]
FLAGGED = "flagged"
SHOW = {"": "All, what stands out first", FLAGGED: "Only what stands out"}


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/accesses")
    def accesses(
        request: Request,
        worker: str = "",
        purpose: str = "",
        show: str = "",
        cursor: str = "",
        size: PageSize = PAGE_SIZES[1],
    ) -> Response:
        reader = house.reader(request)
        disclosed = house.services.access.audit_records(
            reader.viewer, _asked(reader), person=worker.strip() or None, cursor=cursor or None, limit=size
        )
        told: Any = disclosed.answer
        rows = looked(told["records"], purpose)
        named = {"worker": worker, "purpose": purpose, "show": show, "size": str(size)}
        values = {
            **named,
            "many_children": MANY_CHILDREN,
            "records": told["records"],
            "groups": _groups(rows, show),
            "size_items": [{"value": str(choice), "text": str(choice)} for choice in PAGE_SIZES],
            "show_items": [{"value": name, "text": title} for name, title in SHOW.items()],
            "purpose_items": govuk_items(PURPOSES, "Any purpose"),
            "next_address": _next(told["next_cursor"], named),
        }
        return house.disclosing("accesses.html", reader, values, disclosed.audit_id)


def _groups(rows: Sequence[Looked], show: str) -> dict[str, list[Looked]]:
    flagged = [row for row in rows if row.flags]
    routine = [] if show == FLAGGED else [row for row in rows if not row.flags]
    return {"To look at first": flagged, "Everything else": routine}


def _asked(reader: Reader) -> Asked:
    """The reason given for the review; one given for a child is not a reason to read the log."""
    asked = reader.asked("/accesses/why")
    if asked.purpose != Purpose.AUDIT:
        raise Elsewhere("/accesses/why")
    return asked


def _next(cursor: object, named: Mapping[str, str]) -> str | None:
    """The address of the next page, None where this is the last."""
    if not cursor:
        return None
    return "?" + urlencode({name: value for name, value in {**named, "cursor": str(cursor)}.items() if value})
