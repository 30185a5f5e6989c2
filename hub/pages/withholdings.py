"""The withholdings that a person answers for: the list, one of them, and what may be done about it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from hub.access import Disclosed
from hub.domain.errors import Invalid
from hub.domain.vocabulary import Ground, Mode
from hub.pages.forms import LONGEST_REASON, SHORTEST_REASON, Wrong
from hub.pages.house import House, Reader
from hub.pages.house import asked as asked_for
from hub.pages.session import Why
from hub.pages.submitted import Form, submitted
from hub.pages.withhold_words import GROUNDS, MODES, bound_words, roles_words, state_words
from hub.pages.words import FIELDS

DONE = {
    "approve": "You approved this withholding.",
    "decline": "You declined this withholding. It stays hidden, from more people than before where agencies are kept "
    "from it, until somebody else approves it or its owner releases it.",
    "review": "You kept this withholding until its next review.",
    "placed": "The entries are withheld.",
}


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/withholdings")
    def listed(request: Request, done: str = "") -> Response:
        reader = house.reader(request)
        told = house.services.access.withholdings(reader.viewer, reader.asked("/withholdings/why"))
        values = {"groups": _groups(told.answer), "released": done == "release", **_words(house)}
        return house.disclosing("withholdings.html", reader, values, told.audit_id)

    @router.get("/children/{child_id}/withholdings/{withholding_id}")
    def one(request: Request, child_id: UUID, withholding_id: str, done: str = "", placed: str = "") -> Response:
        reader = house.reader(request)
        note = DONE.get("placed" if placed else done, "")
        return _one(house, reader, str(child_id), withholding_id, note=note)

    @router.post("/children/{child_id}/withholdings/{withholding_id}")
    def act(
        request: Request, child_id: UUID, withholding_id: str, form: Annotated[Form, Depends(submitted)]
    ) -> Response:
        reader = house.reader(request)
        return _act(house, reader, str(child_id), withholding_id, form)


def _act(house: House, reader: Reader, child_id: str, withholding_id: str, form: Form) -> Response:
    """Do what the pressed button says, for the reason given beside it; `reason` is what goes on record."""
    deed, faults = form.get("act", ""), _faults(form)
    acts = _acts(house, reader, child_id, withholding_id, form)
    if deed not in acts:
        raise Invalid("Press one of the page’s buttons.")
    if not faults:
        try:
            acts[deed]()
        except Invalid as error:
            faults = [Wrong("review_day", error.detail[:1].upper() + error.detail[1:])]
    if faults:
        return _one(house, reader, child_id, withholding_id, form=form, faults=faults)
    there = "/withholdings" if deed == "release" else f"/children/{child_id}/withholdings/{withholding_id}"
    return RedirectResponse(f"{there}?done={deed}", 303)


def _acts(
    house: House, reader: Reader, child_id: str, withholding_id: str, form: Form
) -> dict[str, Callable[[], Disclosed]]:
    access, viewer = house.services.access, reader.viewer
    why = reader.session.why or Why("", "")
    reason = form.get("act_reason") or why.reason
    asked = asked_for(Why(why.purpose, reason, why.basis, why.threshold))
    return {
        "approve": lambda: access.approve_withholding(viewer, asked, child_id, withholding_id),
        "decline": lambda: access.decline_withholding(viewer, asked, child_id, withholding_id),
        "review": lambda: access.review_withholding(viewer, asked, child_id, withholding_id, _review(form) or date.min),
        "release": lambda: access.release_withholding(viewer, asked, child_id, withholding_id),
    }


def _faults(form: Form) -> list[Wrong]:
    deed, faults = form.get("act", ""), []
    if not SHORTEST_REASON <= len(form.get("act_reason", "")) <= LONGEST_REASON:
        between = f"between {SHORTEST_REASON} and {LONGEST_REASON} characters"
        faults.append(Wrong(f"{deed}_reason", f"Reason must be {between}"))
    if deed == "review" and _review(form) is None:
        faults.append(Wrong("review_day", "Review date must be a real date, like 27 3 2026"))
    return faults


def _review(form: Form) -> date | None:
    try:
        day, month, year = (int(form.get(f"review_{part}", "")) for part in ("day", "month", "year"))
        return date(year, month, day)
    except ValueError:
        return None


def _one(
    house: House,
    reader: Reader,
    child_id: str,
    withholding_id: str,
    *,
    note: str = "",
    form: Form | None = None,
    faults: list[Wrong] | None = None,
) -> Response:
    asked = reader.asked(f"/children/{child_id}/why")
    told = house.services.access.withholding(reader.viewer, asked, child_id, withholding_id)
    answer = told.answer
    values = {
        "one": answer,
        "note": note,
        "form": form or {},
        "faults": faults or [],
        "bound": bound_words(dict(answer), house.directory.names()),
        "field_titles": [FIELDS.get(name, name) for name in _listed(answer, "fields")],
        "mode_title": MODES[Mode(str(answer["mode"]))],
        **_words(house),
    }
    page = house.disclosing("withholding.html", reader, values, told.audit_id)
    page.status_code = 400 if faults else 200
    return page


def _groups(answer: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The list in the order in which it is worked through; each withholding stands once."""
    lines = answer["withholdings"]
    overdue = [one for one in lines if one["state"] == "overdue"]
    to_approve = [one for one in lines if "approve" in one["to_do"] and one not in overdue]
    rest = [one for one in lines if one not in overdue and one not in to_approve]
    return {"Review overdue": overdue, "For you to approve": to_approve, "Others that you answer for": rest}


def _listed(answer: Mapping[str, Any], name: str) -> list[str]:
    found = answer[name]
    return list(found) if found else []


def _words(house: House) -> dict[str, object]:
    return {
        "ground_titles": {ground.value: GROUNDS[ground] for ground in Ground},
        "state_words": state_words,
        "roles_words": roles_words,
        "names": house.directory.names(),
    }
