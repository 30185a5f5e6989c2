"""A process that remembers how far the log came knows when the store was put back, on both stores."""

import pytest

from hub.audit import Remembered
from hub.audit.leaf_rows import Head, read_head, write_head
from hub.audit.tree import Frontier
from hub.domain.errors import AuditWentBack


class RememberedContract:
    """What a process that looks finds. A subclass gives the store."""

    @pytest.fixture
    def remembered(self, store, an_access):
        for name in ("a1", "a2", "a3"):
            store.log.record(an_access(name))
        made = Remembered(store.log)
        made.look()
        return made

    def test_a_log_that_stands_or_grows_is_the_one_it_was(self, store, remembered, an_access):
        remembered.look()
        store.log.record(an_access("a4"))
        remembered.look()

    def test_a_log_that_is_shorter_went_back(self, store, remembered):
        put_back(store)
        with pytest.raises(AuditWentBack):
            remembered.look()

    def test_a_log_that_grew_again_since_went_back_all_the_same(self, store, remembered, an_access):
        put_back(store)
        for name in ("b1", "b2", "b3"):
            store.log.record(an_access(name))
        with pytest.raises(AuditWentBack):
            remembered.look()


def put_back(store) -> None:
    """Leave the log as it was after its first leaf."""
    with store.database.write() as cursor:
        leaf = cursor_row(cursor, "SELECT leaf FROM audit_leaf WHERE idx = 0")["leaf"]
        cursor.execute("DELETE FROM audit_leaf WHERE idx > 0")
        frontier, _ = Frontier.from_bytes(0, b"").append(bytes(leaf))
        write_head(cursor, Head(frontier, read_head(cursor).logged))


def cursor_row(cursor, sql):
    cursor.execute(sql)
    return cursor.fetchone()


class TestOnSqlite(RememberedContract):
    @pytest.fixture
    def store(self, sqlite_store):
        return sqlite_store


class TestOnPostgresql(RememberedContract):
    @pytest.fixture
    def store(self, postgres_store):
        return postgres_store
