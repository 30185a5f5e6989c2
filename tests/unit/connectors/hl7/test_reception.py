"""A message is answered AA once it is kept, AR where it must be put right, AE where it could not be kept."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import hl7
import pytest

from connectors.hl7.desk import Desk
from connectors.hl7.reception import Reception
from connectors.mllp import Block, Oversize
from connectors.sending import Sender
from exchange.outbox import Outbox

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


@pytest.fixture
def reception(sender: Sender) -> Reception:
    return Reception(Desk(sender, NOW), lambda: NOW)


def said(reception: Reception, content: bytes) -> hl7.Message:
    return hl7.parse(reception.answer(Block(content)).decode("ascii"))


def verdict(answer: hl7.Message) -> tuple[str, str]:
    return str(answer.segment("MSA")[1]), str(answer.segment("MSA")[2])


def test_a_childs_attendance_is_answered_once_it_is_in_the_outbox(
    reception: Reception, outbox: Outbox, adt: Any
) -> None:
    assert verdict(said(reception, adt())) == ("AA", "M-1")
    assert [kept.id for kept in outbox.pending()] == ["M-1"]


def test_a_message_that_nothing_follows_from_is_taken_and_told_why(
    reception: Reception, outbox: Outbox, adt: Any
) -> None:
    answer = said(reception, adt(born="19400101"))
    assert verdict(answer) == ("AA", "M-1")
    assert str(answer.segment("MSA")[3]) == "left out: an adult"
    assert outbox.pending() == []


def test_the_same_message_again_is_answered_the_same_and_sent_once(
    reception: Reception, outbox: Outbox, adt: Any
) -> None:
    assert [verdict(said(reception, adt())) for _ in range(3)] == [("AA", "M-1")] * 3
    assert len(outbox.pending()) == 1


@pytest.mark.parametrize(
    ("changed", "location", "code"),
    [({"born": ""}, "PID^1^7", "101"), ({"born": "unknown"}, "PID^1^7", "102"), ({"control": ""}, "MSH^1^10", "101")],
)
def test_a_message_to_be_put_right_is_rejected_with_the_place(
    reception: Reception, adt: Any, changed: dict[str, str], location: str, code: str
) -> None:
    answer = said(reception, adt(**changed))
    assert verdict(answer)[0] == "AR"
    assert str(answer.segment("ERR")[2]) == location
    assert str(answer.segment("ERR")[3]).startswith(code)


def test_another_message_under_an_old_control_id_is_rejected_by_its_control_id(reception: Reception, adt: Any) -> None:
    said(reception, adt())
    answer = said(reception, adt(name="Ashdown^Finn"))
    assert verdict(answer) == ("AR", "M-1")
    assert (str(answer.segment("ERR")[2]), str(answer.segment("ERR")[3])[:3]) == ("MSH^1^10", "205")


@pytest.mark.parametrize("processing", ["T", "D", "T^A"])
def test_a_message_that_says_it_is_a_test_is_rejected_and_told_of_to_nobody(
    reception: Reception, outbox: Outbox, adt: Any, processing: str
) -> None:
    answer = said(reception, adt(processing=processing))
    assert verdict(answer) == ("AR", "M-1")
    assert (str(answer.segment("ERR")[2]), str(answer.segment("ERR")[3])[:3]) == ("MSH^1^11", "202")
    assert outbox.pending() == []


@pytest.mark.parametrize("processing", ["P", "", "P^T"])
def test_a_message_that_does_not_say_it_is_a_test_is_taken(
    reception: Reception, outbox: Outbox, adt: Any, processing: str
) -> None:
    assert verdict(said(reception, adt(processing=processing))) == ("AA", "M-1")
    assert len(outbox.pending()) == 1


def test_a_reception_for_tests_takes_them_as_though_they_were_real(sender: Sender, outbox: Outbox, adt: Any) -> None:
    for_tests = Reception(Desk(sender, NOW, accept_test=True), lambda: NOW)
    assert verdict(said(for_tests, adt(processing="T"))) == ("AA", "M-1")
    assert len(outbox.pending()) == 1


@pytest.mark.parametrize("content", [b"", b"hello", b"PID|1", b"MSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\rPID|2"])
def test_what_is_not_one_message_is_rejected(reception: Reception, content: bytes) -> None:
    assert verdict(said(reception, content))[0] == "AR"


def test_a_message_over_the_limit_is_rejected_under_its_control_id(reception: Reception, adt: Any) -> None:
    answer = hl7.parse(reception.answer(Oversize(adt())).decode("ascii"))
    assert verdict(answer) == ("AR", "M-1")


@contextmanager
def no_room_left(sender: Sender) -> Iterator[None]:
    """A disk on which the outbox cannot grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(path.stat().st_size for path in sender.folder.path.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_our_fault_and_the_message_is_taken_when_there_is_room_again(
    reception: Reception, outbox: Outbox, sender: Sender, adt: Any
) -> None:
    with no_room_left(sender):
        failed = said(reception, adt())
    assert verdict(failed) == ("AE", "M-1")
    assert str(failed.segment("ERR")[3]).startswith("207")
    assert outbox.pending() == []
    assert verdict(said(reception, adt())) == ("AA", "M-1")
    assert len(outbox.pending()) == 1


def test_answers_are_counted_and_hold_nothing_of_the_patient(reception: Reception, adt: Any) -> None:
    answers = reception.answer(Block(adt())) + reception.answer(Block(adt(control="M-2", born="")))
    assert dict(reception.counts) == {"AA": 1, "AR": 1}
    assert not [word for word in (b"Ashdown", b"Rowan", b"H-1", b"9990123454", b"2017") if word in answers]
