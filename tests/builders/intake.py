"""A real store with agencies that speak to it: events sealed, signed and taken, with safe defaults."""

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from exchange import (
    AgencyTopics,
    Envelope,
    Lane,
    Message,
    Receipt,
    compose,
    for_agency,
    generate_signing_key,
    lane_of,
    public_part,
    subject_for,
)
from exchange.schemas import load
from exchange.topic_log.port import Record
from hub.bootstrap.store import open_intake, open_store
from hub.cli import Store
from hub.config import Settings
from hub.domain.agency import Agency, SigningKey
from hub.domain.chronology import SourceRef
from hub.identity import index as identity_tables
from hub.intake import tables as intake_tables
from hub.intake.kept import Kept
from hub.intake.receipts import Receipts
from hub.intake.take import Taken
from hub.notices import tables as notice_tables
from hub.record.agencies import register_agency
from hub.record.contents import open_content
from hub.views import tables as view_tables
from hub.views.model import ChildFile
from hub.views.read import read_child

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
POLICE, SCHOOL, CARE, HOSPITAL = "northshire-police", "oakfield-school", "northshire-csc", "northshire-hospital"
HOUSING = "northshire-housing"
TYPES = {POLICE: "police", SCHOOL: "school", CARE: "childrens-social-care", HOSPITAL: "health", HOUSING: "housing"}
NAMED = re.compile(r"CREATE TABLE IF NOT EXISTS (\w+)")
TABLES = [
    found
    for room in (view_tables, identity_tables, intake_tables, notice_tables)
    for found in NAMED.findall("".join(room.CREATE))
]
AUTHOR = {"staff_id": "s-1", "name": "A. Author", "role": "designated-safeguarding-lead", "contact": "01632 960 001"}


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, minutes: int = 1) -> None:
        self.now += timedelta(minutes=minutes)


def nhs_number(number: int) -> str:
    """The n-th well-formed NHS number of the range kept for tests (999...)."""
    found = (nine for nine in range(999_000_000, 1_000_000_000) if _check_digit(nine) != 10)
    nine = next(nine for position, nine in enumerate(found) if position == number)
    return f"{nine}{_check_digit(nine)}"


def _check_digit(nine: int) -> int:
    weighted = sum(int(digit) * (10 - place) for place, digit in enumerate(str(nine)))
    return (11 - weighted % 11) % 11


def told_child(
    local_ref: str = "P-1", *, nhs: str | None = None, postcode: str | None = None, **told: Any
) -> dict[str, Any]:
    """One member of an event's `children`; `nhs` is a verified NHS number."""
    child = {"local_ref": local_ref, "given_names": "Rowan", "family_name": "Ashdown", "date_of_birth": "2017-05-14"}
    if nhs is not None:
        told.setdefault("identifiers", [{"system": "nhs-number", "value": nhs, "status": "verified"}])
    if postcode is not None:
        told.setdefault("addresses", [{"lines": ["4 Larch Close"], "postcode": postcode}])
    return {name: value for name, value in {**child, **told}.items() if value is not None}


def event(name: str, *children: Mapping[str, Any], **told: Any) -> dict[str, Any]:
    """The data of an event: what its schema requires, about these children."""
    day = {"referral-received": "received", "section-47-started": "started", "school-roll-changed": "on"}
    required: dict[str, Any] = {
        "headline": f"headline of {name}",
        "occurred": {"from": "2026-03-02", "precision": "day"},
        "author": AUTHOR,
        "children": [dict(child) for child in children],
    }
    if name == "concern-raised":
        required["narrative"] = "narrative of a concern"
    if name in day:
        required[day[name]] = example(name)[day[name]]
    return {**required, **told}


def sender_of(name: str) -> str:
    """An agency whose type may send the event: social care wherever it may."""
    allowed = load().annotations(f"safeguarding.{name}.v1").senders
    return next(agency for agency in (CARE, *TYPES) if allowed is None or TYPES[agency] in allowed)


