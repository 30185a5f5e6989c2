"""One short round of the fault laboratory, and what it left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from faultlab.happened import Happened
from faultlab.oracle import Verdict
from faultlab.plan import Plan
from faultlab.round import Round, laboratory

SHORT = Plan(
    seed=20260302,
    rate=25,
    hubs=1,
    hub_kills=8,
    broker_kills=1,
    postgres_kills=1,
    pauses=1,
    full_disks=1,
    full_broker_disks=1,
    paused_s=2,
    full_s=2,
)


@dataclass(frozen=True, slots=True)
class Ran:
    """A round that has come to rest; its parts still run, and the hubs are dead."""

    round: Round
    verdict: Verdict
    happened: Happened


@contextmanager
def short_round() -> Iterator[Ran]:
    """Run it on parts of its own, which are gone when the block ends."""
    with laboratory() as lab:
        held = Round(lab, SHORT)
        verdict, happened = held.run()
        yield Ran(held, verdict, happened)
