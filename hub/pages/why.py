"""Saying why you ask, before a record is shown: purpose, reason, and the threshold and legal basis where they apply."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from hub.domain.vocabulary import Purpose
from hub.pages import forms
from hub.pages.house import House, Reader
from hub.pages.purposes import purposes
from hub.pages.submitted import Form, submitted

ACCESSES = "/accesses"
FIND = "/find"
"""The task in the menu that a child's record belongs to."""


def add_to(router: APIRouter, house: House) -> None:
    _for_a_child(router, house)
    _for_a_list(router, house, "/caseload")
    _for_a_list(router, house, "/withholdings")
    _for_a_list(router, house, ACCESSES)
    _for_a_list(router, house, "/waiting")


def filled(reader: Reader) -> dict[str, str]:
    """What the person said last, to start the form from."""
    why = reader.session.why
    return {"purpose": why.purpose, "reason": why.reason, "basis": why.basis, "threshold": why.threshold} if why else {}


def _for_a_child(router: APIRouter, house: House) -> None:
    @router.get("/children/{child_id}/why")
    def ask_for_child(request: Request, child_id: UUID) -> Response:
        return _ask(house, request, f"/children/{child_id}")

    @router.post("/children/{child_id}/why")
    def said_for_child(request: Request, child_id: UUID, form: Annotated[Form, Depends(submitted)]) -> Response:
        return _said(house, house.reader(request), form, f"/children/{child_id}")


def _for_a_list(router: APIRouter, house: House, address: str) -> None:
    @router.get(f"{address}/why")
    def ask(request: Request) -> Response:
        return _ask(house, request, address)

    @router.post(f"{address}/why")
    def said(request: Request, form: Annotated[Form, Depends(submitted)]) -> Response:
        fixed = {"purpose": Purpose.AUDIT.value} if address == ACCESSES else {}
        return _said(house, house.reader(request), {**form, **fixed}, address)


def _ask(house: House, request: Request, then: str) -> Response:
    reader = house.reader(request)
    return house.page("why.html", reader, _values(house, reader, filled(reader), [], then))


def _said(house: House, reader: Reader, form: Form, then: str) -> Response:
    faults: list[forms.Wrong] = []
    why = forms.why(form, faults)
    if faults:
        return house.page("why.html", reader, _values(house, reader, form, faults, then), 400)
    return house.go(then, reader.session.asking(why))


def _values(
    house: House, reader: Reader, form: Mapping[str, str], faults: list[forms.Wrong], then: str
) -> dict[str, object]:
    is_audit = then == ACCESSES
    return {
        "form": form,
        "faults": faults,
        "audit": is_audit,
        "asked_from": FIND if then.startswith("/children/") else then,
        "purposes": {} if is_audit else purposes(house, reader),
    }
