"""An oracle that finds nothing proves nothing: breaches are planted in what a round left, and each is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from builders.faultlab import Ran
from psycopg import Connection
from psycopg.rows import DictRow

from faultlab.oracle import HubKeys, Law, Verdict, Wire, judge, read_ledger, read_store

A_ROW = "entry_id = (SELECT min(entry_id) FROM chronology_row)"
OTHER_CHILD = (
    f"(SELECT min(child_id) FROM chronology_row WHERE child_id <> (SELECT child_id FROM chronology_row WHERE {A_ROW}))"
)
COPY = "entry_id, position, facts, version, sealed, wrapped_key, compartment FROM chronology_row"
AN_EVENT = "(SELECT max(notification_id) FROM hub_events WHERE topic LIKE '%Child.EntryRecorded')"

PLANTED = {
    "an entry is gone from the rows": (f"DELETE FROM chronology_row WHERE {A_ROW}", Law.LOST),
    "an entry is gone from the streams": (f"DELETE FROM hub_events WHERE notification_id = {AN_EVENT}", Law.LOST),
    "an entry stands twice": (
        f"INSERT INTO chronology_row SELECT {OTHER_CHILD}, {COPY} WHERE {A_ROW}",
        Law.DUPLICATED,
    ),
    "an event stands twice in its stream": (
        "INSERT INTO hub_events (originator_id, originator_version, topic, state) "
        f"SELECT originator_id, 100000, topic, state FROM hub_events WHERE notification_id = {AN_EVENT}",
        Law.GARBLED,
    ),
    "an entry stands on another child": (
        f"UPDATE chronology_row SET child_id = {OTHER_CHILD} WHERE {A_ROW}",
        Law.WRONG_CHILD,
    ),
    "an entry holds what another said": (
        f"UPDATE chronology_row SET sealed = (SELECT sealed FROM chronology_row WHERE NOT {A_ROW} LIMIT 1) "
        f"WHERE {A_ROW}",
        Law.GARBLED,
    ),
    "a receipt was sent for what was never committed": (
        "DELETE FROM receipt WHERE message = (SELECT min(message) FROM receipt)",
        Law.RECEIPT_BEFORE_COMMIT,
    ),
    "a receipt was sent for what was committed by a later try": (
        "UPDATE receipt SET recorded = '2099-01-01T00:00:00.000000Z' "
        "WHERE message = (SELECT min(message) FROM receipt)",
        Law.RECEIPT_BEFORE_COMMIT,
    ),
    "a held message is gone": ("DELETE FROM held WHERE message = (SELECT min(message) FROM held)", Law.LOST),
    "a message was forgotten": ("DELETE FROM message WHERE message = (SELECT min(message) FROM message)", Law.LOST),
    "poison is gone from quarantine": (
        "DELETE FROM quarantine WHERE quarantine_id = (SELECT min(quarantine_id) FROM quarantine)",
        Law.LOST,
    ),
    "something of what was not admitted is kept": (
        "INSERT INTO message SELECT message, 'digest' FROM receipt WHERE outcome = 'not-admitted' LIMIT 1",
        Law.DUPLICATED,
    ),
}


@dataclass(frozen=True, slots=True)
class Judging:
    """What the oracle judges, in a transaction that is never committed."""

    ran: Ran
    connection: Connection[DictRow]
    keys: HubKeys
    wire: Wire

    def verdict(self, wire: Wire | None = None) -> Verdict:
        stored = read_store(self.connection.cursor(), self.keys)
        return judge(read_ledger(self.ran.round.ledger_file), wire or self.wire, stored, self.keys)


@pytest.fixture(scope="module")
def wire(ran: Ran) -> Wire:
    return ran.round.wire()


@pytest.fixture
def judging(ran: Ran, wire: Wire) -> Iterator[Judging]:
    with ran.round.connect() as connection:
        yield Judging(ran, connection, ran.round.keys(), wire)
        connection.rollback()


@pytest.mark.parametrize(("statement", "law"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_breach_of_the_store_is_found(judging: Judging, statement: str, law: Law) -> None:
    planted = judging.connection.execute(statement.encode())
    assert planted.rowcount == 1
    assert judging.verdict().breaches[law]


def without_one_receipt(wire: Wire) -> Wire:
    name = wire.receipts[0].id
    return replace(wire, receipts=tuple(one for one in wire.receipts if one.id != name))


def with_one_receipt_a_second_early(wire: Wire) -> Wire:
    first = wire.receipts[-1]
    return replace(wire, receipts=(*wire.receipts[:-1], replace(first, appended=first.appended - 3_600_000)))


def with_a_clock_that_went_back(wire: Wire) -> Wire:
    place = wire.inbound[0].topic, wire.inbound[0].partition
    return replace(
        wire, inbound=tuple(sorted(wire.inbound, key=lambda one: ((one.topic, one.partition) == place, -one.offset)))
    )


WIRES: dict[Law, Callable[[Wire], Wire]] = {
    Law.LOST: without_one_receipt,
    Law.RECEIPT_BEFORE_COMMIT: with_one_receipt_a_second_early,
    Law.TIME_WENT_BACK: with_a_clock_that_went_back,
}


@pytest.mark.parametrize("law", WIRES)
def test_a_planted_breach_on_the_wire_is_found(judging: Judging, law: Law) -> None:
    assert judging.verdict(WIRES[law](judging.wire)).breaches[law]


def test_nothing_is_found_where_nothing_is_planted(judging: Judging) -> None:
    assert judging.verdict().findings == []
