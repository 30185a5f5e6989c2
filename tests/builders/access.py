"""A hub with children and readers, safe defaults: real audit log, keys, policy and store; the rows in memory."""

import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from builders.worklists import InMemoryWorklists
from eventsourcing.sqlite import SQLiteDatastore

from hub.access import Access, Asked, Disclosed, Door, Viewer
from hub.audit import AccessRecord, AuditLog
from hub.config import Settings
from hub.domain.child import Child
from hub.domain.chronology import (
    Agreement,
    Amendment,
    Finding,
    Involvement,
    Labels,
    Occurred,
    PoliceHandling,
    SourceRef,
    Status,
    as_found,
)
from hub.domain.targets import Targets
from hub.domain.vocabulary import HELD_BY_A_WORKER, AmendmentKind, EntryState, Ground, Mode, Tier, WithholdingState
from hub.domain.withholding import Audience, Withholding
from hub.identity.find import SearchQuery
from hub.identity.identifiers import normal, normal_name
from hub.keys import LocalKeys
from hub.policy import EmbeddedEngine, PolicyBundle, PolicyEngine, load_bundle
from hub.record.contents import SealedContent
from hub.record.database import Cursor
from hub.record.sqlite import SQLiteDatabase
from hub.views.model import AgencyRow, ChildFile, EntryRow, Feed

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CHILD = "6c1f5b0e-8f0e-4a52-9a53-0f8f2c1d7a10"
OTHER = "0b7f1a34-54a1-4a7c-8a3c-5d7a1f2e9c44"
NOBODY = "ffffffff-ffff-4fff-8fff-ffffffffffff"

AGENCIES = {
    row.agency_id: row
    for row in (
        AgencyRow(
            "northshire-csc", "childrens-social-care", "Northshire children's services", "northshire", "csc duty"
        ),
        AgencyRow("northshire-police", "police", "Northshire Police", "northshire", "police duty"),
        AgencyRow("northshire-hospital", "health", "Northshire Hospital", "northshire", "hospital duty"),
        AgencyRow("oakfield-school", "school", "Oakfield School", "northshire", "school office"),
        AgencyRow("farshire-csc", "childrens-social-care", "Farshire Children", "farshire", "far duty"),
    )
}

ENQUIRY = Asked("enquiry-s47", "strategy discussion this afternoon", threshold="s47")
AT_SCHOOL = Asked("school-safeguarding", "pupil came to school with a bruise")
AUDITING = Asked("audit", "monthly review of accesses")


def viewer(agency: str, role: str, person: str = "u-1", conflicts: tuple[str, ...] = ()) -> Viewer:
    row = AGENCIES[agency]
    return Viewer(person, "A. Person", agency, row.agency_type, row.area, role, conflicts)


SOCIAL_WORKER = viewer("northshire-csc", "social-worker", "u-sw")
MANAGER = viewer("northshire-csc", "team-manager", "u-tm")
DETECTIVE = viewer("northshire-police", "senior-investigating-officer", "u-sio")
SCHOOL_LEAD = viewer("oakfield-school", "designated-safeguarding-lead", "u-dsl")
PAEDIATRICIAN = viewer("northshire-hospital", "paediatrician", "u-doc")
TEACHER = viewer("oakfield-school", "teacher", "u-teach")
STRANGER = viewer("farshire-csc", "social-worker", "u-far")
IG_LEAD = viewer("northshire-csc", "ig-lead", "u-ig")
POLICE_IG_LEAD = viewer("northshire-police", "ig-lead", "u-pig")


@dataclass(frozen=True)
class Told:
    """One entry for a file: its labels, content and what was learned from it."""

    labels: Labels
    content: Mapping[str, object]
    withholdings: tuple[Withholding, ...] = ()
    involvements: tuple[Involvement, ...] = ()
    statuses: tuple[Status, ...] = ()
    is_suspect: bool = False
    finding: Finding | None = None


IDENTITY = {
    "given_names": "Robin",
    "family_name": "Sample",
    "date_of_birth": "2015-06-01",
    "identifiers": [{"system": "nhs-number", "value": "9434765919", "status": "verified"}],
}


