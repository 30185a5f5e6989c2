"""After a restore: who waits for what, what goes on meanwhile, and what a witness that is away does."""

import shutil
from typing import Any

from builders.intake import POLICE
from builders.restoring import FIRST, SECOND, Restored
from structlog.testing import capture_logs

from hub.bootstrap.witnessing import witness_of


def waits_for(life: Restored) -> set[str]:
    return {gap.about for gap in life.witness.gaps}


def test_a_hub_that_lost_nothing_is_open_at_once(backed_up: Any) -> None:
    life = backed_up.lost_and_restored()
    assert life.witness.gaps == ()
    assert life.client().of(backed_up.child)[0] == 200


def test_what_a_person_withheld_since_is_withheld_again_once_its_message_is_back(backed_up: Any) -> None:
    life = backed_up.life
    life.sends("late", 0)
    life.reads_all()
    life.withholds("late", "w-late")
    backed_up.lost_and_restored()
    status, text = life.client().of(backed_up.child)
    assert (status, waits_for(life)) == (503, {"withholding"})
    assert "closed-after-restore" in text
    backed_up.replayed()
    status, text = life.client().of(backed_up.child)
    assert (status, "headline of early" in text, "headline of late" in text) == (200, True, False)


def test_what_a_person_withheld_since_of_an_older_entry_is_withheld_at_once(backed_up: Any) -> None:
    backed_up.life.withholds("early", "w-early")
    life = backed_up.lost_and_restored()
    status, text = life.client().of(backed_up.child)
    assert (status, "headline of early" in text) == (200, False)


def test_a_withholding_that_was_released_since_is_released_again(backed_up: Any) -> None:
    life = backed_up.life
    life.withholds("early", "w-early")
    life.acts.release_withholding(
        backed_up.child, "w-early", by="u-sio", reason="the arrest was made", at=life.hub.clock(), also=[]
    )
    backed_up.lost_and_restored()
    assert "headline of early" in life.client().of(backed_up.child)[1]


def test_the_next_review_is_the_one_that_was_set_last(backed_up: Any) -> None:
    life = backed_up.life
    life.withholds("early", "w-early")
    later = life.hub.clock().date().replace(month=4)
    life.acts.review_withholding(
        backed_up.child, "w-early", review_by=later, by="u-sio", reason="still live", at=life.hub.clock(), also=[]
    )
    backed_up.lost_and_restored()
    placed = life.hub.store.record.child(backed_up.child).placed
    assert placed["w-early"].withholding.review_by == later


def test_an_agency_that_joined_since_has_joined_and_a_revoked_key_stays_revoked(backed_up: Any) -> None:
    life = backed_up.life
    life.hub.join("farshire-police", "police")
    life.revokes(POLICE)
    life.witness.tell_now()
    backed_up.lost_and_restored()
    assert life.witness.gaps == ()
    assert {"farshire-police"} <= {row["agency_id"] for row in life.hub.rows("agency_row")}
    revoked = [row["kid"] for row in life.hub.rows("agency_key_row") if row["compromised_since"]]
    assert revoked == [life.hub.keys[POLICE]["kid"]]


def test_a_key_that_was_destroyed_since_is_destroyed_in_a_key_store_that_has_it_again(backed_up: Any) -> None:
    life = backed_up.life
    keys = life.hub.store.settings.keys_folder / "keys.db"
    shutil.copy(keys, life.folder / "keys-before")
    erased = life.erases("early")
    life.witness.tell_now()
    life.hub.store.keys.close()
    shutil.copy(life.folder / "keys-before", keys)
    life.reopens()
    assert life.hub.store.keys.destroyed() == [f"aggregate:{erased}"]


def test_an_older_policy_than_the_one_released_last_keeps_readers_out(backed_up: Any) -> None:
    life = backed_up.life
    life.installs(SECOND)
    assert life.witness.gaps == ()
    life.installs(FIRST)
    assert waits_for(life) == {"policy"}


def test_a_process_with_an_older_policy_closes_when_a_newer_one_is_released_beside_it(backed_up: Any) -> None:
    life = backed_up.life
    witness_of(life.hub.store, SECOND)
    assert {gap.about for gap in life.witness.turn()} == {"policy"}


