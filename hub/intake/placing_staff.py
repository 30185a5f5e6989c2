"""Whose staff an agency may say are at work with a child, or no longer are: access by allocation rests on it (T4).

Its own. Children's social care convenes discussions, conferences and core groups, and so names others' staff too: the
lead local authority, whose area the hub serves, everybody's; any other authority those of agencies of its own area.
Nobody signs in for an agency that is not registered: what is said of its staff is read, and gives no standing, unless
the lead local authority says it. Source: Working Together 2013, chapter 1 (the authority leads and convenes).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from exchange.errors import Fault
from hub.domain.vocabulary import AgencyType
from hub.intake.registry import Registry
from hub.views.model import AgencyRow

NOT_THEIRS = "is another agency: only it, or the lead local authority, says with whom its staff work"
ONE, SEVERAL = ("practitioner", "previous"), ("attended", "members")


def others_staff(voice: AgencyRow, data: Mapping[str, Any], registry: Registry, area: str) -> list[Fault]:
    """Return a fault for each practitioner of whom the voice may not tell; `area` is the one that the hub serves."""
    told = list(_practitioners(data))
    return [
        Fault(f"/data/{place}/agency", NOT_THEIRS)
        for place, agency in told
        if not may_place(voice, agency, registry, area) and not _is_read_only(voice, agency, registry)
    ]


def places_of(voice: AgencyRow, data: Mapping[str, Any], registry: Registry, area: str) -> frozenset[str]:
    """Return the agencies whose staff's standing an event of this voice begins or ends."""
    return frozenset(agency for _, agency in _practitioners(data) if may_place(voice, agency, registry, area))


def may_place(voice: AgencyRow, agency_id: str, registry: Registry, area: str) -> bool:
    """Say whether the voice may tell of the standing of an agency's staff."""
    if voice.agency_id == agency_id:
        return True
    if voice.agency_type != AgencyType.CHILDRENS_SOCIAL_CARE:
        return False
    return voice.area == area or (registry.knows(agency_id) and registry.agency(agency_id).area == voice.area)


def _is_read_only(voice: AgencyRow, agency_id: str, registry: Registry) -> bool:
    return voice.agency_type == AgencyType.CHILDRENS_SOCIAL_CARE and not registry.knows(agency_id)


def _practitioners(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the agency of each practitioner whose standing an event may tell of, with its place."""
    for field in ONE:
        if field in data:
            yield field, data[field]["agency"]
    for field in SEVERAL:
        yield from ((f"{field}/{place}", one["agency"]) for place, one in enumerate(data.get(field, [])))
