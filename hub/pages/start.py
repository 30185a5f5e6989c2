"""The start page: what would you like to do, with the tasks of one's role and no others."""

from fastapi import APIRouter, Request, Response

from hub.pages.house import House


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/")
    def start(request: Request) -> Response:
        return house.page("start.html", house.reader(request), {})
