"""Entries that may not be their agency's word: for the front door, by child, with whom to ring."""

from fastapi import APIRouter, Request, Response

from hub.pages.house import House
from hub.pages.waiting import asked_of


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/waiting/suspects")
    def suspects(request: Request) -> Response:
        reader = house.reader(request)
        disclosed = house.services.access.worklist.suspects(reader.viewer, asked_of(reader))
        return house.disclosing("suspects.html", reader, {**disclosed.answer}, disclosed.audit_id)
