"""Rows follow events: written in the events' own transaction, and again, the same, when rows are rebuilt."""

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from hub.domain.agency import Agency
from hub.domain.approving import AUTHORITY, answering_roles, approved, declined
from hub.domain.child import Child
from hub.domain.chronology import Involvement, SourceRef
from hub.domain.people import Person
from hub.domain.targets import Placed
from hub.domain.vocabulary import HELD_BY_A_WORKER
from hub.domain.withholding import Withholding, released, reviewed
from hub.failpoints import Point, reach
from hub.keys import KeyProvider
from hub.record.children import DomainEvent
from hub.record.database import Cursor
from hub.record.mapper import aggregate_key
from hub.views.facts import (
    Facts,
    open_facts,
    open_placed,
    origin_hash,
    post_hash,
    practitioner_hash,
    seal_facts,
    seal_placed,
)

INSERT_ENTRY = "INSERT INTO chronology_row VALUES (?,?,?,?,?,?,?,?)"
INSERT_WITHHOLDING = "INSERT INTO withholding_row VALUES (?,?,?,?)"
INSERT_POST = "INSERT INTO withholding_post_row VALUES (?,?) ON CONFLICT DO NOTHING"
INSERT_PRACTITIONER = "INSERT INTO practitioner_row VALUES (?,?) ON CONFLICT DO NOTHING"
INSERT_PERSON_ORIGIN = "INSERT INTO person_origin_row VALUES (?,?) ON CONFLICT DO NOTHING"
INSERT_ORIGIN = "INSERT INTO origin_row VALUES (?,?) ON CONFLICT DO NOTHING"

OfWithholding = (
    Child.WithholdingReviewed | Child.WithholdingApproved | Child.WithholdingDeclined | Child.WithholdingReleased
)


