"""The chronology for paper: every page of it, numbered paragraphs, and on each sheet who read it, when and why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from hub.domain.vocabulary import Shown
from hub.pages.house import House
from hub.pages.wanted import Wanted, theme_categories, wanted
from hub.pages.words import SHOWN


def add_to(router: APIRouter, house: House) -> None:
    categories = theme_categories(house.services.themes)

    @router.get("/children/{child_id}/print")
    def print_view(request: Request, child_id: UUID, wants: Annotated[Wanted, Depends(wanted)]) -> Response:
        reader = house.reader(request)
        asked = reader.asked(f"/children/{child_id}/why")
        filters = replace(wants.filters(categories), overview=False)
        disclosed = house.services.access.export(reader.viewer, asked, str(child_id), filters)
        values = {
            "child_id": child_id,
            "why": asked,
            "wanted": wants,
            "audit_id": disclosed.audit_id,
            "shown_words": SHOWN,
            **_laid_out(disclosed.answer),
        }
        return house.disclosing("print.html", reader, values, disclosed.audit_id)


def _laid_out(answer: Mapping[str, Any]) -> dict[str, object]:
    return {
        **{name: answer[name] for name in ("identity", "notice", "instructions", "coverage")},
        "read_at": answer["at"],
        "marks": [entry for entry in answer["entries"] if entry["shown"] == Shown.MARKED],
        "entries": [entry for entry in answer["entries"] if entry["shown"] != Shown.MARKED],
    }
