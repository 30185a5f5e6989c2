"""The record on SQLite and on PostgreSQL: one transaction, sealed rows, and rows that can be written again."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from builders.intake import (
    CARE,
    POLICE,
    SCHOOL,
    SampleIntake,
    bytes_of,
    event,
    example,
    nhs_number,
    source_of,
    told_child,
    withheld_from,
)
from eventsourcing.persistence import IntegrityError

from hub.bootstrap.reader import StoreReader
from hub.domain.child import Child
from hub.domain.chronology import SourceRef
from hub.domain.errors import Conflict, KeyMissing, Misconfigured, Tampered
from hub.domain.targets import Targets
from hub.domain.vocabulary import WithholdingState
from hub.intake.offsets import Advance, advance
from hub.record.children import DomainEvent, store_environment
from hub.record.contents import open_content
from hub.record.database import Cursor
from hub.record.mapper import aggregate_key
from hub.views.model import ChildFile
from hub.views.read import agencies, read_child, signing_keys
from hub.views.rebuild import rebuild
from hub.views.rows import Rows

MARKERS = ("Zanzibarrow", "Quillfeather", "NX47", "2017-05-14", nhs_number(0), "arrest is planned", "s-marker")
ROWAN = told_child("P-marker", nhs=nhs_number(0), given_names="Zanzibarrow", postcode="NX47 7QL")
CONCERN = event("concern-raised", ROWAN, narrative="Quillfeather was seen")


class StoreContract(ABC):
    """What is promised of either store."""

    @pytest.fixture
    @abstractmethod
    def hub(self, sqlite_hub: SampleIntake) -> SampleIntake:
        """A hub over the store."""

    def test_everything_that_a_batch_writes_is_in_the_store_together(self, hub: SampleIntake) -> None:
        hub.take(hub.message(POLICE, "concern-raised", CONCERN))
        counts = {table: hub.count(table) for table in ("chronology_row", "receipt", "message", "topic_offset")}
        assert set(counts.values()) == {1}

    def test_nothing_of_a_batch_is_in_the_store_where_the_last_of_its_writers_fails(self, hub: SampleIntake) -> None:
        before = hub.everything()
        hub.store.record.also_write([], [_fail])
        with pytest.raises(ZeroDivisionError):
            hub.take(hub.message(POLICE, "concern-raised", CONCERN))
        assert hub.everything() == before

    def test_a_batch_that_failed_can_be_taken_again(self, hub: SampleIntake) -> None:
        records = hub.records(hub.message(POLICE, "concern-raised", CONCERN))
        other = hub.reopened()
        other.store.record.also_write([], [_fail])
        with pytest.raises(ZeroDivisionError):
            other.intake.take(records)
        other.close()
        assert hub.intake.take(records).accepted == 1

    def test_an_offset_moves_only_from_where_it_was_seen(self, hub: SampleIntake) -> None:
        topic = f"agency.{POLICE}.urgent"
        with hub.store.record.database.write() as cursor:
            advance(cursor, [Advance((topic, 0), None, 3)])
        for stale in (None, 2):
            with pytest.raises(Conflict), hub.store.record.database.write() as cursor:
                advance(cursor, [Advance((topic, 0), stale, 9)])
        assert [row["next_offset"] for row in hub.rows("topic_offset")] == [3]

    def test_a_zombies_overlapping_batch_writes_each_message_once(self, hub: SampleIntake) -> None:
        zombie = hub.reopened()
        records = hub.records(*(hub.message(POLICE, "concern-raised", CONCERN, id=f"m-{n}") for n in range(6)))
        hub.intake.take(records[:4])
        zombie.intake.take(records[2:])
        zombie.close()
        assert hub.origins() == [[f"m-{n}" for n in range(6)]]
        assert [row["next_offset"] for row in hub.rows("topic_offset")] == [6]

    def test_two_processes_that_take_the_same_batch_at_once_write_it_once(self, hub: SampleIntake) -> None:
        records = hub.records(*(hub.message(POLICE, "concern-raised", CONCERN, id=f"m-{n}") for n in range(10)))
        others = [hub.reopened() for _ in range(2)]
        threads = [threading.Thread(target=other.intake.take, args=(records,)) for other in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        for other in others:
            other.close()
        assert hub.origins() == [[f"m-{n}" for n in range(10)]]
        assert (hub.count("receipt"), hub.count("delivery")) == (10, 10)

    def test_two_writers_of_one_version_of_a_child_do_not_both_save(self, hub: SampleIntake) -> None:
        child_id = _one_child(hub).child_id
        one, other = hub.store.record.child(child_id), hub.reopened()
        stale = other.store.record.child(child_id)
        for child, record in ((one, hub.store.record), (stale, other.store.record)):
            withholding = next(iter(child.placed))
            child.release_withholding(withholding, by="u-1", reason="charged", at=hub.clock())
            if child is one:
                record.save(child)
        with pytest.raises(IntegrityError):
            other.store.record.save(stale)
        other.close()

    def test_a_child_kept_after_a_save_is_the_child_that_its_events_make(self, hub: SampleIntake) -> None:
        hub.say(POLICE, "concern-raised", CONCERN | {"handling": withheld_from({"agency_types": ["school"]})})
        other = hub.reopened()
        child_id = hub.files()[0].child_id
        kept, replayed = hub.store.record.child(child_id), other.store.record.child(child_id)
        other.close()
        assert vars(kept) == vars(replayed)

    def test_a_child_kept_after_a_save_learns_what_another_process_saved_since(self, hub: SampleIntake) -> None:
        hub.say(POLICE, "concern-raised", CONCERN, id="m-1")
        other = hub.reopened()
        other.intake.take(hub.records(hub.message(SCHOOL, "concern-raised", CONCERN, id="m-2")))
        other.close()
        child = hub.store.record.child(hub.files()[0].child_id)
        assert [labels.origin.id for labels in child.entries.values()] == ["m-1", "m-2"]

    def test_what_is_done_to_a_child_after_its_save_is_not_kept_unless_it_is_saved(self, hub: SampleIntake) -> None:
        child = hub.store.record.child(_one_child(hub).child_id)
        hub.store.record.save(child)
        child.release_withholding(next(iter(child.placed)), by="u-1", reason="charged", at=hub.clock())
        again = hub.store.record.child(str(child.id))
        assert again.version < child.version
        assert again.placed != child.placed

    def test_nothing_that_an_agency_said_can_be_read_in_any_table(self, hub: SampleIntake) -> None:
        hub.say(POLICE, "concern-raised", CONCERN | {"handling": withheld_from({"agency_types": ["school"]})})
        hub.say(SCHOOL, "concern-raised", event("concern-raised", {**ROWAN, "date_of_birth": "Quillfeather"}), id="bad")
        hub.say(CARE, "concern-raised", event("concern-raised", {**ROWAN, "date_of_birth": "2017-05-15"}), id="held")
        assert (hub.count("quarantine"), hub.count("held")) == (1, 1)
        stored = bytes_of(hub.everything())
        assert not [marker for marker in (*MARKERS, source_of(POLICE)) if marker.encode() in stored]

    def test_an_event_moved_to_another_child_does_not_open(self, hub: SampleIntake) -> None:
        one, other = _two_children(hub)
        events = hub.store.record.events_table
        with hub.store.record.database.write() as cursor:
            cursor.execute(
                f"SELECT state FROM {events} WHERE originator_id=? AND originator_version=2", _row_id(hub, one)
            )
            state = cursor.fetchall()[0]["state"]
            where = _row_id(hub, other)
            cursor.execute(
                f"UPDATE {events} SET state=? WHERE originator_id=? AND originator_version=2", (state, *where)
            )
        fresh = hub.reopened()
        with pytest.raises(Tampered):
            fresh.store.record.child(other)
        fresh.close()

    def test_a_row_moved_to_another_child_does_not_open(self, hub: SampleIntake) -> None:
        one, other = _two_children(hub)
        with hub.store.record.database.write() as cursor:
            cursor.execute("UPDATE chronology_row SET child_id=? WHERE child_id=?", (other, one))
        with pytest.raises(Tampered), hub.store.record.database.read() as cursor:
            read_child(cursor, hub.store.keys, other)

    def test_contents_moved_to_another_entry_do_not_open(self, hub: SampleIntake) -> None:
        for name in ("a", "b"):
            hub.say(POLICE, "concern-raised", CONCERN, id=name)
        first, second = hub.files()[0].entries
        with pytest.raises(Tampered):
            open_content(hub.store.keys, first.content, second.labels)

    def test_a_key_destroyed_opens_nothing_for_the_next_request(self, hub: SampleIntake) -> None:
        _one_child(hub)
        reader = StoreReader(hub.store.keys, hub.store.record.events_table)
        (entry,) = hub.files()[0].entries
        assert reader.opener()(entry)["headline"]
        hub.store.keys.destroy(aggregate_key(entry.content.child_id))
        with pytest.raises(KeyMissing):
            reader.opener()(entry)

    def test_contents_that_were_changed_do_not_open(self, hub: SampleIntake) -> None:
        _one_child(hub)
        with hub.store.record.database.write() as cursor:
            cursor.execute("SELECT sealed FROM chronology_row")
            sealed = bytearray(bytes(cursor.fetchall()[0]["sealed"]))
            sealed[-1] ^= 1
            cursor.execute("UPDATE chronology_row SET sealed=?", (bytes(sealed),))
        with pytest.raises(Tampered):
            hub.contents(hub.files()[0])

    def test_rows_written_again_from_the_events_say_the_same(self, hub: SampleIntake) -> None:
        _a_day(hub)
        before = _opened(hub)
        replayed = rebuild(hub.store.record, hub.store.rows)
        assert replayed == hub.count(hub.store.record.events_table)
        assert _opened(hub) == before

    def test_rows_written_again_drop_no_withholding(self, hub: SampleIntake) -> None:
        _a_day(hub)
        rebuild(hub.store.record, hub.store.rows)
        states = {one.id: one for file in hub.files() for found in file.withholdings.values() for one in found}
        placed_later = {name: states[name].state for name in ("w-released", "w-approved", "w-declined", "w-reviewed")}
        assert placed_later == {
            "w-released": WithholdingState.RELEASED,
            "w-approved": WithholdingState.IN_FORCE,
            "w-declined": WithholdingState.HELD_NARROW,
            "w-reviewed": WithholdingState.IN_FORCE,
        }
        assert date(2026, 6, 1) in {one.review_by for one in states.values()}

    def test_a_rebuild_that_fails_leaves_the_rows_that_were_there(self, hub: SampleIntake) -> None:
        _a_day(hub)
        before = _opened(hub)
        with pytest.raises(ZeroDivisionError):
            rebuild(hub.store.record, FailingRows(hub.store.keys))
        assert _opened(hub) == before

    def test_what_was_taken_is_there_when_the_store_is_opened_again(self, hub: SampleIntake) -> None:
        _a_day(hub)
        before, again = _opened(hub), hub.reopened()
        assert _opened(again) == before
        again.close()

    def test_a_snapshot_sees_nothing_of_what_is_written_meanwhile(self, hub: SampleIntake) -> None:
        with hub.store.record.database.read() as cursor:
            cursor.execute("SELECT COUNT(*) AS n FROM receipt")
            seen = [dict(row)["n"] for row in cursor.fetchall()]
            other = hub.reopened()
            other.take(other.message(POLICE, "concern-raised", CONCERN))
            other.close()
            cursor.execute("SELECT COUNT(*) AS n FROM receipt")
            seen += [dict(row)["n"] for row in cursor.fetchall()]
        assert seen == [0, 0]
        assert hub.count("receipt") == 1


class TestSQLite(StoreContract):
    @pytest.fixture
    def hub(self, sqlite_hub: SampleIntake) -> SampleIntake:
        return sqlite_hub


class TestPostgreSQL(StoreContract):
    @pytest.fixture
    def hub(self, postgres_hub: SampleIntake) -> SampleIntake:
        return postgres_hub


def test_the_librarys_database_functions_are_refused(sqlite_hub: SampleIntake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")
    with pytest.raises(Misconfigured, match="POSTGRES_ENABLE_DB_FUNCTIONS"):
        store_environment("postgresql://hub@127.0.0.1/hub", sqlite_hub.folder)


def test_an_address_of_no_known_store_is_refused(sqlite_hub: SampleIntake) -> None:
    with pytest.raises(Misconfigured, match="HUB_STORE"):
        store_environment("mysql://hub", sqlite_hub.folder)


class FailingRows(Rows):
    """Rows whose writing fails half-way."""

    def __call__(self, cursor: Cursor, events: Sequence[DomainEvent]) -> None:
        super().__call__(cursor, events[:2])
        raise ZeroDivisionError


def _fail(*_: object) -> None:
    raise ZeroDivisionError


def _one_child(hub: SampleIntake) -> ChildFile:
    hub.say(POLICE, "concern-raised", CONCERN | {"handling": withheld_from({"agency_types": ["school"]})})
    return hub.files()[0]


def _two_children(hub: SampleIntake) -> tuple[str, str]:
    hub.say(POLICE, "concern-raised", CONCERN)
    hub.say(POLICE, "concern-raised", event("concern-raised", told_child("P-2", nhs=nhs_number(1))), id="m-2")
    one, other = (file.child_id for file in hub.files())
    return one, other


def _row_id(hub: SampleIntake, child_id: str) -> tuple[object]:
    """A child's id as the store of events spells it."""
    return (UUID(child_id).hex if hub.address == "sqlite" else UUID(child_id),)


