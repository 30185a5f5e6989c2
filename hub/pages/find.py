"""Finding a child: by an identifier, or by names and date of birth; the question is posted, never in an address."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.pages import forms
from hub.pages.house import House, Reader, asked
from hub.pages.submitted import Form, submitted
from hub.pages.why import filled


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/find")
    def find(request: Request) -> Response:
        reader = house.reader(request)
        return house.page("find.html", reader, {"form": filled(reader), "faults": []})

    @router.post("/find")
    def found(request: Request, form: Annotated[Form, Depends(submitted)]) -> Response:
        reader = house.reader(request)
        return _found(house, reader, form)


def _found(house: House, reader: Reader, form: Form) -> Response:
    faults: list[forms.Wrong] = []
    query = forms.search(form, faults)
    said = forms.why(form, faults)
    if faults or query is None:
        return house.page("find.html", reader, {"form": form, "faults": faults}, 400)
    disclosed = house.services.access.search(reader.viewer, asked(said), query)
    now_asked = Reader(reader.session.asking(said), reader.viewer)
    response = house.disclosing("found.html", now_asked, {"found": disclosed.answer}, disclosed.audit_id)
    house.sessions.write(response, now_asked.session, house.services.now())
    return response