def example(name: str) -> dict[str, Any]:
    """The example that an event's schema gives; what it corrects is its own sender's."""
    told = deepcopy(dict(load().documents[f"safeguarding.{name}.v1"]["examples"][0]))
    if "corrects" in told:
        told["corrects"]["source"] = source_of(sender_of(name))
    return told


def withheld_from(audience: Mapping[str, Any], **told: Any) -> dict[str, Any]:
    """A handling with one approved silent withholding."""
    withholding = {
        "ground": "police-investigation",
        "mode": "silent",
        "audience": dict(audience),
        "owner": "senior-investigating-officer",
        "reason": "arrest is planned",
        "review_by": "2026-03-20",
        "placed_by": "u-sio",
        "approved_by": "u-super",
        "decided_at": "strategy discussion",
    }
    return {"withholdings": [{**withholding, **told}]}


@dataclass
class SampleIntake:
    """A hub over a real store, and the agencies of `TYPES` with their keys."""

    folder: Path
    address: str = "sqlite"
    schemas: Path | None = None
    clock: Clock = field(default_factory=Clock)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    ends: dict[tuple[str, int], int] = field(default_factory=dict)
    witnesses: str = ""

    def __post_init__(self) -> None:
        settings = Settings(data=self.folder, store=self.address, witnesses=self.witnesses, schemas=self.schemas)
        self.store: Store = open_store(settings, self.clock)
        self.intake = open_intake(self.store)
        for agency, kind in TYPES.items():
            self.join(agency, kind)

    def reopened(self) -> "SampleIntake":
        """The same store as another process opens it, with the agencies' keys."""
        other = object.__new__(SampleIntake)
        other.__dict__.update(self.__dict__)
        other.store = open_store(self.store.settings, self.clock)
        other.intake = open_intake(other.store)
        return other

    def join(self, agency: str, kind: str, key: dict[str, str] | None = None, area: str = "northshire") -> None:
        """Register an agency with a signing key, or with its own."""
        self.keys[agency] = key or generate_signing_key()
        register_agency(
            self.store.record,
            self.store.keys,
            agency_id=agency,
            agency_type=kind,
            name=agency.title(),
            area=area,
            duty_contact="01632 960 100",
            public_jwk=public_part(self.keys[agency]),
            at=self.clock() - timedelta(days=1),
        )

    def restored(self, copy: Path) -> "SampleIntake":
        """The hub as it stood when its folder was copied, with the agencies' keys; its topics go on as they are."""
        other = object.__new__(SampleIntake)
        other.__dict__.update({**self.__dict__, "folder": copy, "clock": replace(self.clock)})
        other.store = open_store(Settings(data=copy, store=self.address), other.clock)
        other.intake = open_intake(other.store)
        return other

    def rewrite_value(self, source: str, event_id: str) -> None:
        """Have the store hold another value of a message than the one that came."""
        receipts = Receipts(self.store.keys)
        with self.store.record.database.write() as cursor:
            answer = receipts.find(cursor, SourceRef(source, event_id))
            assert answer is not None
            receipts.write(cursor, {receipts.name(SourceRef(source, event_id)): replace(answer, value="0" * 64)})

    def add_key(self, agency: str, key: Mapping[str, str]) -> None:
        """Register another signing key of an agency, from now on."""
        held: Agency = self.store.record.repository.get(Agency.create_id(agency))
        held.add_key(SigningKey(key["kid"], json.dumps(public_part(key)), self.clock()), self.clock())
        self.store.record.save(held)

    def envelope(self, agency: str, name: str, data: Mapping[str, Any], **changes: Any) -> Envelope:
        """An open envelope of an agency's event; `id` is `m-1` unless said."""
        stated = Envelope(
            id="m-1",
            source=source_of(agency),
            type=f"safeguarding.{name}.v1",
            time=NOON - timedelta(minutes=5),
            subject=subject_for(b"k" * 32, agency),
            topic=topic_of(agency, name),
            audience=self.store.settings.id,
            data=dict(data),
        )
        return replace(stated, **changes)

    def message(self, agency: str, name: str, data: Mapping[str, Any], **changes: Any) -> Message:
        """The message of an agency's event: sealed to the hub, signed by the agency."""
        return self.signed(self.envelope(agency, name, data, **changes), self.keys[agency])

    def signed(self, envelope: Envelope, key: Mapping[str, str]) -> Message:
        opening = self.store.keys.opening_key.as_dict(private=False)
        return compose(envelope, seal_to=opening, sign_with=key)

    def records(self, *messages: Message, partition: int = 0) -> list[Record]:
        """The messages as they lie on their topics, each after the last."""
        return [self._logged(message, partition) for message in messages]

    def _logged(self, message: Message, partition: int) -> Record:
        place = (message.topic, partition)
        offset = self.ends.get(place, 0)
        self.ends[place] = offset + 1
        return Record(*place, offset, message.key, message.value, message.headers, 0)

    def take(self, *messages: Message) -> Taken:
        """Log the messages and take them as one batch."""
        return self.intake.take(self.records(*messages))

    def say(self, agency: str, name: str, data: Mapping[str, Any], **changes: Any) -> Receipt:
        """Compose, log and take one message; returns the receipt that is stored for it."""
        self.clock.forward()
        self.take(self.message(agency, name, data, **changes))
        return self.receipt(agency, changes.get("id", "m-1"))

    def receipt(self, agency: str, event_id: str = "m-1", source: str | None = None) -> Receipt:
        """The stored receipt of a message."""
        with self.store.record.database.read() as cursor:
            answer = Receipts(self.store.keys).find(cursor, SourceRef(source or source_of(agency), event_id))
        assert answer is not None, f"no receipt for {event_id}"
        return answer.receipt

    def delivered(self, agency: str) -> list[Receipt]:
        """The receipts that wait to be sent to an agency, in the order of the messages they answer."""
        receipts = Receipts(self.store.keys)
        rows = sorted(self.rows("delivery"), key=lambda row: (row["topic"], row["part"], row["record_offset"]))
        return [one.receipt for one in receipts.open_deliveries(rows) if one.agency_id == agency]

    def files(self) -> list[ChildFile]:
        """The file of each child, in the order in which the hub first heard of them."""
        with self.store.record.database.read() as cursor:
            cursor.execute("SELECT DISTINCT child_id FROM chronology_row")
            found = [read_child(cursor, self.store.keys, row["child_id"]) for row in cursor.fetchall()]
        known = [one for one in found if one is not None]
        return sorted(known, key=lambda one: one.entries[0].labels.recorded)

    def origins(self) -> list[list[str]]:
        """The ids of the messages on each child's chronology."""
        return [[entry.labels.origin.id for entry in file.entries] for file in self.files()]

    def contents(self, file: ChildFile) -> list[dict[str, Any]]:
        """What each entry of a child says."""
        return [open_content(self.store.keys, entry.content, entry.labels) for entry in file.entries]

    def quarantined(self) -> list[dict[str, Any]]:
        """Each quarantined message, opened."""
        kept = Kept(self.store.keys)
        with self.store.record.database.read() as cursor:
            return [kept.open_quarantined(cursor, row["quarantine_id"]) or {} for row in kept.quarantined(cursor)]

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        return len(self.rows(table))

    def rows(self, table: str) -> list[Mapping[str, Any]]:
        """Every row of a table as it is stored."""
        with self.store.record.database.read() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            return [dict(row) for row in cursor.fetchall()]

    def everything(self) -> dict[str, list[Mapping[str, Any]]]:
        """Every row of every table, the events' too."""
        return {table: self.rows(table) for table in (*TABLES, self.store.record.events_table)}

    def close(self) -> None:
        self.store.close()


def source_of(agency: str) -> str:
    return f"urn:agency:{agency}:system"


def topic_of(agency: str, name: str) -> str:
    topics: AgencyTopics = for_agency(agency)
    return topics.urgent if lane_of(name) is Lane.URGENT else topics.events


def bytes_of(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """What a thief of the database reads: every value of every row."""
    values = [value for found in rows.values() for row in found for value in row.values()]
    return b"\n".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in values)
