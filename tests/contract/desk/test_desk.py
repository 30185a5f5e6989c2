"""What a person does with a waiting message, on SQLite and on PostgreSQL: one transaction, and one person first."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from builders.intake import (
    POLICE,
    SCHOOL,
    SampleIntake,
    bytes_of,
    event,
    nhs_number,
    source_of,
    told_child,
    withheld_from,
)
from builders.stores import postgres_schema
from eventsourcing.persistence import StoredEvent

from exchange import ReceiptOutcome
from hub.access import Choice, Waiting, Work
from hub.bootstrap.store import open_desk
from hub.domain.chronology import Finding, SourceRef
from hub.domain.errors import Conflict, NotFound
from hub.domain.vocabulary import EntryState
from hub.intake.desk import Desk
from hub.record.companions import Companion
from hub.record.database import Cursor

ROWAN = told_child(nhs=nhs_number(0), postcode="NX4 7QL")
PERHAPS = told_child("P-2", postcode="NX4 9ZZ")
UNDATED = event("concern-raised", {**ROWAN, "date_of_birth": "the fourteenth"})
WORDLESS = {name: told for name, told in event("concern-raised", ROWAN).items() if name != "narrative"}
REASON = "same school, the office says"


class DeskContract(ABC):
    """What is promised on either store."""

    @pytest.fixture
    @abstractmethod
    def hub(self) -> SampleIntake:
        """A hub over the store."""

    @pytest.fixture
    def desk(self, hub: SampleIntake) -> Desk:
        return open_desk(hub.store)

    def test_a_decision_is_committed_with_its_audit_record_or_not_at_all(self, hub: SampleIntake, desk: Desk) -> None:
        child, item = known(hub), held(hub)
        before = hub.everything()
        with pytest.raises(RuntimeError):
            desk.decide(item, [Choice(0, child)], work(hub, _fail))
        assert hub.everything() == before
        assert desk.decide(item, [Choice(0, child)], work(hub)).state == "filed"
        assert hub.origins() == [["known", "held"]]

    def test_what_an_agency_said_is_noted_on_every_child_of_its_message_with_its_audit_record_or_not_at_all(
        self, hub: SampleIntake, desk: Desk
    ) -> None:
        both = event("concern-raised", ROWAN, told_child("P-2", nhs=nhs_number(1), given_names="Alder"))
        hub.say(POLICE, "concern-raised", both, id="forged")
        origin, before = SourceRef(source_of(POLICE), "forged"), hub.everything()
        with pytest.raises(RuntimeError):
            desk.judge(origin, finding(hub, is_genuine=False), [_fail])
        assert hub.everything() == before
        desk.judge(origin, finding(hub, is_genuine=False), [])
        rows = [row for file in hub.files() for row in file.entries]
        assert [(row.labels.state, row.finding is not None) for row in rows] == [(EntryState.WITHDRAWN, True)] * 2
        desk.judge(origin, finding(hub, is_genuine=True), [])
        assert {row.labels.state for file in hub.files() for row in file.entries} == {EntryState.CONFIRMED}

    def test_of_a_message_that_stands_nowhere_nothing_is_noted(self, hub: SampleIntake, desk: Desk) -> None:
        with pytest.raises(NotFound):
            desk.judge(SourceRef(source_of(POLICE), "none"), finding(hub, is_genuine=True), [])

    def test_what_was_born_withheld_is_withheld_from_the_moment_of_filing(self, hub: SampleIntake, desk: Desk) -> None:
        child = known(hub)
        item = held(hub, handling=withheld_from({"agencies": [POLICE]}))
        desk.decide(item, [Choice(0, child)], work(hub))
        (file,) = hub.files()
        assert [len(file.withholdings.get(one.labels.entry_id, ())) for one in file.entries] == [0, 1]

    def test_of_two_deciders_the_second_is_told_and_files_nothing(
        self, hub: SampleIntake, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        child, item = known(hub), held(hub)
        other = open_desk(hub.reopened().store)
        just_before_the_save(hub, lambda: other.decide(item, [Choice(0, None)], work(hub, by="u-2")), monkeypatch)
        with pytest.raises(Conflict, match="somebody else has worked this message"):
            desk.decide(item, [Choice(0, child)], work(hub))
        assert sorted(hub.origins()) == [["held"], ["known"]]

    def test_a_resend_that_is_accepted_while_a_message_is_closed_stays_accepted(
        self, hub: SampleIntake, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        item = broken(hub)
        just_before_the_save(hub, lambda: resend(hub), monkeypatch)
        desk.close(item, work(hub))
        assert hub.receipt(POLICE, "broken").outcome is ReceiptOutcome.ACCEPTED
        assert hub.origins() == [["broken"]]

    def test_a_resend_that_is_accepted_while_its_first_copy_is_filed_by_hand_stands_beside_it(
        self, hub: SampleIntake, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        item = broken(hub, WORDLESS)
        just_before_the_save(hub, lambda: resend(hub), monkeypatch)
        desk.file(item, [Choice(0, None)], work(hub))
        named = sorted(name for of_child in hub.origins() for name in of_child)
        assert [name.partition("#")[0] for name in named] == ["broken", "broken"]
        assert hub.receipt(POLICE, "broken").revision == 2

    def test_a_receipt_is_revised_and_delivered_with_the_closing(self, hub: SampleIntake, desk: Desk) -> None:
        item = broken(hub)
        desk.close(item, work(hub))
        assert [(one.outcome, one.revision) for one in hub.delivered(POLICE)] == [(ReceiptOutcome.CLOSED, 2)]
        hub.say(POLICE, "concern-raised", UNDATED, id="broken")
        assert hub.receipt(POLICE, "broken").outcome is ReceiptOutcome.CLOSED

    def test_what_a_person_gave_as_the_reason_lies_sealed(self, hub: SampleIntake, desk: Desk) -> None:
        child, item = known(hub), held(hub)
        desk.decide(item, [Choice(0, child)], work(hub))
        assert REASON.encode() not in bytes_of(hub.everything())

    def test_a_message_is_found_by_the_id_by_which_it_is_listed_and_no_other(
        self, hub: SampleIntake, desk: Desk
    ) -> None:
        item = broken(hub)
        with hub.store.record.database.read() as cursor:
            assert [one.id for one in desk.waiting(cursor, Waiting.QUARANTINE)] == [item]
            assert desk.one(cursor, Waiting.IDENTITY, item) is None
        with pytest.raises(NotFound):
            desk.close(f"{item}0", work(hub))


class TestDeskOnSqlite(DeskContract):
    @pytest.fixture
    def hub(self, tmp_path: Path) -> Iterator[SampleIntake]:
        sample = SampleIntake(tmp_path)
        yield sample
        sample.close()


class TestDeskOnPostgres(DeskContract):
    @pytest.fixture
    def hub(self, postgres_address: str, tmp_path: Path) -> Iterator[SampleIntake]:
        with postgres_schema(postgres_address) as address:
            sample = SampleIntake(tmp_path, address)
            yield sample
            sample.close()


def known(hub: SampleIntake) -> str:
    hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN), id="known")
    (file,) = hub.files()
    return file.child_id


def held(hub: SampleIntake, **told: Any) -> str:
    hub.say(SCHOOL, "concern-raised", event("concern-raised", PERHAPS, **told), id="held")
    return only(hub, Waiting.IDENTITY)


def broken(hub: SampleIntake, data: Any = UNDATED) -> str:
    hub.say(POLICE, "concern-raised", data, id="broken")
    return only(hub, Waiting.QUARANTINE)


def only(hub: SampleIntake, kind: Waiting) -> str:
    with hub.store.record.database.read() as cursor:
        (one,) = open_desk(hub.store).waiting(cursor, kind)
    return one.id


def resend(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN), id="broken")


def finding(hub: SampleIntake, *, is_genuine: bool) -> Finding:
    return Finding(
        is_genuine, "Inspector Vance", "u-1", "northshire-csc", "asked on the number that we know", hub.clock()
    )


def work(hub: SampleIntake, record: Companion | None = None, by: str = "u-1") -> Work:
    return Work(by, REASON, hub.clock(), lambda _: record or _nothing)


def _nothing(_cursor: Cursor, _events: Sequence[StoredEvent]) -> None:
    """An audit record that a test does not look at."""


def _fail(_cursor: Cursor, _events: Sequence[StoredEvent]) -> None:
    raise RuntimeError("the audit log is full")


def just_before_the_save(hub: SampleIntake, meanwhile: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `meanwhile` be done once, after the next save was prepared and before it is made."""
    save = hub.store.record.save

    def late(*objs: Any, **more: Any) -> Any:
        monkeypatch.setattr(hub.store.record, "save", save)
        meanwhile()
        return save(*objs, **more)

    monkeypatch.setattr(hub.store.record, "save", late)
