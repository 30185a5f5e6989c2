"""What a person sends about a message that waits: which child is meant, or what becomes of what was not accepted."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from hub.access import Choice, Disclosed
from hub.identity.find import SearchQuery
from hub.pages.forms import LONGEST_REASON, SHORTEST_REASON, Wrong
from hub.pages.house import House, Reader
from hub.pages.submitted import Form, submitted
from hub.pages.waiting import ItemId, asked_of, quarantined_page, review_page

NO_CHILD = "No child you can see has this number. Check it, or find the child first"
NEW, OTHER = "new", "other"
ACTS = ("retry", "file", "close")
Faults = list[Wrong]


def add_to(router: APIRouter, house: House) -> None:
    @router.post("/waiting/identity/{item_id}")
    def decide(request: Request, item_id: ItemId, form: Annotated[Form, Depends(submitted)]) -> Response:
        return _decided(house, house.reader(request), item_id, form)

    @router.post("/waiting/quarantine/{item_id}")
    def work(request: Request, item_id: ItemId, form: Annotated[Form, Depends(submitted)]) -> Response:
        return _worked(house, house.reader(request), item_id, form)


def _decided(house: House, reader: Reader, item_id: str, form: Form) -> Response:
    faults: Faults = []
    choices = _choices(house, reader, form, faults)
    reason = _reason(form, faults)
    if faults:
        return review_page(house, reader, item_id, form, faults, 400)
    worklist = house.services.access.worklist
    return _done(worklist.decide(reader.viewer, asked_of(reader), item_id, choices, reason))


def _worked(house: House, reader: Reader, item_id: str, form: Form) -> Response:
    faults: Faults = []
    act = form.get("act", "")
    if act not in ACTS:
        faults.append(Wrong("act", "Select what becomes of this message"))
    choices = _choices(house, reader, form, faults) if act == "file" else []
    reason = _reason(form, faults)
    if faults:
        return quarantined_page(house, reader, item_id, form, faults, 400)
    return _done(_acted(house, reader, item_id, act, choices, reason))


def _acted(house: House, reader: Reader, item_id: str, act: str, choices: Sequence[Choice], reason: str) -> Disclosed:
    worklist, asked = house.services.access.worklist, asked_of(reader)
    match act:
        case "retry":
            return worklist.retry(reader.viewer, asked, item_id, reason)
        case "file":
            return worklist.file(reader.viewer, asked, item_id, choices, reason)
        case _:
            return worklist.close(reader.viewer, asked, item_id, reason)


def _done(answer: Disclosed) -> Response:
    response = RedirectResponse(f"/waiting/done/{answer.answer['state']}", 303)
    response.headers["Hub-Audit"] = answer.audit_id
    return response


def _choices(house: House, reader: Reader, form: Form, faults: Faults) -> list[Choice]:
    """What was chosen for each child that the page asked of: `places` lists them, as 0,1."""
    places = [int(place) for place in form.get("places", "").split(",") if place.isdecimal()]
    chosen = [(place, _child(house, reader, form, place, faults)) for place in places]
    return [Choice(place, None if child == NEW else child) for place, child in chosen if child is not None]


def _child(house: House, reader: Reader, form: Form, place: int, faults: Faults) -> str | None:
    chosen = form.get(f"child-{place}", "")
    if chosen == OTHER:
        return _other(house, reader, form, place, faults)
    if chosen == NEW or _is_child_id(chosen):
        return chosen
    faults.append(Wrong(f"child-{place}", "Select which child is meant"))
    return None


def _is_child_id(chosen: str) -> bool:
    """Say whether it is written as the page writes a child's id; the door says whether the reader may name them."""
    try:
        return str(UUID(chosen)) == chosen
    except ValueError:
        return False


def _other(house: House, reader: Reader, form: Form, place: int, faults: Faults) -> str | None:
    """The one child whom a number means, as far as this reader may know of them."""
    number = form.get(f"number-{place}", "").replace(" ", "").upper()
    found = _found(house, reader, number) if number else []
    if len(found) == 1:
        return str(found[0]["child_id"])
    message = (
        "No child you can see has this number. Check it, or find the child first" if number else "Enter the number"
    )
    faults.append(Wrong(f"number-{place}", message))
    return None


def _found(house: House, reader: Reader, number: str) -> Sequence[Any]:
    query = SearchQuery(identifiers=(("nhs-number", number), ("upn", number)))
    children = house.services.access.search(reader.viewer, asked_of(reader), query).answer["children"]
    return children if isinstance(children, list) else []


def _reason(form: Form, faults: Faults) -> str:
    reason = form.get("reason", "")
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        faults.append(Wrong("reason", f"Reason must be between {SHORTEST_REASON} and {LONGEST_REASON} characters"))
    return reason
