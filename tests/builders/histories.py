"""Pairs of histories that differ only in what is hidden from one reader, and the script by which that reader looks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from builders.access import (
    AGENCIES,
    AT_SCHOOL,
    AUDITING,
    CHILD,
    DETECTIVE,
    ENQUIRY,
    IDENTITY,
    IG_LEAD,
    MANAGER,
    NOBODY,
    OTHER,
    PAEDIATRICIAN,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    Told,
    entry,
    involved,
    opening,
    withheld,
)
from builders.api import SampleInterface
from httpx2 import Response
from hypothesis import strategies as st

from hub.access import Asked, Viewer
from hub.access.front_door import is_front_door
from hub.domain.chronology import Amendment, Finding, Involvement, Status
from hub.domain.vocabulary import AmendmentKind, WithholdingState
from hub.domain.withholding import Audience, Withholding

READERS: tuple[tuple[Viewer, Asked], ...] = (
    (SOCIAL_WORKER, ENQUIRY),
    (MANAGER, ENQUIRY),
    (SCHOOL_LEAD, AT_SCHOOL),
    (PAEDIATRICIAN, Asked("direct-care", "child is here with a fracture")),
    (DETECTIVE, ENQUIRY),
    (IG_LEAD, AUDITING),
)
HIDDEN_IDENTITY = {
    "given_names": "Rowan",
    "family_name": "Hidden",
    "date_of_birth": "2014-01-02",
    "identifiers": [{"system": "nhs-number", "value": "9434765870", "status": "verified"}],
}
HOME = [{"lines": ["1 Elm Row"], "postcode": "NX4 7QL"}]
MOTHER = [{"reference": "P-1", "relation": "mother", "part": "carer", "family_name": "Sample"}]
LATELY = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOOK_UPS = (
    {"identifiers": [{"system": "nhs-number", "value": "9434765919"}]},
    {"identifiers": [{"system": "nhs-number", "value": "9434765870"}]},
    {"given_names": "Rowan", "family_name": "Hidden", "date_of_birth": "2014-01-02"},
)
ASKED_ON = datetime(2026, 3, 1, 9, tzinfo=UTC)
FOUND = st.sampled_from(
    [
        None,
        None,
        None,
        *(
            Finding(is_genuine, "Inspector Vance", "u-mash", "northshire-csc", "asked", ASKED_ON)
            for is_genuine in (True, False)
        ),
    ]
)
"""What an agency may have said of a suspect entry."""
QUERIES = (
    "",
    "?limit=1",
    "?agency=northshire-police",
    "?category=crime-recorded",
    "?significance=significant",
    "?from=2026-02-05&to=2026-02-20",
    "?as_known_at=2026-02-10T00:00:00Z",
    "?cursor=0123456789abcdef0123456789abcdef",
)


@dataclass(frozen=True)
class Pair:
    """One reader, the history as it is, and the same history had what is hidden from them never existed."""

    viewer: Viewer
    asked: Asked
    full: tuple[Told, ...]
    bare: tuple[Told, ...]
    full_sibling: tuple[Told, ...] = ()
    bare_sibling: tuple[Told, ...] = ()

    @property
    def hides(self) -> bool:
        return (self.full, self.full_sibling) != (self.bare, self.bare_sibling)


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Draw a reader, what they may know of, and what is silently withheld from them, whole or in part.

    One pair in four is of a child of whom all is hidden, since only there can "hidden" be told from "not there".
    """
    viewer, asked = draw(st.sampled_from(READERS))
    shown = [] if draw(st.sampled_from([False, False, False, True])) else draw(_shown())
    hidden = [draw(_hidden(f"e-h{n}", viewer)) for n in range(draw(st.integers(0 if shown else 1, 3)))]
    hidden = [
        replace(draw(_perhaps_amending(told, shown)), is_suspect=draw(st.booleans()), finding=draw(FOUND))
        for told in hidden
    ]
    shown = [
        replace(told, is_suspect=draw(st.sampled_from([False, False, True])), finding=draw(FOUND)) for told in shown
    ]
    heirs = draw(_amendments(hidden, "e-t"))
    hidden, shown = [*hidden, *filter(_inherits, heirs)], [*shown, *(one for one in heirs if not _inherits(one))]
    full_sibling, bare_sibling = draw(_siblings(shown, hidden, viewer))
    partly = draw(st.booleans()) and bool(shown)
    full = [draw(_partly_hidden(told, viewer)) if partly else told for told in shown]
    bare = [_without_hidden_fields(told) for told in full]
    order = draw(st.permutations(range(len(full) + len(hidden))))
    mixed = [*full, *hidden]
    places = [place for place in order if place < len(full)]
    told = tuple(mixed[place] for place in order)
    return Pair(viewer, asked, told, tuple(bare[place] for place in places), full_sibling, bare_sibling)


