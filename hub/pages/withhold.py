"""Withholding entries of a chronology: choose them and from whom, say the rest, check the answers, place it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from hub.access import Filters, Wanted
from hub.access.withholdings import audience_told
from hub.domain.errors import Invalid, NameTaken, NotFound
from hub.domain.vocabulary import Shown
from hub.pages.forms import Wrong
from hub.pages.house import House, Reader
from hub.pages.submitted import Form, submitted
from hub.pages.withhold_form import (
    PARTS_OF_AN_ENTRY,
    PROFESSIONALS,
    Chosen,
    always_excepted,
    choices,
    chosen_in,
    needs_discussion,
    owners,
    prefilled,
    professional_roles,
    recipients,
    rule_of,
    wanted_in,
)
from hub.pages.withhold_words import GROUNDS, KINDS, MODES, audience_words, excepted_words, roles_words
from hub.pages.words import FIELDS

Entries = Sequence[Mapping[str, Any]]
MOST_ENTRIES = 500
NAME_BYTES = 16
PLACED_BEFORE = (
    "You have withheld entries from this form already, with other answers, and that stands. "
    "To withhold these as well, press the button again"
)
UNREAD = frozenset({Shown.MARKED, Shown.POINTER})
"""How an entry is shown of which one cannot tell what it says, nor whether it must be withheld."""
DETAILS = ("extent", "mode", "owner", "reasons", "review_day")
"""Fields that are there once the second page has been filled in."""


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/children/{child_id}/withhold")
    def choose(request: Request, child_id: UUID) -> Response:
        reader = _placer(house, request)
        return _choose(house, reader, str(child_id), {}, [], _entries(house, reader, str(child_id)))

    @router.post("/children/{child_id}/withhold")
    def said(request: Request, child_id: UUID, form: Annotated[Form, Depends(submitted)]) -> Response:
        reader = _placer(house, request)
        return _said(house, reader, str(child_id), form)


def _placer(house: House, request: Request) -> Reader:
    """A reader whose role may withhold something from somebody; for others there is no such page."""
    reader = house.reader(request)
    if not choices(reader.viewer):
        raise NotFound("There is no such page for this role.")
    return reader


def _said(house: House, reader: Reader, child_id: str, form: Form) -> Response:
    """One step on, or back where `step` says so; what is missing is asked again on the page it belongs to."""
    faults: list[Wrong] = []
    listed = _entries(house, reader, child_id)
    chosen = chosen_in(form, reader.viewer, [str(one["id"]) for one in listed], faults)
    if chosen is None or form.get("step") == "choose":
        return _choose(house, reader, child_id, form, [] if form.get("step") == "choose" else faults, listed)
    if not any(form.get(name) for name in DETAILS) or form.get("step") == "details":
        filled = {**prefilled(chosen, reader.viewer, house.today()), **form}
        return _details(house, reader, child_id, filled, [], chosen)
    wanted = wanted_in(form, chosen, reader.viewer, house.directory.agencies(), faults)
    if wanted is None:
        return _details(house, reader, child_id, form, faults, chosen)
    return _checked(house, reader, child_id, form, chosen, wanted, listed)


def _checked(
    house: House, reader: Reader, child_id: str, form: Form, chosen: Chosen, wanted: Wanted, listed: Entries
) -> Response:
    access, asked = house.services.access, reader.asked(f"/children/{child_id}/why")
    covered, faults = [one for one in listed if one["id"] in wanted.entries], list[Wrong]()
    try:
        if form.get("step") == "place":
            placed = access.place_withholding(reader.viewer, asked, child_id, wanted).answer["id"]
            return RedirectResponse(f"/children/{child_id}/withholdings/{placed}?placed=yes", 303)
        preview = access.preview_withholding(reader.viewer, asked, child_id, wanted).answer
    except Invalid as error:
        return _details(house, reader, child_id, form, [_wrong(error)], chosen)
    except NameTaken:
        form, faults = {**form, "once": _new_name(house)}, [Wrong("place", PLACED_BEFORE)]
        preview = access.preview_withholding(reader.viewer, asked, child_id, wanted).answer
    return _check(house, reader, child_id, form, wanted, preview, covered, faults)


def _choose(house: House, reader: Reader, child_id: str, form: Form, faults: list[Wrong], listed: Entries) -> Response:
    allowed, form = choices(reader.viewer), {"once": _new_name(house), **form}
    kinds = [kind for kind in KINDS if any(kind in found for found in allowed.values())]
    values = {
        **_common(child_id, form, faults),
        "entries": listed,
        "grounds": {ground: GROUNDS[ground] for ground in allowed},
        "kinds": {kind: KINDS[kind] for kind in kinds},
    }
    return house.page("withhold.html", reader, values, 400 if faults else 200)


def _details(house: House, reader: Reader, child_id: str, form: Form, faults: list[Wrong], chosen: Chosen) -> Response:
    agencies, rule = recipients(reader.viewer, house.directory.agencies()), rule_of(chosen)
    values = {
        **_common(child_id, form, faults),
        "chosen": chosen,
        "kind_title": KINDS[chosen.kind],
        "ground_title": GROUNDS[chosen.ground],
        "carried": _carried(form, ("entry_", "ground", "kind", "already_seen", "once")),
        "agencies": agencies,
        "types": sorted(PROFESSIONALS),
        "roles": professional_roles(),
        "always": _always(house, reader),
        "fields": PARTS_OF_AN_ENTRY,
        "modes": MODES,
        "owners": owners(chosen, reader.viewer),
        "needs_discussion": needs_discussion(chosen, reader.viewer),
        "first_review": rule.first_review.days if rule.first_review else None,
        "approvers": [roles_words(sorted(roles)) for roles in rule.approvers],
    }
    return house.page("withhold_details.html", reader, values, 400 if faults else 200)


def _check(
    house: House,
    reader: Reader,
    child_id: str,
    form: Form,
    wanted: Wanted,
    preview: Mapping[str, Any],
    covered: Entries,
    faults: list[Wrong],
) -> Response:
    values = {
        **_common(child_id, form, faults),
        "wanted": wanted,
        "entries": covered,
        "from_whom": audience_words(audience_told(wanted.audience), house.directory.names()),
        "ground_title": GROUNDS[wanted.ground],
        "mode_title": MODES[wanted.mode],
        "field_titles": [FIELDS[name] for name in FIELDS if name in (wanted.fields or ())],
        "carried": _carried(form, ("",), without=("step", "already_seen")),
        "seen_by": preview["seen_by"],
        "keeps": preview["kept_for_those_who_saw"],
    }
    return house.page("withhold_check.html", reader, values, 409 if faults else 200)


def _common(child_id: str, form: Form, faults: list[Wrong]) -> dict[str, object]:
    return {"child_id": child_id, "form": form, "faults": faults}


def _entries(house: House, reader: Reader, child_id: str) -> Entries:
    """What the reader reads of the child, newest first, and so can judge; on record as any reading is."""
    asked, newest = reader.asked(f"/children/{child_id}/why"), Filters(limit=MOST_ENTRIES, newest_first=True)
    told: Any = house.services.access.chronology(reader.viewer, asked, child_id, newest).answer["entries"]
    return [one for one in told if one["shown"] not in UNREAD]


def _carried(form: Form, prefixes: tuple[str, ...], without: tuple[str, ...] = ()) -> dict[str, str]:
    """The answers of earlier pages, to be sent again with this one."""
    return {name: value for name, value in form.items() if name.startswith(prefixes) and name not in without}


def _new_name(house: House) -> str:
    """A name for one withholding: the button pressed twice places it once."""
    return house.services.random(NAME_BYTES).hex()


def _always(house: House, reader: Reader) -> list[str]:
    """Who is excepted whatever is ticked, in words."""
    always = always_excepted(reader.viewer, house.directory.agencies())
    told = [one if isinstance(one, str) else {"agency": one.agency, "role": one.role} for one in always]
    return [excepted_words(one, house.directory.names()) for one in told]


def _wrong(error: Invalid) -> Wrong:
    """The fault of the field that access found wrong, in its own words."""
    pointers = [fault.pointer for fault in error.faults]
    detail = error.detail[:1].upper() + error.detail[1:]
    return Wrong("review_day" if "/body/review_by" in pointers else "audience", detail)
