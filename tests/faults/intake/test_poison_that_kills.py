"""A message that ends each process that reads it is set aside after three, and its partition moves on (G10)."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child
from structlog.testing import capture_logs

from exchange import ReceiptOutcome
from exchange.topic_log.port import Record
from hub.intake.kept import record_from
from hub.intake.take import MOST_TRIES, Intake

FORK = multiprocessing.get_context("fork")


def ends_at(hub: SampleIntake, records: list[Record], offset: int) -> None:
    """Take the records in a process in which one of them crashes the parser, as a fault in compiled code would."""
    intake = hub.reopened().intake
    judged = intake._gate._admit

    def crash(record: Record, *more: object) -> object:
        if record.offset == offset:
            os.kill(os.getpid(), signal.SIGKILL)
        return judged(record, *more)

    intake._gate._admit = crash
    intake.take(records)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SampleIntake]:
    sample = SampleIntake(tmp_path / "hub")
    yield sample
    sample.close()


@pytest.fixture
def records(hub: SampleIntake) -> list[Record]:
    told = event("concern-raised", told_child(nhs=nhs_number(0)))
    return hub.records(*(hub.message(POLICE, "concern-raised", told, id=f"m-{number}") for number in range(3)))


def killed(hub: SampleIntake, records: list[Record], times: int) -> None:
    for _ in range(times):
        process = FORK.Process(target=ends_at, args=(hub, records, 1))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL


def test_it_is_set_aside_with_its_bytes_and_what_stands_around_it_is_taken(
    hub: SampleIntake, records: list[Record]
) -> None:
    killed(hub, records, MOST_TRIES)
    with capture_logs() as logs:
        taken = hub.reopened().intake.take(records)
    assert (taken.records, taken.accepted, taken.quarantined) == (3, 2, 1)
    assert [record_from(one["record"]).value for one in hub.quarantined()] == [records[1].value]
    assert hub.receipt(POLICE, "m-2").outcome is ReceiptOutcome.ACCEPTED
    assert [line["offset"] for line in logs if line["event"] == "message-poisoned"] == [1]


def test_a_process_that_ended_once_or_twice_while_it_read_a_message_takes_it_the_next_time(
    hub: SampleIntake, records: list[Record]
) -> None:
    killed(hub, records, MOST_TRIES - 1)
    assert hub.reopened().intake.take(records).accepted == 3


def test_a_note_that_was_broken_off_counts_for_nothing(hub: SampleIntake, records: list[Record]) -> None:
    for number in range(MOST_TRIES):
        (hub.folder / "attempts" / f"{number}.at").write_bytes(b'["agency.northshire-police.urg')
    intake: Intake = hub.reopened().intake
    assert intake.take(records).accepted == 3