@st.composite
def _perhaps_amending(draw: st.DrawFn, told: Told, targets: list[Told]) -> Told:
    """A hidden entry that may correct, withdraw, dispute or judge one that is shown."""
    if not targets or not draw(st.booleans()):
        return told
    return _amended(told, draw(st.sampled_from(targets)), draw(st.sampled_from(list(AmendmentKind))))


@st.composite
def _amendments(draw: st.DrawFn, hidden: list[Told], name: str) -> list[Told]:
    """Perhaps an entry that is withheld from nobody, and amends one that is hidden."""
    if not hidden or not draw(st.sampled_from([False, False, True])):
        return []
    target = draw(st.sampled_from(hidden))
    told = _amended(draw(_entries(name)), target, draw(st.sampled_from(list(AmendmentKind))))
    return [replace(told, withholdings=target.withholdings) if _is_correction(told) else told]


def _is_correction(told: Told) -> bool:
    return told.labels.amends is not None and told.labels.amends.kind is AmendmentKind.CORRECTED


def _inherits(told: Told) -> bool:
    """Say whether an entry is withheld with what it amends, as intake files it."""
    return bool(told.withholdings)


@st.composite
def _siblings(
    draw: st.DrawFn, shown: list[Told], hidden: list[Told], viewer: Viewer
) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """Perhaps a sibling: of some of the same events, and of events of their own that are withheld from the reader."""
    if not draw(st.booleans()):
        return (), ()
    seen = [_of_sibling(one) for one in shown if draw(st.booleans())]
    kept_back = [_of_sibling(one) for one in hidden if draw(st.booleans())]
    alone = [draw(_hidden("e-o", viewer))] if draw(st.booleans()) else []
    return (*kept_back, *seen, *alone), tuple(seen)


def _of_sibling(told: Told) -> Told:
    """The entry of the same event on the sibling's record."""
    name = f"{told.labels.entry_id}-o"
    given = {"given_names": "Sibling", "family_name": "Sample", "date_of_birth": "2013-01-01"}
    learned = tuple(replace(one, entry_id=name) for one in told.involvements)
    return replace(
        told,
        labels=replace(told.labels, entry_id=name),
        content={**told.content, "identity": given},
        involvements=learned,
        statuses=tuple(replace(one, entry_id=name) for one in told.statuses),
    )


def _amended(told: Told, target: Told, kind: AmendmentKind) -> Told:
    level = "significant" if kind is AmendmentKind.SIGNIFICANCE_CHANGED else None
    amends = Amendment(kind, target.labels.origin, restates=kind is AmendmentKind.CORRECTED, level=level)
    return replace(told, labels=replace(told.labels, amends=amends, derived_from=(amends.target,)))


@st.composite
def _shown(draw: st.DrawFn) -> list[Told]:
    opened = [opening()] if draw(st.booleans()) else []
    return [*opened, *(draw(_entries(f"e-s{n}")) for n in range(draw(st.sampled_from([0, 0, 1, 2, 4]))))]