def entry(
    entry_id: str,
    agency: str = "northshire-csc",
    *,
    category: str = "contact-recorded",
    happened: str = "2026-02-27",
    recorded: datetime = datetime(2026, 2, 27, 12, tzinfo=UTC),
    tier: Tier = Tier.DETAIL,
    content: Mapping[str, object] | None = None,
    withholdings: Sequence[Withholding] = (),
    involvements: Sequence[Involvement] = (),
    statuses: Sequence[Status] = (),
    third_party: bool = False,
    sensitive: str | None = None,
    handling: PoliceHandling | None = None,
    significant: bool = False,
    said: datetime | None = None,
    amends: Amendment | None = None,
    agreement: Agreement | None = None,
) -> Told:
    row = AGENCIES[agency]
    written = {"headline": f"headline of {entry_id}", "narrative": f"narrative of {entry_id}", "identity": IDENTITY}
    told = dict(content if content is not None else written)
    labels = Labels(
        entry_id=entry_id,
        version=1,
        origin=SourceRef(f"urn:agency:{agency}:system", entry_id),
        event_type="safeguarding.contact-recorded.v1",
        agency=agency,
        agency_type=row.agency_type,
        area=row.area,
        category=category,
        occurred=Occurred(happened, None, "day"),
        said=said or recorded,
        recorded=recorded,
        tier=tier,
        third_party=third_party,
        sensitive=sensitive,
        handling=handling,
        significant=significant,
        state=EntryState.CONFIRMED,
        derived_from=(amends.target,) if amends is not None else (),
        released_to=(),
        fields=tuple(told),
        amends=amends,
        agreement=agreement,
    )
    return Told(labels, told, tuple(withholdings), tuple(involvements), tuple(statuses))


def amending(kind: str, target: Told, **told: Any) -> Amendment:
    """What an entry does to an earlier one."""
    return Amendment(AmendmentKind(kind), target.labels.origin, **told)


def involved(
    entry_id: str, agency: str, kind: str, person: str | None = None, since: str = "2026-01-05"
) -> Involvement:
    return Involvement(kind, agency, person, since, None, entry_id)


def withheld(
    from_whom: Audience,
    withholding_id: str = "w-1",
    *,
    mode: Mode = Mode.SILENT,
    state: WithholdingState = WithholdingState.IN_FORCE,
    fields: frozenset[str] | None = None,
    ground: Ground = Ground.POLICE_INVESTIGATION,
    owner: str = "senior-investigating-officer",
    protective_instruction: str | None = None,
) -> Withholding:
    return Withholding(
        id=withholding_id,
        ground=ground,
        mode=mode,
        audience=from_whom,
        state=state,
        owner=owner,
        placed_by="u-sio",
        review_by=date(2026, 3, 20),
        fields=fields,
        protective_instruction=protective_instruction,
    )


def opening() -> Told:
    """The entry that allocates the social worker and tells that the child is enrolled at the school."""
    return entry(
        "e-open",
        happened="2026-01-05",
        recorded=datetime(2026, 1, 5, 9, tzinfo=UTC),
        involvements=[
            involved("e-open", "northshire-csc", "allocated", "u-sw"),
            involved("e-open", "oakfield-school", "enrolled"),
            involved("e-open", "northshire-hospital", "involved"),
            involved("e-open", "northshire-police", "strategy-group"),
        ],
    )


def file_of(entries: Sequence[Told], child_id: str = CHILD) -> ChildFile:
    return ChildFile(
        child_id,
        tuple(_row(told, child_id) for told in entries),
        {told.labels.entry_id: told.withholdings for told in entries if told.withholdings},
        tuple(one for told in entries for one in told.involvements),
        tuple(one for told in entries for one in told.statuses),
    )


def _row(told: Told, child_id: str) -> EntryRow:
    labels, is_suspect = as_found(told.labels, told.finding), told.is_suspect and told.finding is None
    return EntryRow(labels, _sealed(child_id, told), is_suspect=is_suspect, finding=told.finding)


