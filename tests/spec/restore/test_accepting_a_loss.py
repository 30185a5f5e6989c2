"""What cannot be had back: a named person gives it up, on record, and only then does anybody read."""

import shutil
from typing import Any

from builders.restoring import FIRST, SECOND

from hub.audit import Action


def test_what_is_missing_is_given_up_by_name_and_the_log_says_what_it_was(backed_up: Any) -> None:
    life = backed_up.life
    life.sends("late", 0)
    life.reads_all()
    life.withholds("late", "w-late")
    shutil.rmtree(life.folder / "hub" / "topics.db", ignore_errors=True)
    backed_up.lost_and_restored()
    lost = life.witness.accept_loss("Ola Nowak", "the topics were on the same disk")
    assert {gap.about for gap in lost} == {"withholding"}
    assert life.client().of(backed_up.child)[0] == 200
    with life.hub.store.record.database.read() as cursor:
        newest = life.hub.store.audit.records(cursor, limit=2).records
    (record,) = [one for one in newest if one.action == Action.LOSS_ACCEPTED]
    assert (record.viewer_id, record.reason) == ("Ola Nowak", "the topics were on the same disk")
    assert any(line.startswith("act ") for line in record.rules)


def test_what_was_given_up_stays_given_up_after_the_next_restore(backed_up: Any) -> None:
    life = backed_up.life
    life.sends("late", 0)
    life.reads_all()
    life.withholds("late", "w-late")
    backed_up.lost_and_restored()
    life.witness.accept_loss("Ola Nowak", "the topics were on the same disk")
    backed_up.lost_and_restored()
    assert life.witness.gaps == ()


def test_a_lost_tail_of_the_audit_log_is_given_up_and_the_old_statement_is_kept(backed_up: Any) -> None:
    life = backed_up.life
    life.client().of(backed_up.child)
    life.witness.tell_now()
    number = life.statement().number
    (life.mirror / "leaves.jsonl").write_bytes(b"")
    backed_up.lost_and_restored()
    life.witness.accept_loss("Ola Nowak", "the mirror was lost with the store")
    assert life.witness.gaps == ()
    assert (life.mirror / f"statement-until-{number}.json").exists()
    assert life.verified().findings == ()


def test_going_back_to_an_older_policy_is_a_release_in_somebodys_name(backed_up: Any) -> None:
    life = backed_up.life
    life.installs(SECOND)
    life.installs(FIRST)
    life.witness.accept_loss("Ola Nowak", "the new rules withhold too little")
    assert life.witness.gaps == ()
    life.installs(SECOND)
    assert {gap.about for gap in life.witness.gaps} == {"policy"}


def test_an_emptied_witness_is_told_everything_again_once_its_loss_is_accepted(backed_up: Any) -> None:
    life = backed_up.life
    before = life.statement()
    shutil.rmtree(life.mirror)
    life.reopens()
    life.witness.accept_loss("Ola Nowak", "the disk of the witness died")
    assert life.witness.gaps == ()
    assert life.statement().acts > before.acts
    life.reopens()
    assert life.witness.gaps == ()


def test_where_nothing_is_missing_nothing_is_given_up(backed_up: Any) -> None:
    life = backed_up.life
    before = life.hub.store.audit.size()
    assert life.witness.accept_loss("Ola Nowak", "by mistake") == ()
    assert life.hub.store.audit.size() == before
