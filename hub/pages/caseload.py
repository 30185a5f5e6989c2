"""The children whom the signed-in practitioner works with."""

from fastapi import APIRouter, Request, Response

from hub.pages.house import House


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/caseload")
    def caseload(request: Request) -> Response:
        reader = house.reader(request)
        disclosed = house.services.access.caseload(reader.viewer, reader.asked("/caseload/why"))
        return house.disclosing("caseload.html", reader, {"children": disclosed.answer["children"]}, disclosed.audit_id)
