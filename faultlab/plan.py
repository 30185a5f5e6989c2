"""How many kills a run has, dealt out to rounds, each with a seed of its own so that a run can go on where it ended."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

KILLS_A_ROUND = 25
HUB_KILLS_FOR_EACH_OTHER = 10
"""A broker and a PostgreSQL are killed for every so many hubs."""
HUBS = (1, 2, 1, 3)
"""How many hubs share the topics, round by round. One alone dies fastest; several rebalance."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One round. `rate` is events a second; `paused_s` how long a hub stands still, past the end of its session."""

    seed: int
    hubs: int = 1
    hub_kills: int = KILLS_A_ROUND
    broker_kills: int = 0
    postgres_kills: int = 0
    pauses: int = 0
    false_clocks: int = 0
    full_disks: int = 0
    full_broker_disks: int = 0
    rate: float = 60.0
    paused_s: float = 11.0
    full_s: float = 4.0


def rounds_of(kills: int, seed: int) -> Iterator[Plan]:
    """Yield the rounds in which so many hubs are killed, and a tenth as many brokers and clusters, rounded up."""
    number = -(-kills // KILLS_A_ROUND)
    others = -(-kills // HUB_KILLS_FOR_EACH_OTHER)
    for place in range(number):
        hubs = HUBS[place % len(HUBS)]
        share = Plan(seed + place, hubs=hubs, hub_kills=_share(kills, number, place))
        count = _share(others, number, place)
        yield replace(
            share,
            broker_kills=count,
            postgres_kills=count,
            pauses=int(hubs > 1),
            false_clocks=1,
            full_disks=1,
            full_broker_disks=1,
        )


def _share(total: int, rounds: int, place: int) -> int:
    """Return one round's part of a number, the parts as even as they can be."""
    return total // rounds + (place < total % rounds)
