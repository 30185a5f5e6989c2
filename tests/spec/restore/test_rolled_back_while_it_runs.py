"""A store that somebody puts back beneath a running hub, and a witness to which somebody added an act."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from builders.audit import make_access
from builders.restoring import Restored
from structlog.testing import capture_logs

from hub.audit import Remembered
from hub.bootstrap.guarded import GuardedIntake
from hub.domain.errors import AuditWentBack
from hub.witness.acts import Act, Kind


def put_back(backed_up: Any) -> Restored:
    """Put the backup's content in the place of the store's, beneath the open connections."""
    life: Restored = backed_up.life
    file = life.hub.store.settings.data / "hub.db"
    with closing(sqlite3.connect(backed_up.backup / "store")) as old, closing(sqlite3.connect(file)) as live:
        old.backup(live)
    life.witness.turn()
    return life


def test_a_store_that_is_put_back_beneath_a_running_hub_closes_it_until_it_starts_again(backed_up: Any) -> None:
    backed_up.life.withholds("early", "w-early")
    life = put_back(backed_up)
    for _ in range(3):
        assert life.client().of(backed_up.child)[0] == 503
        assert {gap.about for gap in life.witness.turn()} == {"audit"}
    life.reopens()
    status, text = life.client().of(backed_up.child)
    assert (status, "headline of early" in text) == (200, False)


def test_a_log_that_grows_again_after_that_opens_nothing(backed_up: Any) -> None:
    life = backed_up.life
    life.hub.store.audit.record(make_access("a-1"))
    life.witness.tell_now()
    put_back(backed_up)
    for name in ("a-2", "a-3", "a-4"):
        life.hub.store.audit.record(make_access(name))
    life.witness.tell_now()
    assert {gap.about for gap in life.witness.turn()} == {"audit"}


@pytest.mark.parametrize("body", [b"short", bytes(100)], ids=["cut short", "sealed by nobody"])
def test_an_act_that_this_hub_did_not_seal_keeps_readers_out_and_hides_no_other(backed_up: Any, body: bytes) -> None:
    life = backed_up.life
    life.witness_folder().append_acts([Act("0" * 64, Kind.LOSS, body)])
    life.withholds("early", "w-early")
    life.restored(backed_up.backup)
    assert {gap.about for gap in life.witness.gaps} == {"loss"}
    assert life.hub.rows("withholding_row"), "what was withheld is taken again beside it"


def test_intake_takes_nothing_more_into_a_store_that_was_put_back(backed_up: Any) -> None:
    life = backed_up.life
    intake = life.hub.intake
    life.hub.intake = GuardedIntake(intake, Remembered(life.hub.store.audit), every=0)
    life.sends("before", 0)
    life.reads_all()
    put_back(backed_up)
    life.sends("after", 0)
    with capture_logs() as lines, pytest.raises(AuditWentBack):
        life.reads_all()
    assert [line["event"] for line in lines if line["log_level"] == "critical"] == ["audit-log-went-back"]
    assert set(life.standing()[backed_up.child]) == {"to-0", "early"}
    life.reopens()
    life.reads_all()
    assert set(life.standing()[backed_up.child]) == {"to-0", "early", "before", "after"}
