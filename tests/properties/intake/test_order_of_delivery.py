"""G9, short form: in whatever order and however often messages are delivered, the same chronology comes of them.

So does the same account of what is missing. `HUB_ORDERS=5000` makes a long run, of new histories.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from builders.intake import NOON, SCHOOL, SampleIntake, event, nhs_number, source_of, told_child
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import Message
from hub.access.rows import in_order, rows
from hub.access.seen import Seen
from hub.domain.vocabulary import Shown
from hub.policy.decision import Verdict
from hub.views.gaps import miscounted, open_gaps
from hub.views.read import read_child

LONG_RUN = os.environ.get("HUB_ORDERS")
DRAWN = settings(
    max_examples=int(LONG_RUN or 30),
    derandomize=LONG_RUN is None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
KINDS = ("concern", "concern", "correction", "withdrawal", "dispute", "unreadable")
TURNS = count()


@dataclass(frozen=True)
class Said:
    """One thing that an agency says: `number` is its sequence, `of` the place of the concern that it is about."""

    kind: str
    number: int
    of: int = 0
    day: str = "2026-03-02"


@dataclass
class History:
    """What an agency says of one child, and the order in which it is delivered, in batches."""

    said: Sequence[Said]
    delivered: Sequence[int]
    batches: int
    skipped: frozenset[int] = field(default_factory=frozenset)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw what is said; some of it is never delivered, some twice, some numbers are used for two messages."""
    days = st.sampled_from(["2026-03-01", "2026-03-02"])
    kinds = ["concern", *draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6))]
    concerns = [place for place, kind in enumerate(kinds) if kind == "concern"]
    numbers = [draw(st.sampled_from([place + 1, place + 1, place + 1, 1])) for place in range(len(kinds))]
    said = [
        Said(kind, number, draw(st.sampled_from(concerns)), draw(days))
        for kind, number in zip(kinds, numbers, strict=True)
    ]
    lost = draw(st.sets(st.integers(1, len(said)), max_size=1)) - {len(said)}
    places = [place for place in range(len(said)) if place not in lost]
    copies = draw(st.lists(st.sampled_from(places), max_size=4))
    return History(said, draw(st.permutations([*places, *copies])), draw(st.integers(1, 4)), frozenset(lost))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> SampleIntake:
    return SampleIntake(tmp_path_factory.mktemp("hub"))


def test_any_order_of_delivery_comes_to_the_same_chronology_and_the_same_gaps(hub: SampleIntake) -> None:
    @DRAWN
    @given(histories())
    def holds(history: History) -> None:
        as_said = [place for place in range(len(history.said)) if place not in history.skipped]
        assert told(hub, history, as_said, 1) == told(hub, history, history.delivered, history.batches)

    holds()
    hub.close()


def told(hub: SampleIntake, history: History, order: Sequence[int], batches: int) -> Any:
    """Deliver a history of a child and a system of its own, and return what is known of both in the end."""
    turn = next(TURNS)
    messages = [composed(hub, history.said, place, turn) for place in order]
    size = -(-len(messages) // batches)
    for start in range(0, len(messages), size):
        hub.clock.forward()
        hub.take(*messages[start : start + size])
    return chronology(hub, turn), counted(hub, turn)


def composed(hub: SampleIntake, history: Sequence[Said], place: int, turn: int) -> Message:
    said = history[place]
    child = told_child(f"P-{turn}", nhs=nhs_number(turn), family_name=f"Child{turn}")
    data = event(NAMES[said.kind], child, headline=f"said {place}", occurred={"from": said.day, "precision": "day"})
    if said.kind in ("correction", "withdrawal", "dispute"):
        data |= {"corrects": {"source": system(turn), "id": f"m-{said.of}"}, "reason": "it was another day"}
    if said.kind == "unreadable":
        data |= {"occurred": "once"}
    agency = SCHOOL
    changes = {"id": f"m-{place}", "sequence": said.number, "time": NOON - timedelta(days=1) + timedelta(minutes=place)}
    return hub.message(agency, NAMES[said.kind], data, source=system(turn), **changes)


NAMES = {
    "concern": "concern-raised",
    "unreadable": "concern-raised",
    "correction": "entry-corrected",
    "withdrawal": "entry-withdrawn",
    "dispute": "entry-disputed",
}


def system(turn: int) -> str:
    return f"{source_of(SCHOOL)}-{turn}"


def chronology(hub: SampleIntake, turn: int) -> list[Any]:
    """The rows of the child's chronology as one who may see everything reads them."""
    with hub.store.record.database.read() as cursor:
        cursor.execute("SELECT DISTINCT child_id FROM chronology_row")
        files = [read_child(cursor, hub.store.keys, row["child_id"]) for row in cursor.fetchall()]
    mine = [one for one in files if one and one.entries[0].labels.origin.source == system(turn)]
    everything = [Seen(row, Verdict(Shown.FULL)) for one in mine for row in one.entries]
    return [
        (
            row.entry.row.labels.origin.id,
            row.labels.origin.id,
            row.state,
            row.significant,
            [one.row.labels.origin.id for one in row.amendments],
        )
        for row in in_order(rows(everything))
    ]


def counted(hub: SampleIntake, turn: int) -> Any:
    with hub.store.record.database.read() as cursor:
        gaps = [(gap.first, gap.last) for gap in open_gaps(cursor) if gap.source == system(turn)]
        wrong = [(one.highest, one.reused, one.restarts) for one in miscounted(cursor) if one.source == system(turn)]
    return sorted(gaps), wrong
