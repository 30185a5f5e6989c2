"""Finding a child: by an identifier, or by names and date of birth; the question is posted, never in an address."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.pages import forms
from hub.pages.house import House, Reader, asked
from hub.pages.purposes import purposes
from hub.pages.submitted import Form, submitted
from hub.pages.why import filled


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/find")
    def find(request: Request) -> Response:
        reader = house.reader(request)
        return _page(house, reader, filled(reader), [])

    @router.post("/find")
    def found(request: Request, form: Annotated[Form, Depends(submitted)]) -> Response:
        reader = house.reader(request)
        return _found(house, reader, form)


def _found(house: House, reader: Reader, form: Form) -> Response:
    faults: list[forms.Wrong] = []
    query = forms.search(form, faults)
    said = forms.why(form, faults)
    if faults or query is None:
        return _page(house, reader, form, faults)
    disclosed = house.services.access.search(reader.viewer, asked(said), query)
    now_asked = Reader(reader.session.asking(said), reader.viewer)
    response = house.disclosing("found.html", now_asked, {"found": disclosed.answer}, disclosed.audit_id)
    house.sessions.write(response, now_asked.session, house.services.now())
    return response


def _page(house: House, reader: Reader, form: Form, faults: list[forms.Wrong]) -> Response:
    values = {"form": form, "faults": faults, "purposes": purposes(house, reader)}
    return house.page("find.html", reader, values, 400 if faults else 200)
