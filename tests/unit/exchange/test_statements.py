"""A statement of a day reads back as it was written, bears its root out, and counts days as London does."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from exchange.errors import NoticeMalformed
from exchange.merkle import EMPTY_ROOT
from exchange.receipts import ReceiptOutcome
from exchange.schemas import shipped
from exchange.statements import DayStatement, SourceDay, bounds_of, day_of, line_of, name_of, root_of, value_digest

SOURCE = "urn:agency:meadow-primary:log"
SCHEMA = json.loads((shipped() / "notices" / "day-stated.v1.json").read_text("utf-8"))
LINES = tuple(sorted(line_of(SOURCE, id, value_digest(id.encode())) for id in ("SL-1", "SL-2")))
OUTCOMES = {ReceiptOutcome.ACCEPTED: 2, ReceiptOutcome.NOT_ADMITTED: 1}
STATED = DayStatement(
    date(2026, 3, 2),
    datetime(2026, 3, 3, 0, 10, 2, tzinfo=UTC),
    (SourceDay(SOURCE, OUTCOMES, root_of(LINES), LINES),),
)


def test_a_statement_reads_back_as_it_was_written() -> None:
    assert DayStatement.from_data(json.loads(json.dumps(STATED.to_data()))) == STATED
    assert (STATED.sent, STATED.held) == (3, 2)


def test_a_statement_follows_its_schema_and_so_does_the_schemas_example() -> None:
    validator = Draft202012Validator(SCHEMA)
    assert validator.is_valid(STATED.to_data())
    assert all(validator.is_valid(one) and DayStatement.from_data(one) for one in SCHEMA["examples"])


def test_a_statement_whose_lines_have_another_root_is_none() -> None:
    told = STATED.to_data()
    told["sources"][0]["lines"] = [LINES[0]]
    with pytest.raises(NoticeMalformed, match="is no statement"):
        DayStatement.from_data(told)


@pytest.mark.parametrize("name", ["day", "as_of", "sources"])
def test_a_statement_that_lacks_a_member_is_none(name: str) -> None:
    told = STATED.to_data()
    del told[name]
    with pytest.raises(NoticeMalformed):
        DayStatement.from_data(told)


def test_the_root_does_not_depend_on_the_order_in_which_messages_came() -> None:
    assert root_of(reversed(LINES)) == root_of(LINES)
    assert root_of(()) == EMPTY_ROOT.hex()


def test_two_messages_are_never_named_alike_by_shifting_what_parts_source_and_id() -> None:
    assert name_of("urn:a", "b") != name_of("urn:ab", "")


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_every_instant_belongs_to_the_one_day_whose_bounds_hold_it(moment: datetime) -> None:
    begin, end = bounds_of(day_of(moment))
    assert begin <= moment < end
    assert day_of(end) > day_of(begin) == day_of(moment)


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 6, 1), 24)])
def test_a_day_is_as_long_as_it_is_in_london(day: tuple[int, int, int], hours: int) -> None:
    begin, end = bounds_of(date(*day))
    assert (end - begin).total_seconds() == hours * 3600
