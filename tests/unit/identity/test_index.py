"""The identity index: nothing legible in it, and two intakes make one child once."""

from collections.abc import Sequence

import pytest
from builders.identity import Register
from builders.intake import nhs_number, told_child
from eventsourcing.persistence import IntegrityError

from hub.domain.errors import Conflict
from hub.identity.index import KEYS, Index, children_known_by
from hub.identity.match import match
from hub.record.database import AMONG_AT_ONCE, Cursor, Row, rows_among


def test_nothing_of_a_child_can_be_read_in_the_index(register: Register) -> None:
    register.hear(told_child(given_names="Marker", nhs=nhs_number(0), postcode="NX4 7QL"))
    with register.database.read() as cursor:
        cursor.execute("SELECT hash, child_id, kind, born FROM identity_key")
        stored = " ".join(str(value) for row in cursor.fetchall() for value in dict(row).values()).casefold()
    assert not [told for told in ("marker", nhs_number(0), "nx47ql", "2017-05-14") if told in stored]


def test_a_number_is_hashed_with_its_system_and_the_hubs_own_secret(register: Register) -> None:
    assert register.hasher.identifier("nhs-number", "1") != register.hasher.identifier("upn", "1")
    assert register.hasher.identifier("nhs-number", "99 90") == register.hasher.identifier("nhs-number", "9990")


def test_two_intakes_that_both_begin_a_record_of_one_number_make_one_child(register: Register) -> None:
    claims = register.claims(told_child(nhs=nhs_number(0)))
    with register.database.read() as cursor:
        first, second = Index(cursor), Index(cursor)
        first.learn("c1", claims)
        second.learn("c2", claims)
    with register.database.write() as cursor:
        first.write(cursor)
    with pytest.raises((Conflict, IntegrityError)), register.database.write() as cursor:
        second.write(cursor)


def test_an_intake_that_did_not_see_a_new_namesake_matches_again(register: Register) -> None:
    one, other = told_child(nhs=nhs_number(0)), told_child(nhs=nhs_number(1))
    with register.database.read() as cursor:
        late = Index(cursor)
        late.learn("c2", register.claims(other))
    register.hear(one)
    with pytest.raises(Conflict, match="match again"), register.database.write() as cursor:
        late.write(cursor)


def test_children_are_found_by_number_or_by_names_with_date_of_birth(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0)))
    hashes = [register.hasher.partial("rowan", "ASHDOWN", "2017-05-14")]
    with register.database.read() as cursor:
        assert children_known_by(cursor, hashes) == ["c1"]
        assert children_known_by(cursor, [register.hasher.identifier("nhs-number", nhs_number(0))]) == ["c1"]
        assert children_known_by(cursor, [register.hasher.partial("rowan", "ashdown", "2017-05-15")]) == []


def test_an_adult_is_known_by_one_agencys_reference_only(register: Register) -> None:
    ours, theirs = register.hasher.person("police", "N-1"), register.hasher.person("health", "N-1")
    with register.database.read() as cursor:
        index = Index(cursor)
        index.learn_person(ours, "p-1")
        assert (index.person(ours), index.person(theirs)) == ("p-1", None)


class CountedStatements:
    """A cursor that counts what is asked of it."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self.asked = 0

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    def execute(self, sql: str, params: Sequence[object] = ()) -> None:
        self.asked += 1
        self._cursor.execute(sql, params)

    def executemany(self, sql: str, params: Sequence[Sequence[object]]) -> None:
        self._cursor.executemany(sql, params)

    def fetchone(self) -> Row | None:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Row]:
        return self._cursor.fetchall()


def test_what_is_expected_is_read_at_once_and_answers_the_same(register: Register) -> None:
    told = [told_child(nhs=nhs_number(place), given_names=f"Rowan {'ab'[place]}") for place in range(2)]
    register.hear(told[0])
    claims = [register.claims(one) for one in told]
    with register.database.read() as cursor:
        counted = CountedStatements(cursor)
        expecting, asking = Index(counted), Index(cursor)
        expecting.expect(claims)
        asked = counted.asked
        assert [match(expecting, one) for one in claims] == [match(asking, one) for one in claims]
        expecting.learn("c1", claims[0])
        assert counted.asked == asked == 3


def test_more_values_than_one_statement_lists_are_looked_up_in_parts(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0)))
    known = register.hasher.identifier("nhs-number", nhs_number(0))
    with register.database.read() as cursor:
        counted = CountedStatements(cursor)
        rows = rows_among(counted, KEYS, [known, *(f"unknown-{place}" for place in range(AMONG_AT_ONCE))])
    assert [row["hash"] for row in rows] == [known]
    assert counted.asked == 2


def test_nothing_is_asked_for_no_values(register: Register) -> None:
    with register.database.read() as cursor:
        counted = CountedStatements(cursor)
        assert rows_among(counted, KEYS, []) == []
    assert counted.asked == 0
