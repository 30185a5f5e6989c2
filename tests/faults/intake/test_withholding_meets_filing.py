"""A withholding is placed while what derives from the withheld event is being filed: neither misses the other (G23)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders.intake import POLICE, SCHOOL, SampleIntake, event, nhs_number, source_of, told_child

from hub.access import RecordedWithholdings
from hub.domain.chronology import SourceRef
from hub.domain.targets import Targets
from hub.domain.vocabulary import Ground, Mode, WithholdingState
from hub.domain.withholding import Audience, Withholding

SOURCE = SourceRef(source_of(POLICE), "source")
ROWAN = told_child(nhs=nhs_number(0))
ASH = told_child("P-2", nhs=nhs_number(1), given_names="Ash")
FROM_THE_SCHOOL = Withholding(
    id="w-1",
    ground=Ground.POLICE_INVESTIGATION,
    mode=Mode.SILENT,
    audience=Audience(agencies=frozenset({SCHOOL})),
    state=WithholdingState.IN_FORCE,
    owner="senior-investigating-officer",
    placed_by="u-sio",
    review_by=date(2026, 3, 20),
)


def withhold(hub: SampleIntake) -> None:
    (file,) = [one for one in hub.files() if SOURCE.id in [row.labels.origin.id for row in one.entries]]
    acts = RecordedWithholdings(hub.store.record, hub.store.keys)
    acts.place_withholding(file.child_id, FROM_THE_SCHOOL, Targets(origins=(SOURCE,)), hub.clock(), [])


def derive(hub: SampleIntake) -> None:
    behind = [{"source": SOURCE.source, "id": SOURCE.id}]
    hub.say(POLICE, "police-notification", event("police-notification", ASH, derived_from=behind), id="derived")


def add(hub: SampleIntake) -> None:
    hub.say(POLICE, "police-notification", event("police-notification", ROWAN), id="another")


Act = Callable[[SampleIntake], None]


def just_before_the_save(hub: SampleIntake, meanwhile: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `meanwhile` be done once, after the next save was prepared and before it is made."""
    save = hub.store.record.save

    def late(*objs: Any, **more: Any) -> Any:
        monkeypatch.setattr(hub.store.record, "save", save)
        meanwhile(hub)
        return save(*objs, **more)

    monkeypatch.setattr(hub.store.record, "save", late)


@pytest.mark.parametrize(("act", "meanwhile"), [(derive, withhold), (withhold, derive)])
def test_what_derives_from_a_withheld_event_is_withheld_whichever_is_saved_first(
    act: Act, meanwhile: Act, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = SampleIntake(tmp_path / "hub")
    hub.say(POLICE, "police-notification", event("police-notification", ROWAN), id=SOURCE.id)
    just_before_the_save(hub, meanwhile, monkeypatch)
    act(hub)
    placed = [[one.id for one in of_entry] for file in hub.files() for of_entry in file.withholdings.values()]
    assert placed == [["w-1"], ["w-1"]]
    hub.close()


def test_a_withholding_is_placed_although_an_entry_reaches_the_child_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = SampleIntake(tmp_path / "hub")
    hub.say(POLICE, "police-notification", event("police-notification", ROWAN), id=SOURCE.id)
    just_before_the_save(hub, add, monkeypatch)
    withhold(hub)
    (file,) = hub.files()
    placed = {row.labels.origin.id: len(file.withholdings[row.labels.entry_id]) for row in file.entries}
    assert placed == {"source": 1, "another": 0}
    hub.close()