class Rows:
    """Writes this room's rows. Statements of one kind go together, in the order of the events."""

    def __init__(self, keys: KeyProvider) -> None:
        self._keys = keys

    def __call__(self, cursor: Cursor, events: Sequence[DomainEvent]) -> None:
        self._entries(cursor, [event for event in events if isinstance(event, Child.EntryRecorded)])
        for event in events:
            writer = SINGLE_WRITERS.get(type(event))
            if writer is not None:
                writer(self, cursor, event)
        reach(Point.AFTER_ROWS)

    def _entries(self, cursor: Cursor, events: Sequence[Child.EntryRecorded]) -> None:
        cursor.executemany(INSERT_ENTRY, [self._entry_row(event) for event in events])
        cursor.executemany(INSERT_ORIGIN, [row for event in events for row in self._origin_rows(event)])
        born = [self._withholding_row(event, placed) for event in events for placed in event.placed]
        cursor.executemany(INSERT_WITHHOLDING, born)
        cursor.executemany(
            INSERT_POST, [row for event in events for one in event.placed for row in self._posts(event, one)]
        )
        named = [(event, one) for event in events for one in event.involvements if one.person is not None]
        rows = [row for event, one in named for row in self._practitioner_rows(event, one)]
        cursor.executemany(INSERT_PRACTITIONER, rows)

    def _entry_row(self, event: Child.EntryRecorded) -> tuple[object, ...]:
        child_id = str(event.originator_id)
        facts = Facts(event.labels, tuple(event.involvements), tuple(event.statuses), event.signature)
        return (
            child_id,
            event.labels.entry_id,
            event.originator_version,
            seal_facts(self._keys, child_id, facts),
            event.labels.version,
            b64decode(event.sealed),
            b64decode(event.wrapped_key),
            event.compartment,
        )

    def _origin_rows(self, event: Child.EntryRecorded | Person.EntryRecorded) -> list[tuple[object, ...]]:
        origins: list[SourceRef] = [event.labels.origin, *event.labels.derived_from]
        return [(origin_hash(self._keys, origin), str(event.originator_id)) for origin in origins]

    def _withholding_row(self, event: Any, placed: Placed) -> tuple[object, ...]:
        child_id = str(event.originator_id)
        sealed = seal_placed(self._keys, child_id, placed)
        return (child_id, placed.withholding.id, event.originator_version, sealed)

    def _posts(self, event: Any, placed: Placed) -> list[tuple[object, ...]]:
        """Who may answer for it: at the agency that placed it, or at the responsible authority."""
        roles = sorted(answering_roles(placed.withholding))
        posts = [(agency, role) for agency in (placed.withholding.agency, AUTHORITY) for role in roles]
        return [(post_hash(self._keys, *post), str(event.originator_id)) for post in posts]

    def _practitioner_rows(self, event: Child.EntryRecorded, involvement: Involvement) -> list[tuple[object, ...]]:
        """A row for the practitioner and, where they hold the child, one for whoever covers them at their agency."""
        of_team = [""] if involvement.kind in HELD_BY_A_WORKER else []
        staff = [involvement.person or "", *of_team]
        return [(practitioner_hash(self._keys, involvement.agency, one), str(event.originator_id)) for one in staff]

    def of_person(self, cursor: Cursor, event: Person.EntryRecorded) -> None:
        cursor.executemany(INSERT_PERSON_ORIGIN, self._origin_rows(event))

    def placed(self, cursor: Cursor, event: Child.WithholdingPlaced) -> None:
        cursor.execute(INSERT_WITHHOLDING, self._withholding_row(event, event.placed))
        cursor.executemany(INSERT_POST, self._posts(event, event.placed))

    def reviewed(self, cursor: Cursor, event: Child.WithholdingReviewed) -> None:
        self._change(cursor, event, partial(reviewed, review_by=event.review_by))

    def approved(self, cursor: Cursor, event: Child.WithholdingApproved) -> None:
        self._change(cursor, event, partial(approved, approval=event.approval, is_last=event.is_last))

    def declined(self, cursor: Cursor, event: Child.WithholdingDeclined) -> None:
        self._change(cursor, event, partial(declined, by=event.by))

    def released(self, cursor: Cursor, event: Child.WithholdingReleased) -> None:
        self._change(cursor, event, released)

    def _change(self, cursor: Cursor, event: OfWithholding, step: Callable[[Withholding], Withholding]) -> None:
        where = (str(event.originator_id), event.withholding_id)
        cursor.execute("SELECT placed FROM withholding_row WHERE child_id=? AND withholding_id=?", where)
        placed = open_placed(self._keys, *where, cursor.fetchall()[0]["placed"])
        changed = replace(placed, withholding=step(placed.withholding))
        sealed = seal_placed(self._keys, where[0], changed)
        cursor.execute("UPDATE withholding_row SET placed=? WHERE child_id=? AND withholding_id=?", (sealed, *where))

    def judged(self, cursor: Cursor, event: Child.SuspectJudged) -> None:
        """Note what an agency said on each entry that came from its event."""
        child_id = str(event.originator_id)
        cipher = self._keys.cipher(aggregate_key(child_id))
        cursor.execute("SELECT entry_id, facts FROM chronology_row WHERE child_id=?", (child_id,))
        for row in cursor.fetchall():
            facts = open_facts(cipher, child_id, row["entry_id"], bytes(row["facts"]))
            if facts.labels.origin == event.origin:
                sealed = seal_facts(self._keys, child_id, replace(facts, finding=event.finding))
                where = (child_id, row["entry_id"])
                cursor.execute("UPDATE chronology_row SET facts=? WHERE child_id=? AND entry_id=?", (sealed, *where))

    def agency(self, cursor: Cursor, event: Agency.Created) -> None:
        row = (event.agency_id, event.agency_type, event.name, event.area, event.duty_contact)
        cursor.execute("INSERT INTO agency_row VALUES (?,?,?,?,?)", row)

    def key_added(self, cursor: Cursor, event: Agency.KeyAdded) -> None:
        key = event.key
        ended = (moment and moment.isoformat() for moment in (key.retired, key.compromised_since))
        row = (key.kid, str(event.originator_id), key.jwk, key.valid_from.isoformat(), *ended)
        cursor.execute("INSERT INTO agency_key_row VALUES (?,?,?,?,?,?)", row)
        cursor.executemany("INSERT INTO agency_key_type_row VALUES (?,?)", [(key.kid, one) for one in key.event_types])

    def key_retired(self, cursor: Cursor, event: Agency.KeyRetired) -> None:
        row = (event.retired.isoformat(), event.kid)
        cursor.execute("UPDATE agency_key_row SET retired=? WHERE kid=?", row)

    def key_revoked(self, cursor: Cursor, event: Agency.KeyRevoked) -> None:
        row = (event.compromised_since.isoformat(), event.kid)
        cursor.execute("UPDATE agency_key_row SET compromised_since=? WHERE kid=?", row)

    def quota_set(self, cursor: Cursor, event: Agency.QuotaSet) -> None:
        cursor.execute(
            "INSERT INTO agency_quota_row VALUES (?,?,?) ON CONFLICT (agency_id) DO UPDATE SET "
            "events=excluded.events, urgent=excluded.urgent",
            (str(event.originator_id), event.events, event.urgent),
        )


SINGLE_WRITERS: Mapping[type, Callable[[Rows, Cursor, Any], None]] = {
    Person.EntryRecorded: Rows.of_person,
    Child.WithholdingPlaced: Rows.placed,
    Child.WithholdingReviewed: Rows.reviewed,
    Child.WithholdingApproved: Rows.approved,
    Child.WithholdingDeclined: Rows.declined,
    Child.WithholdingReleased: Rows.released,
    Child.SuspectJudged: Rows.judged,
    Agency.Created: Rows.agency,
    Agency.KeyAdded: Rows.key_added,
    Agency.KeyRetired: Rows.key_retired,
    Agency.KeyRevoked: Rows.key_revoked,
    Agency.QuotaSet: Rows.quota_set,
}
