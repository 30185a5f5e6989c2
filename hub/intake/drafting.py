"""From what an agency said to entries, one for each child: labels that rules work on, content that people read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from sys import intern
from typing import Any
from zoneinfo import ZoneInfo

from hub.domain.chronology import Agreement, Amendment, Involvement, Labels, Occurred, PoliceHandling, SourceRef, Status
from hub.domain.targets import Placed
from hub.domain.vocabulary import AmendmentKind, EntryState, Tier
from hub.intake.arrivals import Arrival
from hub.intake.fields import CHILD_FIELDS, IDENTITY_FIELDS, NOT_CONTENT, SHARED_FIELDS
from hub.intake.withheld import born_withheld
from hub.keys import KeyProvider, Secret, keyed_hash

LONDON = ZoneInfo("Europe/London")
ANSWERED = ("referral", "disagreement")
"""Fields in which an event names the one that it answers."""
WHOLE_AGENCY = frozenset({"agency", "practitioner"})
"""Fields that stand for the sending agency as a whole where the event names nobody in them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry to be: `local_ref` is the child's or person's own reference at the agency."""

    local_ref: str
    labels: Labels
    content: Mapping[str, Any]
    placed: tuple[Placed, ...]
    involvements: tuple[Involvement, ...]
    statuses: tuple[Status, ...]


def entry_id(keys: KeyProvider, origin: SourceRef, local_ref: str) -> str:
    """Return the id of an entry, made before any matching, so that a receipt tells nothing of other children."""
    return "e-" + keyed_hash(keys.secret(Secret.ENTRY_ID), origin.source, origin.id, local_ref)[:32]


def draft_child(keys: KeyProvider, arrival: Arrival, child: Mapping[str, Any], recorded: datetime) -> Draft:
    """Draft the entry for one member of the event's `children`."""
    content = {**_shared(arrival.data), **_entered(arrival), **_of_child(arrival.data, child)}
    return _draft(keys, arrival, child, content, recorded)


def draft_person(keys: KeyProvider, arrival: Arrival, recorded: datetime) -> Draft:
    """Draft the entry of an event that names no child, for the first person it names."""
    content = {**_shared(arrival.data), **_entered(arrival), "persons": arrival.data["persons"]}
    return _draft(keys, arrival, {"local_ref": arrival.data["persons"][0]["reference"]}, content, recorded)


def _draft(
    keys: KeyProvider, arrival: Arrival, subject: Mapping[str, Any], content: Mapping[str, Any], recorded: datetime
) -> Draft:
    labels = _labels(keys, arrival, subject, content, recorded)
    return Draft(
        local_ref=subject["local_ref"],
        labels=labels,
        content=content,
        placed=born_withheld(keys, arrival, subject, labels.origin, recorded),
        involvements=_involvements(arrival, labels.entry_id),
        statuses=_statuses(arrival, labels.entry_id),
    )


def _shared(data: Mapping[str, Any]) -> dict[str, Any]:
    shared = {name: data[name] for name in SHARED_FIELDS if name in data}
    details = {name: value for name, value in data.items() if name not in NOT_CONTENT and name not in SHARED_FIELDS}
    return {**shared, "details": details} if details else shared


def _entered(arrival: Arrival) -> dict[str, Any]:
    """Tell of what came by the hub's own pages for whom it was entered, so that nobody looks for it in their system."""
    if arrival.voice == arrival.agency:
        return {}
    told = {"agency": arrival.voice.agency_id, "name": arrival.voice.name, "reference": arrival.envelope.id}
    return {"entered_for": told}


def _of_child(data: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: child[name] for name in CHILD_FIELDS if name in child}
    told["identity"] = {name: child[name] for name in IDENTITY_FIELDS if name in child}
    persons = [_person_to(person, child["local_ref"]) for person in data.get("persons", [])]
    addresses = [{"of": "child", **address} for address in child.get("addresses", [])] + _addresses_of_persons(data)
    return told | {name: value for name, value in (("persons", persons), ("addresses", addresses)) if value}


def _person_to(person: Mapping[str, Any], local_ref: str) -> dict[str, Any]:
    """Tell of a person as they stand to this child only; where they live stands apart."""
    kept = {name: value for name, value in person.items() if name not in ("relations", "addresses")}
    relations = [one["relation"] for one in person.get("relations", []) if one["child"] == local_ref]
    return {**kept, "relation": relations[0]} if relations else kept


def _addresses_of_persons(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"of": person["reference"], **address, "protected": person.get("protected", address.get("protected", False))}
        for person in data.get("persons", [])
        for address in person.get("addresses", [])
    ]


def _handling(data: Mapping[str, Any], subject: Mapping[str, Any]) -> dict[str, Any]:
    """Join what is said of handling for the whole event and for one child: both count, the child's is nearer."""
    return {**data.get("handling", {}), **subject.get("handling", {})}


