"""Whoever changes, cuts, adds or swaps anything in the log or the events is found, and the row is named (G13, G14)."""

import random

import pytest

from hub.audit.tree import Frontier

LEAF_COLUMNS = {
    "access": ("kind", "logged", "salt", "leaf", "nodes", "audit_id", "body", "agency", "child", "viewer", "idx"),
    "event": ("kind", "logged", "salt", "leaf", "nodes", "originator_id", "originator_version", "idx"),
}
ROUNDS = 3


class VerificationContract:
    """What a verification promises. A subclass gives the store."""

    @pytest.fixture
    def filled(self, store, an_access):
        for number in range(4):
            store.log.record(an_access(f"a{number}"))
            store.save(2)
        return store

    def test_an_untouched_log_is_sound(self, filled):
        report = filled.verify(filled.log.checkpoint())
        assert report.sound
        assert (report.leaves, report.events) == (12, 8)

    @pytest.mark.parametrize(
        ("kind", "column"), [(kind, column) for kind, columns in LEAF_COLUMNS.items() for column in columns]
    )
    def test_a_change_to_any_column_of_a_leaf_is_found_and_named(self, filled, kind, column):
        chance = random.Random(f"{kind}{column}")
        for _ in range(ROUNDS):
            index = chance.choice([row["idx"] for row in leaves(filled) if row["kind"] == kind and len(row["nodes"])])
            row = next(row for row in leaves(filled) if row["idx"] == index)
            changed = bent(row[column], chance)
            filled.run(f"UPDATE audit_leaf SET {column} = ? WHERE idx = ?", changed, index)
            place = changed if column == "idx" else index
            assert f"audit leaf {place} " in named(filled), (column, index, filled.verify().findings)
            filled.run(f"UPDATE audit_leaf SET {column} = ? WHERE idx = ?", row[column], place)
            assert filled.verify().sound

    @pytest.mark.parametrize("column", ["originator_version", "topic", "state"])
    def test_a_change_to_any_column_of_an_event_is_found_and_named(self, filled, column):
        chance = random.Random(column)
        event = chance.choice(events(filled))
        key = (event["originator_id"], event["originator_version"])
        where = "WHERE originator_id = ? AND originator_version = ?"
        filled.run(f"UPDATE stored_events SET {column} = ? {where}", bent(event[column], chance), *key)
        assert f"event {key[1]} of {as_uuid(key[0])}" in named(filled)

    def test_an_event_moved_to_another_aggregate_is_found_and_both_places_are_named(self, filled):
        other = "0f3e9a2c-5d4b-4c1e-8a7f-6b5c4d3e2f10"
        spelt = other.replace("-", "") if "-" not in str(events(filled)[0]["originator_id"]) else other
        child = events(filled)[0]["originator_id"]
        where = "WHERE originator_id = ? AND originator_version = 2"
        filled.run(f"UPDATE stored_events SET originator_id = ? {where}", spelt, child)
        assert f"event 2 of {as_uuid(child)} is missing" in named(filled)
        assert f"event 2 of {other}: is stored but has no audit leaf" in named(filled)

    def test_an_event_deleted_from_the_end_of_its_stream_is_found_and_named(self, filled):
        child = events(filled)[0]["originator_id"]
        filled.run("DELETE FROM stored_events WHERE originator_id = ? AND originator_version = 2", child)
        assert f"event 2 of {as_uuid(child)} is missing" in named(filled)

    def test_an_event_put_in_past_the_hub_is_found_and_named(self, filled):
        child = events(filled)[0]["originator_id"]
        values = (child, 3, "hub:Happened", b"forged")
        columns = "originator_id, originator_version, topic, state"
        filled.run(f"INSERT INTO stored_events ({columns}) VALUES (?, ?, ?, ?)", *values)
        assert f"event 3 of {as_uuid(child)}: is stored but has no audit leaf" in named(filled)

    def test_the_states_of_two_events_swapped_are_found_and_both_are_named(self, filled):
        one, two = events(filled)[0], events(filled)[-1]
        for target, source in ((one, two), (two, one)):
            key = (target["originator_id"], target["originator_version"])
            where = "WHERE originator_id = ? AND originator_version = ?"
            filled.run(f"UPDATE stored_events SET state = ? {where}", source["state"], *key)
        for event in (one, two):
            name = f"event {event['originator_version']} of {as_uuid(event['originator_id'])}"
            assert f"{name} and its leaf" in named(filled)

    def test_two_leaves_swapped_are_found_and_both_are_named(self, filled):
        for before, after in ((0, 99), (3, 0), (99, 3)):
            filled.run("UPDATE audit_leaf SET idx = ? WHERE idx = ?", after, before)
        assert "audit leaf 0 (access a1)" in named(filled)
        assert "audit leaf 3 (access a0)" in named(filled)

    def test_a_leaf_deleted_from_the_middle_is_found_and_named(self, filled):
        filled.run("DELETE FROM audit_leaf WHERE idx = 8")
        assert "audit leaf 8: missing" in named(filled)

    def test_a_salt_destroyed_without_an_erasure_is_found(self, filled):
        filled.keys.make([f"aggregate:{as_uuid(events(filled)[0]['originator_id'])}"])
        with filled.database.write() as cursor:
            filled.log.erase(cursor, as_uuid(events(filled)[0]["originator_id"]))
        assert "its salt is gone" in named(filled)

    @pytest.mark.parametrize("column", ["size", "frontier", "logged"])
    def test_a_change_to_the_head_is_found(self, filled, column):
        with filled.database.read() as cursor:
            cursor.execute("SELECT * FROM audit_head")
            value = cursor.fetchall()[0][column]
        filled.run(f"UPDATE audit_head SET {column} = ?", bent(value, random.Random(column)))
        assert "audit head" in named(filled)

    @pytest.mark.parametrize("cut", [1, 5, 12])
    def test_a_tail_cut_with_its_head_is_found_from_one_kept_checkpoint(self, filled, cut):
        kept = filled.log.checkpoint()
        rebuild(filled, 12 - cut)
        assert f"the log was cut: {12 - cut} leaves, the checkpoint says 12" in named(filled, kept)

    def test_a_log_rebuilt_whole_with_the_hubs_own_key_is_found_from_one_kept_checkpoint(self, filled, an_access):
        kept = filled.log.checkpoint()
        rebuild(filled, 9)
        filled.log.record(an_access("b1"))
        filled.save(2)
        assert "root mismatch" in named(filled, kept)

    def test_a_checkpoint_of_another_key_is_found(self, filled):
        kept = filled.log.checkpoint().replace("12\n", "11\n", 1)
        assert "kept checkpoint: the checkpoint bears no valid signature" in named(filled, kept)


