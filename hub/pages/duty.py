"""The duty directory: whom to ring, for anybody, signed in or not, and also while the store does not answer.

Only what agencies publish is here: their names, areas and duty contacts.
"""

from itertools import groupby

from eventsourcing.persistence import PersistenceError
from fastapi import APIRouter, Request, Response

from hub.domain.vocabulary import AgencyType
from hub.pages.house import House, Reader
from hub.views.model import AgencyRow

NATIONAL = (
    ("999", "Emergency: a child or anybody else is in danger now"),
    ("101", "Police, when it is not an emergency"),
    ("0808 800 5000", "NSPCC helpline, for any adult who is worried about a child"),
    ("0800 1111", "Childline, for children and young people"),
)
"""Published numbers that hold everywhere in England."""
NOBODY_TO_RING = frozenset({AgencyType.FAMILY})


def add_to(router: APIRouter, house: House) -> None:
    @router.get("/directory")
    def directory(request: Request) -> Response:
        return house.page("directory.html", _reader(house, request), {"national": NATIONAL, "areas": _areas(house)})


def _reader(house: House, request: Request) -> Reader | None:
    """Who is signed in, if anybody, and if the store can say so: the numbers need neither."""
    try:
        return house.reader_or_none(request)
    except PersistenceError:
        return None


def _areas(house: House) -> list[tuple[str, list[AgencyRow]]]:
    """The agencies of each area, by name."""
    listed = [
        agency
        for agency in house.directory.agencies()
        if agency.is_partner and agency.agency_type not in NOBODY_TO_RING
    ]
    ordered = sorted(listed, key=lambda agency: (agency.area, agency.name.casefold()))
    return [(area, list(agencies)) for area, agencies in groupby(ordered, key=lambda agency: agency.area)]