@st.composite
def _entries(draw: st.DrawFn, entry_id: str) -> Told:
    day = draw(st.integers(1, 27))
    ties = {"addresses": HOME, "persons": MOTHER} if draw(st.booleans()) else {}
    return entry(
        entry_id,
        draw(st.sampled_from(sorted(AGENCIES))),
        content={"headline": f"headline of {entry_id}", "narrative": "told", "identity": IDENTITY, **ties},
        category=draw(st.sampled_from(["contact-recorded", "crime-recorded", "domestic-abuse-incident"])),
        happened=f"2026-02-{day:02}",
        recorded=datetime(2026, 2, day, 12, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 3))),
        third_party=draw(st.booleans()),
        sensitive=draw(st.sampled_from([None, None, None, "mental-health"])),
        significant=draw(st.booleans()),
    )


@st.composite
def _hidden(draw: st.DrawFn, entry_id: str, viewer: Viewer) -> Told:
    """An entry withheld from the reader, from which much could be learned: standing, status, identity, a field."""
    told = draw(_entries(entry_id))
    kind = draw(st.sampled_from(["allocated", "enrolled", "involved", "core-group", "strategy-group"]))
    person = draw(st.sampled_from([viewer.id, None]))
    learned: list[Involvement] = [involved(entry_id, viewer.agency, kind, person)]
    status = Status("child-protection-plan", "2026-02-01", None, entry_id)
    content = {**told.content, "identity": HIDDEN_IDENTITY, "narrative": "planned arrest", "outcome": "charged"}
    recorded = draw(st.sampled_from([told.labels.recorded, LATELY]))
    return replace(
        told,
        labels=replace(told.labels, recorded=recorded, fields=tuple(content)),
        content=content,
        withholdings=(draw(_withholdings(viewer)),),
        involvements=tuple(learned),
        statuses=(status,),
    )


@st.composite
def _partly_hidden(draw: st.DrawFn, told: Told, viewer: Viewer) -> Told:
    names = draw(st.sets(st.sampled_from(sorted(told.content)), max_size=2))
    if not names:
        return told
    one = replace(draw(_withholdings(viewer)), id=f"w-{told.labels.entry_id}", fields=frozenset(names))
    return replace(told, withholdings=(one,))


def _without_hidden_fields(told: Told) -> Told:
    names = {name for one in told.withholdings for name in one.fields or ()}
    fields = tuple(name for name in told.labels.fields if name not in names)
    content = {name: value for name, value in told.content.items() if name not in names}
    return replace(told, labels=replace(told.labels, fields=fields), content=content, withholdings=())


@st.composite
def _withholdings(draw: st.DrawFn, viewer: Viewer) -> Withholding:
    audience = draw(
        st.sampled_from(
            [
                Audience(persons=frozenset({viewer.id})),
                Audience(agencies=frozenset({viewer.agency})),
                Audience(agency_types=frozenset({viewer.agency_type})),
                Audience(roles=frozenset({viewer.role})),
                Audience(everyone_but=frozenset({"somebody-else"})),
            ]
        )
    )
    state = draw(st.sampled_from([WithholdingState.IN_FORCE, WithholdingState.OVERDUE, WithholdingState.HELD_NARROW]))
    return withheld(audience, f"w-{draw(st.integers(1, 3))}", state=state)


Seen = tuple[str, int, bytes, tuple[str, ...]]


