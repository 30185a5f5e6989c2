"""A school is told how each of its concerns and referrals stands, and what it is to do."""

import copy
import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from connectors import school
from connectors.drafts import Draft, LeftOut
from connectors.outcomes import Outcome
from connectors.sending import Sender
from connectors.standing import State, standings
from connectors.status import COLUMNS, as_csv, save, show_standings
from exchange.errors import Fault
from exchange.outbox import Outbox
from exchange.receipts import Problem, Receipt, ReceiptOutcome
from exchange.schemas import load

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 16, 5, tzinfo=UTC)
SOURCE = "urn:agency:meadow-primary:safeguarding-log"


def sends(sender: Sender, record: str, kind: str = "concern-raised") -> None:
    name = f"safeguarding.{kind}.v1"
    example = copy.deepcopy(dict(load().documents[name]["examples"][0]))
    sender.send(Draft("line 2", name, "safeguarding-log", record, NOW, "P-1042", example), NOW)


def answers(outbox: Outbox, record: str, outcome: str, revision: int = 1) -> None:
    problem = Problem("about:blank", "Not understood", errors=(Fault("/headline", "is too short"),))
    told = problem if outcome in ("quarantined", "refused") else None
    outbox.settle(Receipt(SOURCE, record, revision, ReceiptOutcome(outcome), LATER, problem=told))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("accepted", State.RECEIVED),
        ("quarantined", State.HELD),
        ("not-admitted", State.NOT_ADMITTED),
        ("refused", State.REFUSED),
        ("closed", State.CLOSED),
    ],
)
def test_a_concern_stands_as_the_hub_answered(sender: Sender, outbox: Outbox, outcome: str, state: State) -> None:
    sends(sender, "SL-1")
    answers(outbox, "SL-1", outcome)
    (found,) = standings(outbox)
    assert (found.record, found.system, found.kind) == ("SL-1", "safeguarding-log", "concern-raised")
    assert (found.state, found.since) == (state, LATER)
    assert found.to_do


def test_a_concern_that_the_hub_has_not_answered_is_sent_since_it_was_put(sender: Sender, outbox: Outbox) -> None:
    sends(sender, "SL-1")
    (found,) = standings(outbox)
    assert (found.state, found.since) == (State.SENT, NOW)


def test_what_is_held_says_where_and_why_and_repeats_nothing_that_was_sent(sender: Sender, outbox: Outbox) -> None:
    sends(sender, "SL-1")
    answers(outbox, "SL-1", "quarantined")
    (found,) = standings(outbox)
    assert found.why == "Not understood; /headline is too short"


def test_a_record_put_right_stands_as_it_was_answered_last(sender: Sender, outbox: Outbox) -> None:
    sends(sender, "SL-1")
    answers(outbox, "SL-1", "quarantined")
    answers(outbox, "SL-1", "accepted", revision=2)
    assert [(found.state, found.why) for found in standings(outbox)] == [(State.RECEIVED, "")]


def test_only_what_somebody_must_decide_on_is_waited_for(sender: Sender, outbox: Outbox) -> None:
    sends(sender, "SL-1")
    sends(sender, "AT-1", "attendance-concern")
    sends(sender, "CR-1", "conference-requested")
    assert [found.record for found in standings(outbox)] == ["SL-1", "CR-1"]


def test_the_file_has_a_row_for_each_record_by_the_schools_own_id(sender: Sender, outbox: Outbox) -> None:
    sends(sender, "SL-1")
    answers(outbox, "SL-1", "accepted")
    (row,) = csv.DictReader(io.StringIO(as_csv(standings(outbox))))
    assert tuple(row) == COLUMNS
    assert (row["Record ID"], row["Kind"], row["State"]) == ("SL-1", "concern raised", "received")
    assert row["Since"] == "2026-03-02T16:05:00Z"


def test_the_file_stands_beside_the_export_and_is_not_taken_for_one(
    sender: Sender, outbox: Outbox, tmp_path: Path
) -> None:
    sends(sender, "SL-1")
    export = tmp_path / "concerns.csv"
    export.write_text("x")
    place = save(standings(outbox), export)
    assert place == save(standings(outbox), tmp_path)
    (found,) = school.read(place, school.load())
    assert isinstance(found, LeftOut)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["concerns.csv", "status.csv"]


def test_what_needs_somebody_is_shown_first(sender: Sender, outbox: Outbox) -> None:
    sends(sender, "SL-1")
    sends(sender, "SL-2")
    answers(outbox, "SL-1", "accepted")
    answers(outbox, "SL-2", "quarantined")
    said = shown(outbox)
    assert said.index("SL-2") < said.index("SL-1")
    assert "Put the record right" in said


def test_an_empty_list_is_said_to_be_empty(outbox: Outbox) -> None:
    assert shown(outbox) == "No concern and no referral was sent from here.\n"


def test_brackets_in_a_record_id_are_no_markup(sender: Sender, outbox: Outbox) -> None:
    sends(sender, "SL[red]1")
    assert "SL[red]1" in shown(outbox)


def shown(outbox: Outbox) -> str:
    written = io.StringIO()
    show_standings(standings(outbox), Console(width=200, file=written))
    return written.getvalue()


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("referral-acknowledged", State.ACKNOWLEDGED),
        ("referral-decided", State.DECIDED),
        ("feedback-sent", State.ANSWERED),
    ],
)
def test_a_concern_stands_as_the_authority_answered_it(sender: Sender, outbox: Outbox, kind: str, state: State) -> None:
    sends(sender, "SL-1")
    answers(outbox, "SL-1", "accepted")
    (found,) = standings(outbox, {(SOURCE, "SL-1"): Outcome(kind, LATER, "An assessment is made.")})
    assert (found.state, found.since, found.why) == (state, LATER, "An assessment is made.")


def test_an_answer_of_a_kind_that_is_not_known_here_leaves_the_state_of_the_receipt(
    sender: Sender, outbox: Outbox
) -> None:
    sends(sender, "SL-1")
    answers(outbox, "SL-1", "accepted")
    (found,) = standings(outbox, {(SOURCE, "SL-1"): Outcome("plan-started", LATER, "")})
    assert found.state is State.RECEIVED
