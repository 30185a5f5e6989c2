"""Entries that may not be their agency's word: for the front door, by child, with whom to ring and what it said."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse

from hub.access import Answer, Disclosed
from hub.domain.errors import NotFound
from hub.pages.forms import LONGEST_REASON, SHORTEST_REASON, Wrong
from hub.pages.house import House, Reader
from hub.pages.submitted import Form, submitted
from hub.pages.waiting import asked_of

EntryId = Annotated[str, Path(pattern=r"^[a-zA-Z0-9-]{1,64}$")]
NOT_SUSPECT = "There is no such suspect entry, or none that you may know of."
SHORTEST_NAME, LONGEST_NAME = 3, 200
FINDINGS = {"genuine": True, "forged": False}
Faults = list[Wrong]


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/waiting/suspects")
    def suspects(request: Request) -> Response:
        reader = house.reader(request)
        disclosed = _listed(house, reader)
        return house.disclosing("suspects.html", reader, {**disclosed.answer}, disclosed.audit_id)

    @router.get("/waiting/suspects/{entry_id}")
    def suspect(request: Request, entry_id: EntryId) -> Response:
        return _asked(house, house.reader(request), entry_id, {}, [])

    @router.post("/waiting/suspects/{entry_id}")
    def judge(request: Request, entry_id: EntryId, form: Annotated[Form, Depends(submitted)]) -> Response:
        return _judged(house, house.reader(request), entry_id, form)


def _listed(house: House, reader: Reader) -> Disclosed:
    return house.services.access.worklist.suspects(reader.viewer, asked_of(reader))


def _asked(house: House, reader: Reader, entry_id: str, form: Form, faults: Faults, status: int = 200) -> Response:
    disclosed = _listed(house, reader)
    found = next((one for one in _asked_about(disclosed) if one["id"] == entry_id), None)
    if found is None:
        raise NotFound(NOT_SUSPECT)
    values = {"entry": found["entry"], "kind": found["kind"], "form": form, "faults": faults}
    return house.disclosing("suspect.html", reader, values, disclosed.audit_id, status)


def _asked_about(disclosed: Disclosed) -> Iterator[dict[str, Any]]:
    answer: Any = disclosed.answer
    for child in answer["children"]:
        for entry in child["entries"]:
            for one in entry["ask"]:
                yield {**one, "entry": entry}


def _judged(house: House, reader: Reader, entry_id: str, form: Form) -> Response:
    faults: Faults = []
    finding, told_by, reason = (form.get(name, "") for name in ("finding", "told_by", "reason"))
    if finding not in FINDINGS:
        faults.append(Wrong("finding", "Select what the agency said"))
    if not SHORTEST_NAME <= len(told_by) <= LONGEST_NAME:
        faults.append(Wrong("told_by", "Enter who at the agency said so, by name and post"))
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        faults.append(Wrong("reason", f"Reason must be between {SHORTEST_REASON} and {LONGEST_REASON} characters"))
    if faults:
        return _asked(house, reader, entry_id, form, faults, 400)
    answer = Answer(FINDINGS[finding], told_by, reason)
    done = house.services.access.worklist.judge_suspect(reader.viewer, asked_of(reader), entry_id, answer)
    response = RedirectResponse(f"/waiting/done/{done.answer['finding']}", 303)
    response.headers["Hub-Audit"] = done.audit_id
    return response