def _labels(
    keys: KeyProvider, arrival: Arrival, subject: Mapping[str, Any], content: Mapping[str, Any], recorded: datetime
) -> Labels:
    """Return an entry's labels, which are kept in memory with a child's others: what many say alike is there once."""
    data, handling = arrival.data, _handling(arrival.data, subject)
    origin = arrival.origin
    return Labels(
        entry_id=entry_id(keys, origin, subject["local_ref"]),
        version=1,
        origin=origin,
        event_type=intern(arrival.envelope.type),
        agency=intern(arrival.voice.agency_id),
        agency_type=intern(arrival.voice.agency_type),
        area=intern(arrival.voice.area),
        category=intern(data.get("category", arrival.notes.category)),
        occurred=_occurred(data["occurred"]),
        said=arrival.envelope.time,
        recorded=recorded,
        tier=Tier(handling.get("tier", Tier.DETAIL)),
        third_party=any(person["part"] != "professional" for person in data.get("persons", [])),
        sensitive=handling.get("sensitive"),
        handling=_police_handling(handling.get("police_code")),
        significant=_is_significant(arrival, subject),
        state=EntryState.CONFIRMED,
        derived_from=_derived_from(data),
        released_to=(),
        fields=_alike(tuple(sorted(content))),
        amends=amendment(arrival),
        agreement=_agreement(arrival),
        identity=_identity(keys, content),
        answers=_answers(data),
    )


def _answers(data: Mapping[str, Any]) -> SourceRef | None:
    named = [data[name] for name in ANSWERED if isinstance(data.get(name), Mapping)]
    return SourceRef(named[0]["source"], named[0]["id"]) if named else None


def _identity(keys: KeyProvider, content: Mapping[str, Any]) -> str:
    told = {name: content.get(name) for name in ("identity", "addresses")}
    return intern(keyed_hash(keys.secret(Secret.ENTRY_ID), "identity", json.dumps(told, sort_keys=True))[:32])


@lru_cache(maxsize=1_000)
def _alike(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one copy of names that many entries have alike."""
    return fields


def _derived_from(data: Mapping[str, Any]) -> tuple[SourceRef, ...]:
    """Return what an event was made from; what it corrects or judges is behind it too, with all that is withheld."""
    told = [*data.get("derived_from", []), *([data["corrects"]] if "corrects" in data else [])]
    return tuple(dict.fromkeys(SourceRef(one["source"], one["id"]) for one in told))


def amendment(arrival: Arrival) -> Amendment | None:
    """Return what an event does to the one that it names in `corrects`; None where it names none.

    An event of any kind that names one of its agency's own takes its place.
    """
    target = arrival.data.get("corrects")
    if target is None:
        return None
    kind = AmendmentKind(arrival.notes.amends or AmendmentKind.CORRECTED)
    origin = SourceRef(target["source"], target["id"])
    return Amendment(kind, origin, restates=arrival.notes.amends is None, level=arrival.data.get("level"))


def _agreement(arrival: Arrival) -> Agreement | None:
    if arrival.notes.agreement is None:
        return None
    types = tuple(sorted(arrival.data.get("agency_types", [])))
    return Agreement(arrival.data["given_by"], types, withdrawn=arrival.notes.agreement == "withdrawn")


def _occurred(told: Mapping[str, Any]) -> Occurred:
    return Occurred(told["from"], told.get("to"), intern(told["precision"]))


def _police_handling(code: Mapping[str, Any] | None) -> PoliceHandling | None:
    if code is None:
        return None
    authorised = tuple(sorted(code.get("authorised_for", [])))
    return PoliceHandling(code["scheme"], code["code"], code.get("condition"), authorised)


def _is_significant(arrival: Arrival, subject: Mapping[str, Any]) -> bool:
    """Take the agency's judgement; where it gives none, what is usual for its kind of event."""
    told = subject.get("significance")
    return told["level"] == "significant" if told else arrival.notes.significant


def _statuses(arrival: Arrival, entry: str) -> tuple[Status, ...]:
    day = local_date(arrival.data["occurred"]["from"]).isoformat()
    ended = tuple(Status(name, day, day, entry) for name in arrival.notes.closes)
    return (*ended, Status(arrival.notes.opens, day, None, entry)) if arrival.notes.opens else ended


def _involvements(arrival: Arrival, entry: str) -> tuple[Involvement, ...]:
    note, data = arrival.notes.involvement, arrival.data
    if note is None:
        return ()
    kind = note.kind or data[str(note.kind_from)]
    begun = data.get("since") or data.get("until") or local_date(data["occurred"]["from"]).isoformat()
    ended = begun if note.field is not None and data.get(note.field) == note.ends else data.get("until")
    gone = [Involvement(kind, *bearer, begun, begun, entry) for bearer in _bearers(arrival, note.ended or "")]
    if note.ended == note.of:
        return tuple(replace(one, since=str(ended), until=ended) for one in gone)
    come = [Involvement(kind, *bearer, begun, ended, entry) for bearer in _bearers(arrival, note.of)]
    return (*gone, *come)


def _bearers(arrival: Arrival, field: str) -> list[tuple[str, str | None]]:
    """Return whose standing a field tells of, as agency and person; None for the agency that speaks, as a whole."""
    named = arrival.data.get(field, [])
    people = [named] if isinstance(named, Mapping) else named
    if field in WHOLE_AGENCY and not people:
        return [(arrival.voice.agency_id, None)]
    return [(one["agency"], one["staff_id"]) for one in people if one["agency"] in arrival.places]


def local_date(moment: str) -> date:
    """Return the local date (Europe/London) of a date or an instant with offset."""
    if len(moment) == len("2026-03-02"):
        return date.fromisoformat(moment)
    return datetime.fromisoformat(moment).astimezone(LONDON).date()
