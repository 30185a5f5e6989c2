"""The information governance lead's list of accesses: who looked, why, on what ground, and what was decided."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from hub.access import Asked
from hub.domain.vocabulary import Purpose
from hub.pages.house import Elsewhere, House, Reader

PAGE_SIZES = (25, 50, 100)
PageSize = Annotated[int, Query(ge=1, le=100)]


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/accesses")
    def accesses(request: Request, worker: str = "", cursor: str = "", size: PageSize = PAGE_SIZES[0]) -> Response:
        reader = house.reader(request)
        person = worker.strip() or None
        disclosed = house.services.access.audit_records(
            reader.viewer, _asked(reader), person=person, cursor=cursor or None, limit=size
        )
        values = {
            "records": disclosed.answer["records"],
            "worker": worker,
            "size": str(size),
            "size_items": [{"value": str(choice), "text": str(choice)} for choice in PAGE_SIZES],
            "next_address": _next(disclosed.answer["next_cursor"], worker, size),
        }
        return house.disclosing("accesses.html", reader, values, disclosed.audit_id)


def _asked(reader: Reader) -> Asked:
    """The reason given for the review; one given for a child is not a reason to read the log."""
    asked = reader.asked("/accesses/why")
    if asked.purpose != Purpose.AUDIT:
        raise Elsewhere("/accesses/why")
    return asked


def _next(cursor: object, worker: str, size: int) -> str | None:
    """The address of the next page, None where this is the last."""
    if not cursor:
        return None
    named = {"worker": worker, "size": str(size), "cursor": str(cursor)}
    return "?" + urlencode({name: value for name, value in named.items() if value})
