"""The log answers alike on both stores: durable, in one order, readable by whom it concerns, provable to anyone."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from hub.audit import AuditLog, opened
from hub.audit.leaf_rows import read_head
from hub.audit.tree import proves_consistency, proves_inclusion
from hub.domain.errors import AuditError, Invalid, NotFound


class LogContract:
    """What a log promises. A subclass gives the store."""

    def test_what_was_recorded_is_read_back_newest_first(self, store, an_access):
        for name in ("a1", "a2", "a3"):
            store.log.record(an_access(name))
        with store.database.read() as cursor:
            page = store.log.records(cursor)
        assert page.records == (an_access("a3"), an_access("a2"), an_access("a1"))
        assert page.next_cursor is None

    def test_records_are_found_by_agency_child_and_viewer(self, store, an_access):
        store.log.record(an_access("a1"))
        store.log.record(an_access("a2", agency="northshire-police", child_id="c-2"))
        store.log.record(an_access("a3", viewer_id="u-2", child_id=None))
        with store.database.read() as cursor:
            assert names(store.log.records(cursor, agency="northshire-csc")) == ["a3", "a1"]
            assert names(store.log.records(cursor, child_id="c-2")) == ["a2"]
            assert names(store.log.records(cursor, viewer_id="u-1", agency="northshire-csc")) == ["a1"]
            assert names(store.log.records(cursor, agency="nobody")) == []

    def test_pages_follow_on_from_one_another(self, store, an_access):
        for number in range(7):
            store.log.record(an_access(f"a{number}"))
        found, cursor_text = [], None
        with store.database.read() as cursor:
            for _ in range(3):
                page = store.log.records(cursor, before=cursor_text, limit=3)
                found.append(names(page))
                cursor_text = page.next_cursor
        assert found == [["a6", "a5", "a4"], ["a3", "a2", "a1"], ["a0"]]
        assert cursor_text is None

    def test_a_page_is_as_though_records_that_may_not_be_seen_were_not_there(self, store, an_access):
        for number in range(6):
            store.log.record(an_access(f"a{number}", sealed_class=number % 2 == 0))
        with store.database.read() as cursor:
            page = store.log.records(cursor, limit=3, visible=lambda record: not record.sealed_class)
        assert names(page) == ["a5", "a3", "a1"]
        assert page.next_cursor is None

    def test_a_cursor_that_is_not_known_is_refused(self, store):
        with store.database.read() as cursor, pytest.raises(Invalid, match="first page"):
            store.log.records(cursor, before="elsewhere")

    def test_nothing_readable_of_an_access_lies_in_the_table(self, store, an_access):
        store.log.record(an_access("a1"))
        with store.database.read() as cursor:
            cursor.execute("SELECT * FROM audit_leaf")
            row = repr([bytes(v) if isinstance(v, memoryview) else v for v in dict(cursor.fetchall()[0]).values()])
        assert not [word for word in ("northshire-csc", "c-1", "u-1", "Practitioner", "strategy") if word in row]

    def test_an_appended_record_comes_and_goes_with_the_transaction_of_its_caller(self, store, an_access):
        with pytest.raises(RuntimeError, match="the act itself failed"):
            append_and_fail(store, an_access("a1"))
        with store.database.write() as cursor:
            store.log.append(cursor, [an_access("a2")])
        with store.database.read() as cursor:
            assert names(store.log.records(cursor)) == ["a2"]
        assert store.verify().sound

    def test_every_event_saved_has_a_leaf(self, store):
        store.save(3)
        store.save(250)
        report = store.verify()
        assert (report.leaves, report.events, report.findings) == (253, 253, ())

    def test_threads_that_record_at_once_all_find_their_record_durable(self, store, an_access):
        def record_and_look(number: int) -> bool:
            store.log.record(an_access(f"a{number}", child_id=f"c-{number}"))
            with store.database.read() as cursor:
                return names(store.log.records(cursor, child_id=f"c-{number}")) == [f"a{number}"]

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(record_and_look, range(64)))
        report = store.verify()
        assert (report.leaves, report.findings) == (64, ())

    def test_accesses_and_saves_together_leave_one_log(self, store, an_access):
        with ThreadPoolExecutor(6) as pool:
            saves = [pool.submit(store.save, 5) for _ in range(12)]
            records = [pool.submit(store.log.record, an_access(f"a{number}")) for number in range(24)]
            for each in (*saves, *records):
                each.result(60)
        report = store.verify()
        assert (report.leaves, report.events, report.findings) == (84, 60, ())

    def test_two_logs_on_one_store_share_one_tree(self, store, an_access):
        other = AuditLog(store.database, store.keys, "hub-northshire")
        for number in range(4):
            (store.log if number % 2 else other).record(an_access(f"a{number}"))
        assert store.log.checkpoint() == other.checkpoint()
        assert store.verify(other.checkpoint()).sound

    def test_logged_time_goes_on_when_the_clock_goes_back(self, store, an_access):
        times = iter([datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)])
        log = AuditLog(store.database, store.keys, "hub-northshire", clock=lambda: next(times))
        log.record(an_access("a1"))
        log.record(an_access("a2"))
        with store.database.read() as cursor:
            cursor.execute("SELECT logged FROM audit_leaf ORDER BY idx")
            first, second = (row["logged"] for row in cursor.fetchall())
        assert second == first + 1
        assert store.verify().sound

    def test_an_access_is_proved_to_be_in_the_log_of_a_signed_checkpoint(self, store, an_access):
        for number in range(13):
            store.log.record(an_access(f"a{number}"))
        for number in range(13):
            proof = store.log.proof(f"a{number}")
            checkpoint = opened(proof.checkpoint, store.log.verifier_key)
            assert (proof.leaf_index, checkpoint.size) == (number, 13)
            assert proves_inclusion(number, 13, proof.leaf_hash, proof.path, checkpoint.root)
        assert base64.b64decode(proof.to_json()["path"][0]) == proof.path[0]

    def test_an_audit_id_that_was_never_given_has_no_proof(self, store):
        with pytest.raises(NotFound):
            store.log.proof("elsewhere")

    def test_growth_is_proved_between_any_two_checkpoints(self, store, an_access):
        roots = {0: opened(store.log.checkpoint(), store.log.verifier_key).root}
        for number in range(1, 10):
            store.log.record(an_access(f"a{number}"))
            roots[number] = opened(store.log.checkpoint(), store.log.verifier_key).root
        for old in roots:
            for new in range(old, 10):
                proof = store.log.consistency(old, new)
                assert proves_consistency(old, new, roots[old], roots[new], proof)

    @pytest.mark.parametrize("sizes", [(1, 0), (-1, 0), (0, 1)])
    def test_growth_between_sizes_the_log_never_had_is_refused(self, store, sizes):
        with pytest.raises(Invalid):
            store.log.consistency(*sizes)

    def test_a_checkpoint_is_kept_and_a_log_cut_short_is_refused(self, store, an_access, tmp_path):
        for name in ("a1", "a2", "a3"):
            store.log.record(an_access(name))
            store.log.keep_checkpoint(tmp_path / "latest")
        cut_to(store, 2)
        with pytest.raises(AuditError, match="hub audit verify"):
            store.log.keep_checkpoint(tmp_path / "latest")

    def test_erased_events_leave_proofs_that_hold_and_tell_nothing(self, store):
        child = store.save(3)
        store.save(1)
        store.keys.destroy(f"aggregate:{child}")
        with store.database.write() as cursor:
            store.log.erase(cursor, str(child))
        report = store.verify(store.log.checkpoint())
        assert (report.erased, report.findings) == (3, ())

    def test_a_record_that_cannot_be_written_is_an_audit_error(self, store, an_access):
        store.log.record(an_access("a1"))
        with pytest.raises(AuditError, match="nothing is shown"):
            store.log.record(an_access("a1"))
        store.run("DROP TABLE audit_leaf")
        with pytest.raises(AuditError, match="nothing is shown"):
            store.log.record(an_access("a2"))


def append_and_fail(store, record) -> None:
    with store.database.write() as cursor:
        store.log.append(cursor, [record])
        raise RuntimeError("the act itself failed")


def names(page) -> list[str]:
    return [record.audit_id for record in page.records]


def cut_to(store, size: int) -> None:
    """Cut the log as a careful attacker would: the head is put back too, from a log that was never longer."""
    with store.database.read() as cursor:
        cursor.execute("SELECT leaf, logged FROM audit_leaf WHERE idx < ? ORDER BY idx", (size,))
        leaves = cursor.fetchall()
        frontier = type(read_head(cursor).frontier)()
    for row in leaves:
        frontier, _ = frontier.append(bytes(row["leaf"]))
    store.run("DELETE FROM audit_leaf WHERE idx >= ?", size)
    values = (size, frontier.to_bytes(), leaves[-1]["logged"])
    store.run("UPDATE audit_head SET size = ?, frontier = ?, logged = ?", *values)


class TestOnSqlite(LogContract):
    @pytest.fixture
    def store(self, sqlite_store):
        return sqlite_store


class TestOnPostgres(LogContract):
    @pytest.fixture
    def store(self, postgres_store):
        return postgres_store