def leaves(store):
    with store.database.read() as cursor:
        cursor.execute("SELECT * FROM audit_leaf ORDER BY idx")
        return [dict(row) for row in cursor.fetchall()]


def events(store):
    with store.database.read() as cursor:
        cursor.execute("SELECT * FROM stored_events ORDER BY originator_id, originator_version")
        return [dict(row) for row in cursor.fetchall()]


def named(store, *kept: str) -> str:
    return "\n".join(map(str, store.verify(*kept).findings))


def as_uuid(spelt) -> str:
    plain = str(spelt).replace("-", "")
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def bent(value, chance: random.Random):
    """The value with one bit, character or unit other than it was."""
    if isinstance(value, int):
        return value + chance.choice([100, 1000])
    if isinstance(value, str):
        place = chance.randrange(len(value))
        return value[:place] + ("f" if value[place] != "f" else "e") + value[place + 1 :]
    raw = bytearray(value)
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


def rebuild(store, size: int) -> None:
    """Cut leaves, events and head to what they were at that size, as a careful attacker would."""
    kept, frontier = leaves(store)[:size], Frontier()
    for row in kept:
        frontier, _ = frontier.append(bytes(row["leaf"]))
    alive = {(row["originator_id"], row["originator_version"]) for row in kept}
    for event in events(store):
        key = (event["originator_id"], event["originator_version"])
        if (as_uuid(key[0]), key[1]) not in alive:
            store.run("DELETE FROM stored_events WHERE originator_id = ? AND originator_version = ?", *key)
    store.run("DELETE FROM audit_leaf WHERE idx >= ?", size)
    values = (size, frontier.to_bytes(), kept[-1]["logged"] if kept else 0)
    store.run("UPDATE audit_head SET size = ?, frontier = ?, logged = ?", *values)


class TestOnSqlite(VerificationContract):
    @pytest.fixture
    def store(self, sqlite_store):
        return sqlite_store

    @pytest.mark.parametrize("column", ["kind", "audit_id", "agency", "child", "viewer"])
    def test_text_of_a_leaf_that_is_no_longer_utf_8_is_found_and_named(self, filled, column):
        filled.run(f"UPDATE audit_leaf SET {column} = CAST(x'61ff' AS TEXT) WHERE idx = 3")
        assert "audit leaf 3 " in named(filled)

    @pytest.mark.parametrize("column", ["originator_id", "topic"])
    def test_text_of_an_event_that_is_no_longer_utf_8_is_found_and_named(self, filled, column):
        child = events(filled)[0]["originator_id"]
        where = "WHERE originator_id = ? AND originator_version = 1"
        filled.run(f"UPDATE stored_events SET {column} = CAST(x'61ff' AS TEXT) {where}", child)
        assert f"event 1 of {as_uuid(child)}" in named(filled)
        assert f"event 2 of {as_uuid(child)}" not in named(filled)

    def test_one_illegible_event_among_many_is_named_alone(self, store):
        child = store.save(2500)
        store.run("UPDATE stored_events SET topic = CAST(x'ff' AS TEXT) WHERE originator_version = 2400")
        assert [found.problem.split(" and ")[0] for found in store.verify().findings] == [f"event 2400 of {child}"]


class TestOnPostgres(VerificationContract):
    @pytest.fixture
    def store(self, postgres_store):
        return postgres_store
