"""One short round of the fault laboratory, and what it left behind, for every test of this folder."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from faultlab.happened import Happened
from faultlab.oracle import Verdict
from faultlab.plan import Plan
from faultlab.round import Round, laboratory

PLAN = Plan(
    seed=20260302, hubs=2, hub_kills=8, broker_kills=1, postgres_kills=1, pauses=1, full_disks=1, paused_s=2, full_s=2
)


@dataclass(frozen=True, slots=True)
class Ran:
    """A round that has come to rest; its parts still run, and the hubs are dead."""

    round: Round
    verdict: Verdict
    happened: Happened


@pytest.fixture(scope="session")
def ran() -> Iterator[Ran]:
    with laboratory() as lab:
        held = Round(lab, PLAN)
        verdict, happened = held.run()
        yield Ran(held, verdict, happened)
