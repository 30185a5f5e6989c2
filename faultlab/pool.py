"""The hubs of a round: each place holds one hub after another, and the dice say how each of them dies."""

import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from faultlab import group, hubs
from faultlab.bench import Bench
from faultlab.errors import LabFailed
from faultlab.happened import RANDOM, Happened
from faultlab.hubs import Hub
from hub.failpoints import Point

AT_POINTS = 0.75
"""The share of hubs that die at a named point; the others die wherever they are."""
EACH_MESSAGE = frozenset({Point.BEFORE_SIGNATURE, Point.AFTER_SIGNATURE, Point.AFTER_PARSE, Point.AFTER_OPENING})
"""Points that every message comes to; a batch comes to the others once."""
MOST_MESSAGES, MOST_BATCHES = 40, 4
RANDOM_LIFE_S = (0.4, 2.5)
POINT_LIFE_S = 6.0
"""How long a hub has to come to its point, for each of those that share the topics; then it dies where it is."""
CLOCK_LIFE_S = 15.0
MOST_FALLS = 60
"""A hub that starts while a part is away may end by itself; one that never gets up is no fault of ours to study."""


@dataclass
class Place:
    """Where one hub after another runs; `dies_at` is when it is killed, if nothing else ends it."""

    number: int
    hub: Hub
    dies_at: float


class Pool:
    """So many hubs, kept up; their deaths are counted in `happened`."""

    def __init__(self, bench: Bench, size: int, dice: random.Random, happened: Happened) -> None:
        self._bench = bench
        self._dice = dice
        self._happened = happened
        self._points: list[Point] = []
        self._places = [self._first(number) for number in range(size)]

    def tend(self) -> None:
        """Kill whoever's time has come; follow whoever is dead by one that will die."""
        for place in self._places:
            ended = place.hub.ended()
            if ended is not None or time.monotonic() >= place.dies_at:
                self._end(place, ended)
                self._live_and_die(place)

    def keep_up(self) -> None:
        """Follow each hub that has ended by one that will not, as whoever supervises processes would."""
        for place in self._places:
            ended = place.hub.ended()
            if ended is not None:
                self._end(place, ended)
                self._live(place)

    def spare(self, seconds: float) -> None:
        """Have no hub killed at random for some seconds."""
        for place in self._places:
            place.dies_at = max(place.dies_at, time.monotonic() + seconds)

    def renew(self) -> None:
        """Put hubs that nothing will kill in every place."""
        for place in self._places:
            place.hub.kill()
            self._live(place)
        group.put_out(self._bench.broker.address)

    def one(self) -> Hub:
        """Return any of the hubs."""
        return self._dice.choice(self._places).hub

    def mislead(self, offset: str) -> None:
        """Kill one of the hubs, and put one with a false clock in its place."""
        place = self._dice.choice(self._places)
        self._end(place, place.hub.ended())
        place.hub = hubs.start_at_another_time(self._bench.settings, self.log(place.number), offset)
        place.dies_at = time.monotonic() + CLOCK_LIFE_S

    def stop(self) -> None:
        """End them all; these deaths count for nothing."""
        for place in self._places:
            place.hub.kill()

    def log(self, number: int) -> Path:
        """Return where the hubs of a place write what they log."""
        return self._bench.logs / f"hub-{number}.log"

    def _first(self, number: int) -> Place:
        hub = hubs.start(self._bench.settings, self.log(number))
        return Place(number, hub, time.monotonic() + self._dice.uniform(*RANDOM_LIFE_S))

    def _end(self, place: Place, ended: int | None) -> None:
        """Make an end of a hub, count it, and have the broker know; `ended` is how it ended by itself, if it did."""
        place.hub.kill()
        self._count(place.hub, ended)
        group.put_out(self._bench.broker.address)

    def _count(self, hub: Hub, ended: int | None) -> None:
        if ended is None:
            self._happened.points[RANDOM] += 1
        elif ended == -signal.SIGKILL and hub.point:
            self._happened.points[hub.point.partition(":")[0]] += 1
        else:
            self._happened.fell += 1
            if self._happened.fell > MOST_FALLS:
                raise LabFailed(f"hubs keep ending by themselves, the last with {ended}: see the logs of the round")

    def _live(self, place: Place) -> None:
        place.hub = hubs.start(self._bench.settings, self.log(place.number))

    def _live_and_die(self, place: Place) -> None:
        """Start the next hub of a place, and throw for how it will die."""
        if self._dice.random() < AT_POINTS:
            place.hub = hubs.start(self._bench.settings, self.log(place.number), self._point())
            place.dies_at = time.monotonic() + POINT_LIFE_S * len(self._places)
        else:
            self._live(place)
            place.dies_at = time.monotonic() + self._dice.uniform(*RANDOM_LIFE_S)

    def _point(self) -> str:
        """Return the next point: all of them in turn, in an order of their own each time."""
        if not self._points:
            self._points = self._dice.sample(list(Point), len(Point))
        point = self._points.pop()
        return f"{point}:{self._dice.randint(1, MOST_MESSAGES if point in EACH_MESSAGE else MOST_BATCHES)}"
