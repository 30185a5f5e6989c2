"""Signing in with the development issuer, one click a person, and signing out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from hub.domain.errors import Refused
from hub.pages.house import House
from hub.pages.session import COOKIE, Session
from hub.pages.submitted import Form, submitted


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/sign-in")
    def sign_in() -> Response:
        return house.page("sign_in.html", None, {"people": house.services.people()})

    @router.post("/sign-in")
    def signed_in(form: Annotated[Form, Depends(submitted)]) -> Response:
        return house.go("/", Session(_known(house, form.get("user", ""))))

    @router.post("/sign-out", dependencies=[Depends(submitted)])
    def sign_out(request: Request) -> Response:
        response = RedirectResponse("/sign-in", 303)
        house.sessions.end(response, request.cookies.get(COOKIE), house.services.now())
        return response


def _known(house: House, user: str) -> str:
    """The id of somebody who may sign in by a click; nobody may where the issuer is a real one."""
    if user not in {person.id for person in house.services.people()}:
        raise Refused("There is nobody of that name to sign in as. Choose a person from the list.")
    return user
