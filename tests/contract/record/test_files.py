"""A child's file that was read before is as fresh as one read anew, on either store."""

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import date

import pytest
from builders.intake import NOON, POLICE, SampleIntake, event, nhs_number, told_child, withheld_from

from hub.domain.errors import KeyMissing
from hub.domain.vocabulary import WithholdingState
from hub.record.mapper import aggregate_key
from hub.views.files import Files
from hub.views.model import ChildFile
from hub.views.read import read_child

HANDLING = withheld_from({"agency_types": ["school"]})


def said(hub: SampleIntake, event_id: str, child: int = 0) -> str:
    told = told_child(f"P-{child}", nhs=nhs_number(child), given_names=f"C{'abc'[child]}")
    hub.say(POLICE, "concern-raised", event("concern-raised", told, handling=HANDLING), id=event_id)
    return hub.files()[child].child_id


def anew(hub: SampleIntake, child_id: str) -> ChildFile | None:
    with hub.store.record.database.read() as cursor:
        return read_child(cursor, hub.store.keys, child_id)


class FilesContract(ABC):
    """What is promised of files kept in memory."""

    @pytest.fixture
    @abstractmethod
    def hub(self, sqlite_hub: SampleIntake) -> SampleIntake:
        """A hub over the store."""

    @pytest.fixture
    def files(self, hub: SampleIntake) -> Files:
        return Files(hub.store.keys, hub.store.record.events_table)

    def read(self, hub: SampleIntake, files: Files, child_id: str) -> ChildFile | None:
        with hub.store.record.database.read() as cursor:
            return files.read(cursor, child_id)

    def test_a_file_that_did_not_change_is_the_same_object(self, hub: SampleIntake, files: Files) -> None:
        child = said(hub, "m-1")
        assert self.read(hub, files, child) is self.read(hub, files, child)

    def test_a_child_who_is_not_there_has_no_file(self, hub: SampleIntake, files: Files) -> None:
        assert self.read(hub, files, "6c1f5b0e-8f0e-4a52-9a53-0f8f2c1d7a10") is None

    def test_an_entry_that_another_process_added_is_seen_at_once(self, hub: SampleIntake, files: Files) -> None:
        child = said(hub, "m-1")
        self.read(hub, files, child)
        other = hub.reopened()
        said(other, "m-2")
        other.close()
        found = self.read(hub, files, child)
        assert found == anew(hub, child)
        assert found is not None
        assert len(found.entries) == 2

    def test_a_withholding_is_reviewed_and_released_for_the_next_reader(self, hub: SampleIntake, files: Files) -> None:
        child = said(hub, "m-1")
        before = self.read(hub, files, child)
        assert before is not None
        ((placed,),) = before.withholdings.values()
        record = hub.store.record
        told = {"by": "u-1", "reason": "stands", "at": NOON}
        record.change_children(
            [child], lambda one: one.review_withholding(placed.id, review_by=date(2026, 4, 1), **told)
        )
        reviewed = self.read(hub, files, child)
        record.change_children([child], lambda one: one.release_withholding(placed.id, **told))
        released = self.read(hub, files, child)
        assert [one.withholdings for one in (reviewed, released) if one] == [
            dict.fromkeys(before.withholdings, (one,))
            for one in (
                replace(placed, review_by=date(2026, 4, 1)),
                replace(placed, review_by=date(2026, 4, 1), state=WithholdingState.RELEASED),
            )
        ]

    def test_a_child_whose_key_was_destroyed_can_be_read_no_more(self, hub: SampleIntake, files: Files) -> None:
        child = said(hub, "m-1")
        self.read(hub, files, child)
        hub.store.keys.destroy(aggregate_key(child))
        with pytest.raises(KeyMissing):
            self.read(hub, files, child)

    def test_no_more_entries_are_kept_than_wanted(self, hub: SampleIntake) -> None:
        files = Files(hub.store.keys, hub.store.record.events_table, most_entries=2)
        children = [said(hub, f"m-{number}", number) for number in range(3)]
        first = [self.read(hub, files, child) for child in children]
        assert self.read(hub, files, children[2]) is first[2]
        assert self.read(hub, files, children[0]) is not first[0]


class TestSQLite(FilesContract):
    @pytest.fixture
    def hub(self, sqlite_hub: SampleIntake) -> SampleIntake:
        return sqlite_hub


class TestPostgreSQL(FilesContract):
    @pytest.fixture
    def hub(self, postgres_hub: SampleIntake) -> SampleIntake:
        return postgres_hub
