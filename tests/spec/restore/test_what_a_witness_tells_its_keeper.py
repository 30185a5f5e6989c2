"""Whoever keeps a witness's folder learns that the hub is at work, and not whether anything was withheld."""

import base64
import json
import re
from pathlib import Path
from typing import Any

from builders.audit import make_access
from builders.intake import POLICE
from builders.restoring import FIRST, Restored

from hub.audit.checkpoint import read
from hub.audit.commitments import Kind as LeafKind
from hub.audit.tree import Frontier
from hub.witness.acts import Act, Kind
from hub.witness.sealed_acts import PIECE

SEGMENT_BYTES = PIECE + 28
"""A nonce before it and a tag after it."""


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def shape(folder: Path) -> dict[str, object]:
    """What can be told of a folder without the hub's keys, but for the random bytes and how far the log came."""
    found = files(folder)
    statement = json.loads(json.loads(found["statement.json"])["statement"])
    lines = found["leaves.jsonl"].splitlines()
    return {
        "files": {name: len(content) for name, content in found.items() if name.startswith("acts/")},
        "statement": {name: len(str(told)) for name, told in statement.items() if name in ("acts", "hub", "at")},
        "members": sorted(statement),
        "leaves": {len(line) for line in lines},
    }


def test_no_kind_of_act_or_leaf_stands_there_to_be_read(backed_up: Any) -> None:
    life = backed_up.life
    life.withholds("early", "w-early")
    life.revokes(POLICE)
    life.client().of(backed_up.child)
    life.witness.tell_now()
    kept = b"\n".join(files(life.mirror).values()).decode("latin-1")
    for kind in (*Kind, *LeafKind, "placed", "withholding-placed", "chronology"):
        if kind != Kind.WITNESS:
            assert not re.search(rf"\b{kind}\b", kept), f"{kind} stands in the folder"


def test_a_day_with_a_withholding_looks_like_one_without(backed_up: Any) -> None:
    life = backed_up.life
    life.hub.store.audit.record(make_access("a-1"))
    life.witness.tell_now()
    before = shape(life.mirror)
    life.withholds("early", "w-early")
    assert shape(life.mirror) == before


def test_the_piece_is_another_at_each_telling_whether_there_was_an_act_or_not(backed_up: Any) -> None:
    life = backed_up.life
    seen = set()
    for _ in range(3):
        life.witness.tell_now()
        seen.add((life.mirror / "acts" / "000000").read_bytes())
    assert len(seen) == 3
    assert {len(one) for one in seen} == {SEGMENT_BYTES}


def test_the_keeper_can_compare_the_hashes_of_the_leaves_with_the_signed_root(backed_up: Any) -> None:
    life = backed_up.life
    lines = (life.mirror / "leaves.jsonl").read_bytes().splitlines()
    grown = Frontier.from_bytes(0, b"")
    for line in lines:
        grown, _ = grown.append(base64.b64decode(json.loads(line)["leaf"]))
    checkpoint = read(life.statement().checkpoint)
    assert (grown.size, grown.root()) == (checkpoint.size, checkpoint.root)


def test_more_acts_than_a_piece_holds_come_back_all_the_same(backed_up: Any) -> None:
    life: Restored = backed_up.life
    folder = life.witness_folder()
    wanted = [*folder.acts(), *(Act(f"{number:064x}", Kind.ERASURE, bytes(1000)) for number in range(150))]
    for act in wanted[len(folder.acts()) :]:
        folder.append_acts([act])
    assert life.witness_folder().acts() == wanted
    assert [len(content) for name, content in sorted(files(life.mirror).items()) if name.startswith("acts/")] == [
        SEGMENT_BYTES
    ] * 4


def test_a_lost_piece_is_missed_the_last_one_too(backed_up: Any) -> None:
    life: Restored = backed_up.life
    life.hub.store.audit.record(make_access("a-1"))
    life.witness._store._acts.keep([Act(f"{number:064x}", Kind.WITNESS, bytes(1000)) for number in range(60)])
    life.witness.tell_now()
    for lost in ("000001", "000000"):
        (life.mirror / "acts" / lost).unlink()
        life.installs(FIRST)
        assert {gap.about for gap in life.witness.gaps} == {"witness"}


def test_what_an_agency_said_of_a_suspect_message_counts_again_after_a_restore(backed_up: Any) -> None:
    life: Restored = backed_up.life
    life.judges("early", is_genuine=False)
    backed_up.lost_and_restored()
    assert life.witness.gaps == ()
    (finding,) = life.hub.store.record.child(backed_up.child).findings.values()
    assert finding.is_genuine is False


def test_what_was_said_of_a_message_that_has_not_come_back_waits_for_it(backed_up: Any) -> None:
    life: Restored = backed_up.life
    life.sends("late", 0)
    life.reads_all()
    life.judges("late", is_genuine=False)
    backed_up.lost_and_restored()
    assert {gap.about for gap in life.witness.gaps} == {"finding"}
    backed_up.replayed()
    assert life.witness.gaps == ()
