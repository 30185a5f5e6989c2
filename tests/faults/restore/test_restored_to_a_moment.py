"""G11: a store is brought back to a moment, and nobody reads before all that was withheld since counts again."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from builders.intake import withheld_from
from builders.restoring import FIRST, SECOND, Restored

CHILDREN, EACH = 5, 10
FROM_CARE = withheld_from({"agencies": ["northshire-csc"]})


@dataclass
class Lived:
    """What stood before the loss: a backup, children to read of, and who was withheld or erased since."""

    life: Restored
    backup: Path
    children: list[str]
    withheld: list[str]
    erased: str
    leaves: int


@pytest.fixture
def lived(life: Restored) -> Lived:
    """Half of a hub's life, a backup, and the other half."""
    for child in range(CHILDREN):
        life.allocates(child)
        for number in range(EACH):
            life.sends(f"early-{child}-{number}", child)
    life.reads_all()
    life.witness.turn()
    backup = life.backed_up()
    children = [life.child_of(f"to-{child}") for child in range(1, CHILDREN)]
    born = [f"late-{child}-0" for child in range(1, CHILDREN + 1)]
    for child in range(1, CHILDREN + 1):
        life.sends(f"late-{child}-0", child, handling=FROM_CARE)
        for number in range(1, EACH):
            life.sends(f"late-{child}-{number}", child)
    life.reads_all()
    placed = [f"early-{child}-1" for child in range(1, 4)] + [f"late-{child}-2" for child in range(1, 4)]
    for name in placed:
        life.withholds(name, f"w-{name}")
    erased = life.erases("early-0-0")
    life.installs(SECOND)
    life.client().of(children[0])
    life.witness.tell_now()
    return Lived(life, backup, children, born + placed, erased, life.hub.store.audit.size())


def test_readers_wait_until_all_that_was_withheld_since_counts_again_and_nothing_is_lost(lived: Lived) -> None:
    life = lived.life
    life.restored(lived.backup, FIRST)
    assert {gap.about for gap in life.witness.gaps} == {"policy", "withholding"}
    assert life.client().of(lived.children[0])[0] == 503
    life.installs(SECOND)
    first = _first_answers(life, lived.children)
    assert not [name for name in lived.withheld if f'headline of {name}"' in first]
    assert 'headline of late-1-1"' in first
    assert life.hub.store.keys.destroyed() == [f"aggregate:{lived.erased}"]
    _nothing_is_lost_or_doubled(life)
    _the_audit_log_goes_on(lived)


def _first_answers(life: Restored, children: list[str]) -> str:
    """Take messages one batch at a time until the readers are let in, and return what they are told at once."""
    reading = life.client()
    with life.working() as worker:
        while reading.of(children[0])[0] == 503:
            worker.turn()
            life.witness.turn()
    answers = [reading.of(child) for child in children]
    assert {status for status, _ in answers} == {200}
    return "".join(text for _, text in answers)


def _nothing_is_lost_or_doubled(life: Restored) -> None:
    life.reads_all()
    standing = sorted(name for names in life.standing().values() for name in names)
    erased = {name for name in life.sent if name.startswith(("early-0-", "to-0"))}
    assert standing == sorted(set(life.sent) - erased)


def _the_audit_log_goes_on(lived: Lived) -> None:
    """From its last witnessed leaf, and it names each that vanished."""
    report = lived.life.verified()
    assert report.findings == ()
    assert report.leaves > lived.leaves
    assert len(report.vanished) >= CHILDREN * EACH
    assert all("event" in line for line in report.vanished)
