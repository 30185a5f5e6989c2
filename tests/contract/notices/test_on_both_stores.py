"""Notices are written, numbered and asked for alike on SQLite and on PostgreSQL, by several processes at once too."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders.intake import CARE, SCHOOL, SampleIntake, event, nhs_number, told_child
from builders.noticeboard import accesses, asked, notices, stated
from builders.stores import postgres_schema

from hub.bootstrap.telling import open_days, open_history

CHILDREN = [told_child(f"P-{number}", nhs=nhs_number(number)) for number in range(5)]
IDS = [f"absent-{number}" for number in range(len(CHILDREN))]


class NoticesContract(ABC):
    """What is promised on either store."""

    @pytest.fixture
    @abstractmethod
    def hub(self) -> SampleIntake:
        """A hub over the store."""

    def test_several_that_ask_at_once_ask_once_and_leave_no_number_out(self, hub: SampleIntake) -> None:
        admit_late(hub)
        others = [open_history(one.store) for one in (hub, hub.reopened())]
        threads = [threading.Thread(target=other.ask) for other in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert sorted(id for request in asked(hub, SCHOOL) for id in request) == IDS
        assert [one.number for one in notices(hub, SCHOOL)] == list(range(1, len(notices(hub, SCHOOL)) + 1))
        assert len([one for one in accesses(hub) if one["action"] == "history-requested"]) == len(CHILDREN)
        assert (hub.count("not_admitted"), hub.count("history_due")) == (0, 0)

    def test_a_change_that_comes_while_a_child_is_looked_at_is_looked_at_too(self, hub: SampleIntake) -> None:
        hub.say(SCHOOL, "attendance-concern", event("attendance-concern", CHILDREN[0]), id="absent-0")
        hub.say(CARE, "concern-raised", event("concern-raised", CHILDREN[0]), id="concern")
        [before] = hub.rows("history_due")
        hub.say(CARE, "referral-received", event("referral-received", CHILDREN[0]), id="referral")
        [after] = hub.rows("history_due")
        assert after["turn"] > before["turn"]
        assert asked(hub, SCHOOL) == [["absent-0"]]

    def test_a_day_is_stated_once_and_a_request_later_takes_the_next_number(self, hub: SampleIntake) -> None:
        admit_late(hub)
        hub.clock.now += timedelta(days=1)
        assert [open_days(one.store).state_what_is_due() for one in (hub, hub.reopened())] == [2, 0]
        assert stated(hub, SCHOOL, date(2026, 3, 2)).sent == len(CHILDREN)
        asked(hub, SCHOOL)
        assert [one.number for one in notices(hub, SCHOOL)] == list(range(1, len(CHILDREN) + 2))


def admit_late(hub: SampleIntake) -> None:
    """Turn an absence of each child away, each under a reference of its own, and open them afterwards."""
    for number, child in enumerate(CHILDREN):
        told = event("attendance-concern", child)
        hub.say(SCHOOL, "attendance-concern", told, id=IDS[number], subject=f"{number}" * 64)
    for number, child in enumerate(CHILDREN):
        hub.say(CARE, "referral-received", event("referral-received", child), id=f"referral-{number}")


class TestNoticesOnSqlite(NoticesContract):
    @pytest.fixture
    def hub(self, tmp_path: Path) -> Iterator[SampleIntake]:
        sample = SampleIntake(tmp_path / "hub")
        yield sample
        sample.close()


class TestNoticesOnPostgres(NoticesContract):
    @pytest.fixture
    def hub(self, tmp_path: Path, postgres_address: str) -> Iterator[SampleIntake]:
        with postgres_schema(postgres_address) as address:
            sample = SampleIntake(tmp_path / "hub", address)
            yield sample
            sample.close()