def test_intake_goes_on_while_readers_wait_and_the_health_says_so(backed_up: Any) -> None:
    life = backed_up.lost_and_restored("sha256:none")
    life.installs(FIRST)
    ready = life.client().client.get("/readyz")
    assert (ready.status_code, ready.json()["parts"]["witness"]) == (503, "closed-after-restore")
    life.sends("after", 0)
    life.reads_all()
    assert life.hub.receipt(POLICE, "after").outcome == "accepted"


def test_a_witness_that_was_emptied_keeps_readers_out(backed_up: Any) -> None:
    life = backed_up.life
    shutil.rmtree(life.mirror)
    life.reopens()
    assert waits_for(life) == {"witness"}


def test_a_statement_that_the_hub_did_not_sign_keeps_readers_out(backed_up: Any) -> None:
    life = backed_up.life
    file = life.mirror / "statement.json"
    file.write_bytes(file.read_bytes().replace(b'\\"acts\\"', b'\\"acta\\"'))
    life.reopens()
    assert waits_for(life) == {"witness"}


def test_an_act_that_is_missing_from_the_witness_keeps_readers_out(backed_up: Any) -> None:
    life = backed_up.life
    older = (life.mirror / "acts" / "000000").read_bytes()
    life.withholds("early", "w-early")
    (life.mirror / "acts" / "000000").write_bytes(older)
    life.reopens()
    assert waits_for(life) == {"witness"}


def test_a_piece_of_the_acts_that_the_hub_did_not_write_keeps_readers_out(backed_up: Any) -> None:
    life = backed_up.life
    file = life.mirror / "acts" / "000000"
    whole = file.read_bytes()
    for other in (whole.swapcase(), whole[:-1], b""):
        file.write_bytes(other)
        life.installs(FIRST)
        assert waits_for(life) == {"witness"}


def test_a_witness_that_goes_away_while_the_hub_runs_keeps_nobody_out(backed_up: Any) -> None:
    life = backed_up.life
    life.mirror.rename(life.mirror.with_name("unmounted"))
    life.mirror.write_text("not a folder")
    life.withholds("early", "w-early")
    assert life.witness.turn() == ()
    assert life.client().of(backed_up.child)[0] == 200


def test_without_the_mirror_the_missing_leaves_are_named(backed_up: Any) -> None:
    life = backed_up.life
    life.client().of(backed_up.child)
    life.witness.tell_now()
    (life.mirror / "leaves.jsonl").write_bytes(b"")
    backed_up.lost_and_restored()
    assert waits_for(life) == {"audit"}
    assert "leaves" in life.witness.gaps[0].detail
    with capture_logs() as lines:
        life.witness.turn()
    assert not [line for line in lines if line["event"] == "leaves-not-taken-back"]


def test_a_leaf_that_says_its_event_vanished_is_a_finding_where_no_restore_explains_it(backed_up: Any) -> None:
    life = backed_up.life
    life.sends("late", 0)
    life.reads_all()
    life.witness.tell_now()
    backed_up.lost_and_restored()
    backed_up.replayed()
    assert life.verified().findings == ()
    life.hub.store.record.database.create(["UPDATE audit_leaf SET kind='vanished' WHERE idx=1"])
    assert any(found.row.startswith("audit leaf 1 ") for found in life.verified().findings)


def test_a_piece_that_a_power_cut_left_half_written_is_written_anew(backed_up: Any) -> None:
    life = backed_up.life
    (life.mirror / "acts" / "000000.4711").write_bytes(b"half")
    life.withholds("early", "w-early")
    life.reopens()
    assert life.witness.gaps == ()
    assert life.statement().acts == len(life.witness_folder().acts())


def test_the_witness_holds_nothing_that_names_a_child(backed_up: Any) -> None:
    life = backed_up.life
    life.withholds("early", "w-early")
    kept = b"".join(file.read_bytes() for file in life.mirror.rglob("*") if file.is_file())
    for told in (backed_up.child, "w-early", "Ashdown", "u-sio", "northshire-csc"):
        assert told.encode() not in kept
