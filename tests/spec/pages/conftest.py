"""A hub behind the pages: the real door, policy, keys and audit log; the rows of one invented child in memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders.worklists import InMemoryWorklists
from eventsourcing.persistence import OperationalError
from eventsourcing.sqlite import SQLiteDatastore
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from exchange.schemas import themes
from hub.access import Access, Viewer
from hub.access.door import Door
from hub.audit import AuditLog
from hub.config import Settings
from hub.domain.chronology import Involvement, Labels, Occurred, SourceRef
from hub.domain.errors import HubError
from hub.domain.vocabulary import EntryState, Ground, Mode, Tier, WithholdingState
from hub.domain.withholding import Audience, Withholding
from hub.identity.find import SearchQuery
from hub.keys import LocalKeys
from hub.pages import Concern, PageServices, Person, Progress, Raised, add_pages
from hub.policy import EmbeddedEngine, load_bundle, rule_texts
from hub.record.database import Cursor
from hub.record.sqlite import SQLiteDatabase
from hub.views.model import AgencyRow, ChildFile, EntryRow, Feed, SealedContent

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
CHILD = "5f0c2a4e-6a51-4c3e-9a54-1f7b6a0f9d21"
IDENTITY = {
    "given_names": "Alfie",
    "family_name": "Marlow",
    "date_of_birth": "2016-03-27",
    "identifiers": [{"system": "nhs-number", "value": "9990000018", "status": "verified"}],
}
AGENCIES = (
    AgencyRow(
        "northshire-csc", "childrens-social-care", "Northshire Children’s Social Care", "northshire", "01632 960 100"
    ),
    AgencyRow("northshire-police", "police", "Northshire Police", "northshire", "01632 960 101"),
    AgencyRow("oakfield-school", "school", "Oakfield Primary School", "northshire", "01632 960 103"),
    AgencyRow("family", "family", "Families", "northshire", "none"),
)
PEOPLE = (
    Person("sw-1", "Sam Okafor", "social-worker", "northshire-csc"),
    Person("dsl-1", "Ruth Penhaligon", "designated-safeguarding-lead", "oakfield-school"),
    Person("teacher-1", "Tom Ashby", "teacher", "oakfield-school"),
    Person("tm-1", "Kit Osborne", "team-manager", "northshire-csc"),
    Person("mum-1", "Dana Marlow", "parent", "family"),
    Person("dm-1", "Del Mota", "duty-manager", "northshire-csc", "Manages the duty desk."),
    Person("ig-1", "Iris Gale", "ig-lead", "northshire-csc"),
)
WHY = {"purpose": "enquiry-s47", "reason": "Strategy discussion this afternoon"}
SEARCH = {
    "given_names": "Alfie",
    "family_name": "Marlow",
    "born_day": "27",
    "born_month": "3",
    "born_year": "2016",
    **WHY,
}


@dataclass
class Rows:
    """The rows of one child, as a test wrote them; nothing is filtered."""

    entries: list[EntryRow] = field(default_factory=list)
    contents: dict[str, Mapping[str, object]] = field(default_factory=dict)
    withholdings: dict[str, tuple[Withholding, ...]] = field(default_factory=dict)
    others: dict[str, ChildFile] = field(default_factory=dict)
    answers: bool = True
    held: list[Involvement] = field(default_factory=list)

    def add(self, content: Mapping[str, object], withheld: Withholding | None = None, **labels: object) -> str:
        """Add an entry with this content; `labels` change the labels of an ordinary police entry."""
        entry_id = f"e-{len(self.entries) + 1:032x}"
        made = replace(_labels(entry_id, tuple(sorted(content))), **labels)
        self.entries.append(EntryRow(made, SealedContent(CHILD, entry_id, 1, b"", b"", None)))
        self.contents[entry_id] = content
        self.withholdings[entry_id] = (withheld,) if withheld else ()
        return entry_id

    def shared_with(self, sibling: str, entry_id: str, content: Mapping[str, object]) -> None:
        """Put an event of this child's on a sibling's record too, where it says this of the sibling."""
        row = next(entry for entry in self.entries if entry.labels.entry_id == entry_id)
        own = replace(row.labels, entry_id=f"{entry_id}s", fields=tuple(sorted(content)))
        self.contents[own.entry_id] = content
        sealed = SealedContent(sibling, own.entry_id, 1, b"", b"", None)
        held = Involvement("allocated", "northshire-csc", "sw-1", "2026-01-05", None, own.entry_id)
        self.others[sibling] = ChildFile(sibling, (EntryRow(own, sealed),), {}, (held,), ())

    def child(self, _cursor: Cursor, child_id: str) -> ChildFile | None:
        if not self.answers:
            raise OperationalError("the store is down")
        if child_id in self.others:
            return self.others[child_id]
        if child_id != CHILD or not self.entries:
            return None
        first = self.entries[0].labels.entry_id
        held = (
            Involvement("allocated", "northshire-csc", "sw-1", "2026-01-05", None, first),
            Involvement("enrolled", "oakfield-school", None, "2020-09-01", None, first),
        )
        return ChildFile(CHILD, tuple(self.entries), self.withholdings, (*held, *self.held), ())

    def agencies(self, _cursor: Cursor) -> Mapping[str, AgencyRow]:
        return {agency.agency_id: agency for agency in AGENCIES}

    def feeds(self, _cursor: Cursor) -> Sequence[Feed]:
        return [Feed("northshire-csc", "2026-03-02T10:20:00Z"), Feed("northshire-police", "2026-03-02T10:25:00Z")]

    def caseload(self, _cursor: Cursor, _agency: str, person: str) -> Sequence[str]:
        return [CHILD] if person in ("sw-1", "") else []

    def answered_for(self, _cursor: Cursor, _posts: Iterable[tuple[str, str]]) -> Sequence[str]:
        return [CHILD] if any(self.withholdings.values()) else []

    def children_of(self, _cursor: Cursor, origin: SourceRef) -> Sequence[str]:
        named = [origin in (row.labels.origin, *row.labels.derived_from) for row in self.entries]
        return [CHILD, *self.others] if any(named) else []

    def find(self, _cursor: Cursor, _query: SearchQuery) -> Sequence[str]:
        return [CHILD]

    def opener(self) -> Callable[[EntryRow], Mapping[str, object]]:
        return lambda entry: self.contents[entry.labels.entry_id]


def _labels(entry_id: str, fields: tuple[str, ...]) -> Labels:
    return Labels(
        entry_id=entry_id,
        version=1,
        origin=SourceRef("urn:agency:northshire-police:records", entry_id),
        event_type="safeguarding.police-notification.v1",
        agency="northshire-police",
        agency_type="police",
        area="northshire",
        category="physical-abuse",
        occurred=Occurred("2026-02-27", None, "day"),
        said=NOW,
        recorded=NOW,
        tier=Tier.DETAIL,
        third_party=False,
        sensitive=None,
        handling=None,
        significant=False,
        state=EntryState.CONFIRMED,
        derived_from=(),
        released_to=(),
        fields=fields,
    )


@pytest.fixture
def withheld_from() -> Callable[[str, Mode], Withholding]:
    """Makes a police withholding in force, from every agency of a type."""
    return _withheld_from


def _withheld_from(agency_type: str, mode: Mode) -> Withholding:
    return Withholding(
        id="w-1",
        ground=Ground.POLICE_INVESTIGATION,
        mode=mode,
        audience=Audience(agency_types=frozenset({agency_type})),
        state=WithholdingState.IN_FORCE,
        owner="senior-investigating-officer",
        placed_by="pol-1",
        approved_by="pol-2",
        approved_at=NOW,
        review_by=date(2026, 3, 20),
    )


@pytest.fixture
def rows() -> Rows:
    """A child of whom one entry says who it is."""
    made = Rows()
    made.add({"headline": "Child named in a police notification", "narrative": "At home.", "identity": IDENTITY})
    return made


@pytest.fixture
def database(tmp_path: Path) -> SQLiteDatabase:
    return SQLiteDatabase(SQLiteDatastore(str(tmp_path / "hub.db")))


@pytest.fixture(scope="session")
def engine() -> EmbeddedEngine:
    """The policy in process; it keeps nothing between decisions."""
    return EmbeddedEngine(load_bundle())


@pytest.fixture
def services(
    rows: Rows,
    database: SQLiteDatabase,
    engine: EmbeddedEngine,
    tmp_path: Path,
    ended: "EndedInMemory",
    concerns: "SentConcerns",
) -> PageServices:
    keys, settings = LocalKeys(tmp_path / "keys"), Settings(data=tmp_path)
    ids = iter(range(1, 1_000_000))
    door = Door(
        database=database,
        reader=rows,
        withholder=None,
        worklists=InMemoryWorklists(database),
        keys=keys,
        engine=engine,
        audit=AuditLog(database, keys, settings.id, lambda: NOW),
        settings=settings,
        clock=lambda: NOW,
        random_id=lambda: f"audit-{next(ids)}",
    )
    return PageServices(
        name=settings.name,
        duty_line=settings.duty_line,
        access=Access(door),
        people=lambda: PEOPLE,
        viewer=_viewer,
        agencies=lambda: AGENCIES,
        categories={"physical-abuse": "Physical abuse", "neglect": "Neglect"},
        now=lambda: NOW,
        secret=b"s" * 32,
        secure=False,
        ended=ended,
        random=lambda count: next(ids).to_bytes(count, "little"),
        concerns=concerns,
        rules=rule_texts(load_bundle()),
        themes=themes(),
    )


@dataclass
class EndedInMemory:
    """The sessions that people signed out of."""

    ids: set[str] = field(default_factory=set)

    def end(self, session_id: str, _until: datetime) -> None:
        self.ids.add(session_id)

    def has_ended(self, session_id: str) -> bool:
        return session_id in self.ids


@pytest.fixture
def ended() -> EndedInMemory:
    return EndedInMemory()


@dataclass
class SentConcerns:
    """What was raised, in the order of sending; `trouble` is what sending raises, `progress` what receipts say."""

    sent: list[tuple[str, Concern, datetime]] = field(default_factory=list)
    trouble: HubError | None = None
    progress: Progress = Progress.TAKEN

    def send(self, viewer: Viewer, concern: Concern, at: datetime) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append((viewer.id, concern, at))

    def one(self, viewer: Viewer, concern_id: str) -> Raised | None:
        return next((one for one in self.of(viewer) if one.id == concern_id), None)

    def of(self, viewer: Viewer) -> list[Raised]:
        own = [(concern, at) for user, concern, at in reversed(self.sent) if user == viewer.id]
        return [Raised(one.id, at, one.about, self.progress, _origins(one)) for one, at in own]


def _origins(concern: Concern) -> tuple[SourceRef, ...]:
    return tuple(SourceRef("urn:agency:hub-northshire:pages", event_id) for event_id in concern.events)


@pytest.fixture
def concerns() -> SentConcerns:
    return SentConcerns()


def _viewer(user: str) -> Viewer | None:
    types = {agency.agency_id: agency.agency_type for agency in AGENCIES}
    for person in PEOPLE:
        if person.id == user:
            return Viewer(person.id, person.name, person.agency, types[person.agency], "northshire", person.role)
    return None


class Visitor:
    """A person at a browser: follows redirects, sends forms as a browser does from our own pages."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def goes_to(self, address: str) -> Response:
        return self.client.get(address)

    def sends(self, address: str, **form: str) -> Response:
        return self.client.post(address, data=form, headers={"Sec-Fetch-Site": "same-origin"})

    def reads(self, filters: str = "", child: str = CHILD) -> Response:
        """Open a chronology, with filters as they stand in its address."""
        return self.goes_to(f"/children/{child}{filters}")

    def searches(self, **changed: str) -> Response:
        return self.sends("/find", **{**SEARCH, **changed})

    def signs_in(self, user: str) -> "Visitor":
        self.sends("/sign-in", user=user)
        return self

    def says_why(self, **changed: str) -> Response:
        return self.sends(f"/children/{CHILD}/why", **{**WHY, **changed})


@pytest.fixture
def visitor(services: PageServices) -> Iterator[Visitor]:
    app = FastAPI()
    add_pages(app, services)
    with TestClient(app) as client:
        yield Visitor(client)


@pytest.fixture
def social_worker(visitor: Visitor) -> Visitor:
    """An allocated social worker who has said why."""
    visitor.signs_in("sw-1").says_why()
    return visitor
