"""The concerns that one person raised, each with how far it has come and what they may be told of its outcome."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from hub.access import Asked, Disclosed
from hub.domain.errors import NotFound
from hub.domain.vocabulary import Purpose
from hub.pages.concerns.port import Progress, Raised
from hub.pages.house import House, Reader

WHY = Asked(purpose=Purpose.REFERRAL_DECISION, reason="What became of a concern that I raised", channel="page")
"""The referrer is told (Working Together 2013, 1.21): nobody is asked why they want to know."""

PROGRESS = {
    Progress.ON_ITS_WAY: ("blue", "Safe, being filed"),
    Progress.TAKEN: ("green", "Received"),
    Progress.WITH_A_PERSON: ("yellow", "Received, a person is looking at it"),
    Progress.CLOSED: ("red", "Closed, ring the duty line"),
}


def add_list_to(router: APIRouter, house: House) -> None:
    @router.get("/concerns")
    def raised(request: Request) -> Response:
        reader = house.reader(request)
        found = house.services.concerns.of(reader.viewer)
        return _page(house, reader, "concerns.html", found, {"concerns": found})

    @router.get("/concerns/{concern_id}")
    def one(request: Request, concern_id: str) -> Response:
        reader = house.reader(request)
        found = house.services.concerns.one(reader.viewer, concern_id)
        if found is None:
            raise NotFound("There is no such concern, or it was raised by somebody else.")
        return _page(house, reader, "concern_sent.html", [found], {"concern": found})


def _page(house: House, reader: Reader, template: str, found: Sequence[Raised], shown: dict[str, object]) -> Response:
    told = _outcomes(house, reader, found)
    values = {**shown, "progress": PROGRESS, "outcomes": told.answer["outcomes"] if told else {}}
    if told is None:
        return house.page(template, reader, values)
    return house.disclosing(template, reader, values, told.audit_id)


def _outcomes(house: House, reader: Reader, found: Sequence[Raised]) -> Disclosed | None:
    """What may be told of the outcomes, on record; None where nothing was raised, and so nothing is asked."""
    concerns = {one.id: one.origins for one in found}
    return house.services.access.feedback(reader.viewer, WHY, concerns) if concerns else None
