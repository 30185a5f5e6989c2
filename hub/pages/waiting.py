"""Messages waiting: two lists, and a page for each message with what it says and whom it may mean."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response

from hub.access import Asked
from hub.pages.house import House, Reader
from hub.pages.templating import govuk_items

WHY = "/waiting/why"
ItemId = Annotated[str, Path(pattern=r"^[a-z]-[0-9a-f]{1,64}$")]
DONE = {
    "filed": "The message is filed",
    "accepted": "The message is accepted",
    "judged": "The message has been judged again",
    "duplicate": "The message was filed already",
    "closed": "The message is closed",
    "genuine": "The entry counts again",
    "forged": "The entry is withdrawn",
}


def add_to(router: APIRouter, house: House) -> None:
    _lists(router, house)

    @router.get("/waiting/done/{state}")
    def done(request: Request, state: str) -> Response:
        reader = house.reader(request)
        title = DONE.get(state, "The message still waits")
        return house.page("waiting_done.html", reader, {"title": title, "state": state})

    @router.get("/waiting/identity/{item_id}")
    def review(request: Request, item_id: ItemId) -> Response:
        return review_page(house, house.reader(request), item_id, {}, [])

    @router.get("/waiting/quarantine/{item_id}")
    def quarantined(request: Request, item_id: ItemId) -> Response:
        return quarantined_page(house, house.reader(request), item_id, {}, [])


def asked_of(reader: Reader) -> Asked:
    """Why the reader is at work on the lists; they are asked first where they have not said."""
    return reader.asked(WHY)


def review_page(
    house: House, reader: Reader, item_id: str, form: Mapping[str, str], faults: list[Any], status: int = 200
) -> Response:
    """The page on which a person says which child is meant, with what they filled in and what is wrong with it."""
    answer = house.services.access.worklist.review(reader.viewer, asked_of(reader), item_id)
    values = {"item": answer.answer, "form": form, "faults": faults}
    return house.disclosing("waiting_identity.html", reader, values, answer.audit_id, status)


def quarantined_page(
    house: House, reader: Reader, item_id: str, form: Mapping[str, str], faults: list[Any], status: int = 200
) -> Response:
    """The page of a message that could not be accepted."""
    answer = house.services.access.worklist.quarantined(reader.viewer, asked_of(reader), item_id)
    values = {"item": answer.answer, "form": form, "faults": faults}
    return house.disclosing("waiting_quarantine.html", reader, values, answer.audit_id, status)


def _lists(router: APIRouter, house: House) -> None:
    @router.get("/waiting")
    def waiting(request: Request, agency: Annotated[str, Query(pattern=r"^[a-z0-9-]{0,64}$")] = "") -> Response:
        reader = house.reader(request)
        worklist, asked = house.services.access.worklist, asked_of(reader)
        reviews = worklist.reviews(reader.viewer, asked, agency or None)
        quarantine = worklist.quarantine(reader.viewer, asked, agency or None)
        values = {
            "reviews": reviews.answer["reviews"],
            "messages": quarantine.answer["messages"],
            "agency": agency,
            "agency_items": govuk_items(house.directory.names(), "All agencies"),
            "here": "/waiting?" + urlencode({"agency": agency}) if agency else "/waiting",
        }
        return house.disclosing("waiting.html", reader, values, reviews.audit_id)
