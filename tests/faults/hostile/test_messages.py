"""Every hostile message is answered for: taken, held or in quarantine with its bytes; nothing breaks (G10, T7)."""

import pytest
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child
from structlog.testing import capture_logs

from benchmarks.hostile_corpus import Case, Forge, cases
from hub.intake.kept import record_from

CASES = list(cases())


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> SampleIntake:
    return SampleIntake(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def forge(hub: SampleIntake) -> Forge:
    sealing = hub.store.keys.opening_key.as_dict(private=False)
    return Forge(
        POLICE, hub.store.settings.id, hub.keys[POLICE], sealing, event("concern-raised", told_child(nhs=nhs_number(0)))
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.name}")
def test_a_hostile_message_is_kept_and_answered_for(hub: SampleIntake, forge: Forge, case: Case) -> None:
    message = case.message(forge)
    before = len(hub.quarantined())
    with capture_logs() as logs:
        taken = hub.take(message)
    assert taken.records == 1
    assert taken.accepted + taken.quarantined + taken.held == 1
    kept = hub.quarantined()[before:] if taken.quarantined else []
    assert [record_from(one["record"]).value for one in kept] == [message.value] * taken.quarantined
    assert "message-poisoned" not in [line["event"] for line in logs]


def test_what_comes_after_the_whole_corpus_is_taken(hub: SampleIntake, forge: Forge) -> None:
    hub.take(*(case.message(forge) for case in CASES))
    said = hub.message(POLICE, "concern-raised", event("concern-raised", told_child(nhs=nhs_number(0))), id="after")
    assert hub.take(said).accepted == 1


def test_no_case_repeats_anothers_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