def observe(api: SampleInterface, viewer: Viewer, asked: Asked) -> Iterator[Seen]:
    """Look everywhere the reader can: status, body and headers of each answer, less its random audit id."""
    for path in (*(f"/v1/children/{CHILD}/chronology{query}" for query in QUERIES), *_plain_paths()):
        yield _seen(api, viewer, asked, "GET", path)
    yield from _pages(api, viewer, asked)
    yield _seen(api, viewer, asked, "GET", f"/v1/children/{CHILD}/chronology", Accept="text/csv")
    for wanted in LOOK_UPS:
        yield _seen(api, viewer, asked, "POST", "/v1/children/search", wanted)
    for withholding in ("w-1", "w-none"):
        for act in ("approve", "decline", "release"):
            yield _seen(api, viewer, asked, "POST", f"/v1/children/{CHILD}/withholdings/{withholding}/{act}")
        review = {"review_by": "2026-03-09"}
        yield _seen(api, viewer, asked, "POST", f"/v1/children/{CHILD}/withholdings/{withholding}/review", review)
    yield _seen(api, viewer, asked, "POST", f"/v1/children/{CHILD}/withholdings", _placing())
    told = {"told_by": "Inspector Vance", "reason": "asked on the number that we know"}
    yield _seen(api, viewer, asked, "POST", "/v1/suspects/e-h0/reject", told)


def _plain_paths() -> tuple[str, ...]:
    of_child = tuple(f"/v1/children/{child}{part}" for child in (CHILD, OTHER, NOBODY) for part in ("", "/household"))
    of_the_hub = ("/v1/caseload", "/v1/directory", "/v1/quarantine", "/v1/suspects", "/metrics", "/healthz", "/readyz")
    return (*of_child, *of_the_hub, *_of_withholdings())


def _of_withholdings() -> tuple[str, ...]:
    """The list of what one answers for, and one that may be withheld from the reader or may not be there."""
    return ("/v1/withholdings", *(f"/v1/children/{CHILD}/withholdings/{name}" for name in ("w-1", "w-none")))


def _placing() -> dict[str, object]:
    audience = {"family": True}
    told = {"ground": "significant-harm", "owner": "team-manager", "review_by": "2026-03-20", "audience": audience}
    return {"entries": ["e-h0"], **told}


def _pages(api: SampleInterface, viewer: Viewer, asked: Asked) -> Iterator[Seen]:
    """Read page by page, following the cursors."""
    first = f"/v1/children/{CHILD}/chronology?limit=2"
    path: str | None = first
    while path:
        answer = api.get(viewer, asked, path)
        yield _noted("GET", path, answer)
        cursor = answer.json()["next_cursor"] if answer.status_code == 200 else None
        path = f"{first}&cursor={cursor}" if cursor else None


def _seen(
    api: SampleInterface, viewer: Viewer, asked: Asked, method: str, path: str, body: object = None, **headers: str
) -> Seen:
    told = {**api.headers(viewer, asked), **headers}
    return _noted(method, path, api.client.request(method, path, json=body, headers=told))


def _noted(method: str, path: str, answer: Response) -> Seen:
    kept = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name not in ("hub-audit", "date"))
    return (f"{method} {path}", answer.status_code, answer.content, tuple(kept))


def difference(first: SampleInterface, second: SampleInterface, pair: Pair) -> str | None:
    """Return what the reader could tell the two histories apart by, or None. Both hubs have the same keys.

    In the full one a message of the police is missing, as it would be had one about what is hidden been lost on the
    way; the front door, which is told of it to go after it, sees it in both.
    """
    missing = {"northshire-police": LATELY}
    first.hub.reader.missing = missing
    second.hub.reader.missing = missing if is_front_door(pair.viewer, first.hub.settings.area) else {}
    full = observe(_with(first, pair.full, pair.full_sibling), pair.viewer, pair.asked)
    bare = observe(_with(second, pair.bare, pair.bare_sibling), pair.viewer, pair.asked)
    for one, other in zip_longest(full, bare):
        if one != other:
            return (one or other)[0]
    return None


def _with(api: SampleInterface, history: tuple[Told, ...], sibling: tuple[Told, ...]) -> SampleInterface:
    for child, told in ((CHILD, history), (OTHER, sibling)):
        api.hub.given(*told, child_id=child)
        if not told:
            api.hub.reader.children.pop(child, None)
    suspect = [told.labels.origin for told in (*history, *sibling) if told.is_suspect]
    api.hub.worklists.signed_by_a_misused_key = suspect
    return api
