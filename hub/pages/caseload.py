"""The children whom the signed-in practitioner works with, or whose workers they manage."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from fastapi import APIRouter, Request, Response

from hub.domain.errors import Refused
from hub.domain.vocabulary import RelationshipKind
from hub.pages.house import House

KINDS = {
    RelationshipKind.ALLOCATED: "Allocated to you",
    RelationshipKind.LEAD_PROFESSIONAL: "You are the lead professional",
    RelationshipKind.INVOLVED: "You work with the child",
    RelationshipKind.CORE_GROUP: "You are in the core group",
    RelationshipKind.TEAM: "Held by your team",
}
NO_CHILD = ("no-ground-to-read",)
"""How the policy answers whoever stands in no relation to any child: here that is an empty list, and no fault."""
Line = Mapping[str, Any]


class Order(StrEnum):
    """How the list may be sorted; the name is what it is sorted by where nothing is said."""

    NAME = "name"
    LATEST = "latest"


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/caseload")
    def caseload(request: Request, sort: Order = Order.NAME) -> Response:
        reader = house.reader(request)
        try:
            disclosed = house.services.access.caseload(reader.viewer, reader.asked("/caseload/why"))
        except Refused as refused:
            if refused.rules != NO_CHILD:
                raise
            return house.page("caseload.html", reader, {"children": []})
        values = {"children": ordered(_children(disclosed.answer), sort), "sort": sort, "kinds": KINDS}
        return house.disclosing("caseload.html", reader, values, disclosed.audit_id)


def _children(answer: Mapping[str, Any]) -> list[Line]:
    return list(answer["children"])


def ordered(children: list[Line], order: Order) -> list[Line]:
    """Return the children as they came, by name, or with the latest news first and those without any last."""
    return sorted(children, key=_news, reverse=True) if order is Order.LATEST else children


def _news(child: Line) -> str:
    latest = child.get("latest")
    return str(latest["occurred"]["from"]) if latest else ""