def _a_day(hub: SampleIntake) -> None:
    """Several children and agencies; withholdings born, placed later, reviewed and released."""
    hub.say(POLICE, "concern-raised", CONCERN | {"handling": withheld_from({"agency_types": ["school"]})}, id="born")
    hub.say(CARE, "referral-received", event("referral-received", ROWAN), id="referral")
    hub.say(CARE, "worker-allocated", example("worker-allocated"), id="worker")
    child_id = hub.files()[0].child_id
    born = hub.files()[0].withholdings[hub.files()[0].entries[0].labels.entry_id][0]
    later = Targets(origins=(SourceRef(source_of(CARE), "referral"),))
    unapproved = replace(born, state=WithholdingState.HELD_NARROW)
    places = {"w-reviewed": born, "w-released": born, "w-approved": unapproved, "w-declined": unapproved}
    second = {"by": "u-second", "role": "senior-investigating-officer", "at": hub.clock()}
    owner = {"by": "u-1", "at": hub.clock()}

    def acts(child: Child) -> None:
        for name, one in places.items():
            child.place_withholding(replace(one, id=name), later, hub.clock())
        child.approve_withholding("w-approved", **second)
        child.decline_withholding("w-declined", reason="not needed", **second)
        child.review_withholding("w-reviewed", review_by=date(2026, 6, 1), reason="trial", **owner)
        child.release_withholding("w-released", reason="charged", **owner)

    hub.store.record.change_children([child_id], acts)


def _opened(hub: SampleIntake) -> dict[str, Any]:
    """All that the rows say, opened."""
    with hub.store.record.database.read() as cursor:
        directory = agencies(cursor)
        keys = [signing_keys(cursor, row["agency_id"]) for row in hub.rows("agency_key_row")]
    files = {file.child_id: (file.withholdings, file.involvements, file.statuses) for file in hub.files()}
    contents = {
        file.child_id: [(e.labels, c) for e, c in zip(file.entries, hub.contents(file), strict=True)]
        for file in hub.files()
    }
    found = {
        table: sorted(map(str, hub.rows(table))) for table in ("origin_row", "practitioner_row", "withholding_post_row")
    }
    return {"directory": directory, "keys": keys, "files": files, "contents": contents, **found}