def _sealed(child_id: str, told: Told) -> SealedContent:
    return SealedContent(child_id, told.labels.entry_id, told.labels.version, b"", b"", None)


@dataclass
class InMemoryReader:
    """Rows that a test wrote down, read as the views are: nothing filtered."""

    children: dict[str, Sequence[Told]] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    missing: dict[str, datetime] = field(default_factory=dict)

    def child(self, _cursor: Cursor, child_id: str) -> ChildFile | None:
        return file_of(self.children[child_id], child_id) if child_id in self.children else None

    def agencies(self, _cursor: Cursor) -> Mapping[str, AgencyRow]:
        return AGENCIES

    def feeds(self, _cursor: Cursor) -> Sequence[Feed]:
        read = {"northshire-csc": "2026-03-02T09:59:00Z", "northshire-police": "2026-03-02T09:58:00Z"}
        return [Feed(agency, upto, self.missing.get(agency)) for agency, upto in read.items()]

    def caseload(self, _cursor: Cursor, agency: str, person: str) -> Sequence[str]:
        held = [
            (child, one) for child, entries in self.children.items() for told in entries for one in told.involvements
        ]
        if not person:
            return sorted({child for child, one in held if one.agency == agency and one.kind in HELD_BY_A_WORKER})
        return sorted({child for child, one in held if (one.agency, one.person) == (agency, person)})

    def answered_for(self, _cursor: Cursor, _posts: Iterable[tuple[str, str]]) -> Sequence[str]:
        return sorted(child for child, entries in self.children.items() if any(told.withholdings for told in entries))

    def children_of(self, _cursor: Cursor, origin: SourceRef) -> Sequence[str]:
        """The children on whom an event, or what derives from it, stands."""
        return [
            child_id
            for child_id, entries in self.children.items()
            if any(origin in (told.labels.origin, *told.labels.derived_from) for told in entries)
        ]

    def find(self, _cursor: Cursor, query: SearchQuery) -> Sequence[str]:
        return sorted(child for child, entries in self.children.items() if any(_meets(told, query) for told in entries))

    def opener(self) -> Callable[[EntryRow], Mapping[str, object]]:
        return self.open

    def open(self, row: EntryRow) -> Mapping[str, object]:
        self.opened.append(row.labels.entry_id)
        of_child = self.children[row.content.child_id]
        return next(told.content for told in of_child if told.labels.entry_id == row.labels.entry_id)


def _works_with(entries: Sequence[Told], agency: str, person: str) -> bool:
    return any((one.agency, one.person) == (agency, person) for told in entries for one in told.involvements)


def _meets(told: Told, query: SearchQuery) -> bool:
    stated = dict(told.content.get("identity") or {})
    known = {(one["system"], normal(one["value"])) for one in stated.get("identifiers", ())}
    names = (stated.get("given_names"), stated.get("family_name"), stated.get("date_of_birth"))
    if query.given_names and query.family_name and all(names):
        wanted = (normal_name(query.given_names), normal_name(query.family_name), query.date_of_birth)
        if (normal_name(names[0]), normal_name(names[1]), names[2]) == wanted:
            return True
    return any((system, normal(value)) in known for system, value in query.identifiers)


@cache
def engine() -> EmbeddedEngine:
    return Remembering(load_bundle())


class Remembering(EmbeddedEngine):
    """The embedded engine, asked once for each question: a policy decides alike on what is alike, and a run of
    the tests of properties asks some hundred questions many thousand times."""

    def __init__(self, bundle: PolicyBundle) -> None:
        super().__init__(bundle)
        self._answers: dict[str, Mapping[str, object]] = {}

    def decide(self, document: Mapping[str, object]) -> Mapping[str, object]:
        asked = json.dumps(document, sort_keys=True)
        if asked not in self._answers:
            self._answers[asked] = super().decide(document)
        return deepcopy(self._answers[asked])


class SampleHub:
    """A hub over rows in memory, with the real policy, keys, store and audit log in a folder."""

    def __init__(self, folder: Path, policy: PolicyEngine | None = None, keys: LocalKeys | None = None) -> None:
        self.reader = InMemoryReader()
        self.now = NOW
        folder.mkdir(parents=True, exist_ok=True)
        self.settings = Settings(data=folder, issuer="development")
        self.keys = keys or LocalKeys(folder / "keys")
        datastore = SQLiteDatastore(str(folder / "hub.db"))
        self.database = SQLiteDatabase(datastore)
        self.audit = AuditLog(self.database, self.keys, "hub-northshire", lambda: self.now)
        self.worklists = InMemoryWorklists(self.database)
        ids = (f"{number:032x}" for number in itertools.count(1))
        self.door = Door(
            database=self.database,
            reader=self.reader,
            withholder=InMemoryWithholdings(self.reader, self.database),
            worklists=self.worklists,
            keys=self.keys,
            engine=policy or engine(),
            audit=self.audit,
            settings=self.settings,
            clock=lambda: self.now,
            random_id=lambda: next(ids),
        )
        self.access = Access(self.door)

    def given(self, *entries: Told, child_id: str = CHILD) -> "SampleHub":
        self.reader.children[child_id] = entries
        return self

    def audited(self) -> tuple[AccessRecord, ...]:
        """Every access on record, newest first."""
        with self.database.read() as cursor:
            return self.audit.records(cursor, limit=1000).records


class InMemoryWithholdings:
    """The commands on withholdings over rows in memory; `also` runs in a real transaction of the store."""

    def __init__(self, reader: InMemoryReader, database: SQLiteDatabase) -> None:
        self._reader = reader
        self._database = database

    def place_withholding(self, child_id, withholding, targets, *, also, **_told):
        self._write(also)
        self._change(
            child_id,
            lambda told: (
                (*told.withholdings, withholding) if told.labels.origin in targets.origins else told.withholdings
            ),
        )

    def review_withholding(self, child_id, withholding_id, *, review_by, also, **_told):
        self._write(also)
        self._change_one(child_id, withholding_id, review_by=review_by)

    def approve_withholding(self, child_id, withholding_id, *, by, role, at, also):
        self._write(also)
        self._step(
            child_id, withholding_id, lambda child: child.approve_withholding(withholding_id, by=by, role=role, at=at)
        )

    def decline_withholding(self, child_id, withholding_id, *, also, **told):
        self._write(also)
        self._step(child_id, withholding_id, lambda child: child.decline_withholding(withholding_id, **told))

    def _step(self, child_id, withholding_id, command):
        """Let a child of the domain take the withholding one step on."""
        told = self._reader.children[child_id]
        one = next(each for entry in told for each in entry.withholdings if each.id == withholding_id)
        child = Child.register(UUID(child_id), NOW)
        child.place_withholding(one, Targets(), NOW)
        command(child)
        changed = child.placed[withholding_id].withholding
        self._change(
            child_id, lambda entry: tuple(changed if each.id == changed.id else each for each in entry.withholdings)
        )

    def release_withholding(self, child_id, withholding_id, *, also, **_told):
        self._write(also)
        self._change_one(child_id, withholding_id, state=WithholdingState.RELEASED)

    def _write(self, also):
        with self._database.write() as cursor:
            for companion in also:
                companion(cursor, [])

    def _change_one(self, child_id, withholding_id, **fields):
        self._change(
            child_id,
            lambda told: tuple(
                replace(one, **fields) if one.id == withholding_id else one for one in told.withholdings
            ),
        )

    def _change(self, child_id, placed):
        of_child = self._reader.children[child_id]
        self._reader.children[child_id] = [replace(told, withholdings=placed(told)) for told in of_child]


def told_by(disclosed: Disclosed) -> dict[str, Any]:
    """What was disclosed, as JSON that a test may look into."""
    return dict(disclosed.answer)


def ids_in(answer: Disclosed) -> list[object]:
    """The ids of the entries of a chronology, as they are listed."""
    return [listed["id"] for listed in told_by(answer)["entries"]]
