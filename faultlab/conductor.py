"""Has the parts die while they work: hubs at named points and at random, and between them all else that can fail."""

import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from faultlab import group, hubs
from faultlab.errors import LabFailed
from faultlab.happened import RANDOM, Happened
from faultlab.hubs import Hub
from faultlab.parts import Cluster, Service, until
from faultlab.plan import Plan
from faultlab.scratch import Scratch
from hub.failpoints import Point

AT_POINTS = 0.75
"""The share of hubs that die at a named point; the others die wherever they are."""
EACH_MESSAGE = frozenset({Point.BEFORE_SIGNATURE, Point.AFTER_SIGNATURE, Point.AFTER_PARSE, Point.AFTER_OPENING})
"""Points that every message comes to; a batch comes to the others once."""
MOST_MESSAGES, MOST_BATCHES = 40, 4
RANDOM_LIFE_S = (0.4, 2.5)
POINT_LIFE_S = 6.0
"""How long a hub has to come to its point, for each of those that share the topics; then it dies where it is."""
TICK_S = 0.02
CLOCK_LIFE_S = 15.0
MOST_FALLS = 60
"""A hub that starts while a part is away may end by itself; one that never gets up is no fault of ours to study."""
CLOCKS = ("+1s", "-5m", "+5m", "-1d", "+1d")


class Act(StrEnum):
    """What happens beside the kills of hubs."""

    BROKER = "broker killed"
    POSTMASTER = "postmaster killed"
    BACKEND = "backend killed"
    PAUSE = "hub paused past its session"
    CLOCK = "hub with a false clock"
    DISK = "disk full"


@dataclass(frozen=True, slots=True)
class Bench:
    """The parts of a round. `taken` tells how many records the hub has taken by now, or -1 where none can say."""

    broker: Service
    cluster: Cluster
    scratch: Scratch
    settings: Mapping[str, object]
    logs: Path
    taken: Callable[[], int]


@dataclass
class Slot:
    """A place at which one hub after another runs; `dies_at` is when it is killed, if nothing else ends it."""

    number: int
    hub: Hub
    dies_at: float


class Conductor:
    """Carries a plan out, by its own dice."""

    def __init__(self, plan: Plan, bench: Bench) -> None:
        self._plan = plan
        self._bench = bench
        self._dice = random.Random(plan.seed)
        self._points: list[Point] = []
        self.happened = Happened()
        self._acts = self._dealt()
        self._slots = [self._slot(number) for number in range(plan.hubs)]

    def run(self) -> None:
        """Kill until the plan is done, and leave as many hubs as there were, none of which will die."""
        while self.happened.hub_kills < self._plan.hub_kills or self._acts:
            for slot in self._slots:
                self._tend(slot)
            if self._acts and self.happened.hub_kills >= self._acts[0][0]:
                self._perform(self._acts.pop(0)[1])
            time.sleep(TICK_S)
        for slot in self._slots:
            slot.hub.kill()
            slot.hub = self._start(slot.number, "")
        group.put_out(self._bench.broker.address)

    def stop(self) -> None:
        """End the hubs."""
        for slot in self._slots:
            slot.hub.kill()

    def _dealt(self) -> list[tuple[int, Act]]:
        """Return the other acts, each with the number of hubs that are dead before it."""
        plan = self._plan
        killed = [Act.POSTMASTER if place % 2 == 0 else Act.BACKEND for place in range(plan.postgres_kills)]
        acts = [Act.BROKER] * plan.broker_kills + killed + [Act.PAUSE] * plan.pauses
        acts += [Act.CLOCK] * (plan.false_clocks if hubs.has_faketime() else 0)
        acts += [Act.DISK] * (plan.full_disks if self._bench.scratch.is_disk else 0)
        return sorted((self._dice.randint(1, max(1, plan.hub_kills - 1)), act) for act in acts)

    def _slot(self, number: int) -> Slot:
        slot = Slot(number, self._start(number, ""), 0.0)
        slot.dies_at = time.monotonic() + self._dice.uniform(*RANDOM_LIFE_S)
        return slot

    def _start(self, number: int, point: str) -> Hub:
        return hubs.start(self._bench.settings, self._log(number), point)

    def _log(self, number: int) -> Path:
        return self._bench.logs / f"hub-{number}.log"

    def _tend(self, slot: Slot) -> None:
        ended = slot.hub.ended()
        if ended is None and time.monotonic() < slot.dies_at:
            return
        slot.hub.kill()
        self._count(slot.hub, ended)
        group.put_out(self._bench.broker.address)
        self._live_again(slot)

    def _count(self, hub: Hub, ended: int | None) -> None:
        if ended is None:
            self.happened.points[RANDOM] += 1
        elif ended == -signal.SIGKILL and hub.point:
            self.happened.points[hub.point.partition(":")[0]] += 1
        else:
            self.happened.fell += 1
            if self.happened.fell > MOST_FALLS:
                raise LabFailed(f"hubs keep ending by themselves, the last with {ended}: see {self._log(0).name}")

    def _live_again(self, slot: Slot) -> None:
        """Start the next hub of a slot, and throw for how it will die."""
        if self._dice.random() < AT_POINTS:
            slot.hub = self._start(slot.number, self._point())
            slot.dies_at = time.monotonic() + POINT_LIFE_S * self._plan.hubs
        else:
            slot.hub = self._start(slot.number, "")
            slot.dies_at = time.monotonic() + self._dice.uniform(*RANDOM_LIFE_S)

    def _point(self) -> str:
        """Return the next point: all of them in turn, in an order of their own each time."""
        if not self._points:
            self._points = self._dice.sample(list(Point), len(Point))
        point = self._points.pop()
        return f"{point}:{self._dice.randint(1, MOST_MESSAGES if point in EACH_MESSAGE else MOST_BATCHES)}"

    def _perform(self, act: Act) -> None:
        """Do one of the other acts, and wait until the hub takes messages again."""
        since = {
            Act.BROKER: self._kill_broker,
            Act.POSTMASTER: self._kill_postmaster,
            Act.BACKEND: self._kill_backend,
            Act.PAUSE: self._pause,
            Act.CLOCK: self._falsify_a_clock,
            Act.DISK: self._fill_the_disk,
        }[act]()
        self.happened.others[act] += 1
        self._await_work()
        self.happened.recovery_s[act].append(time.monotonic() - since)

    def _await_work(self) -> None:
        """Wait until the hub has taken something since. Whatever hub dies meanwhile is followed by one that lives."""
        before = self._bench.taken()

        def works() -> bool:
            self.keep_up()
            return self._bench.taken() > max(before, 0)

        until(works, "the hub takes messages again after a fault")
        for slot in self._slots:
            slot.dies_at = max(slot.dies_at, time.monotonic() + RANDOM_LIFE_S[0])

    def keep_up(self) -> None:
        """Follow each hub that has ended by one that will not, as whoever supervises processes would."""
        for slot in self._slots:
            ended = slot.hub.ended()
            if ended is not None:
                self._count(slot.hub, ended)
                slot.hub = self._start(slot.number, "")
                group.put_out(self._bench.broker.address)

    def _kill_broker(self) -> float:
        """Each of these returns the instant from which the hub may be expected to recover."""
        since = time.monotonic()
        self._bench.broker.kill()
        self._bench.broker.start()
        return since

    def _kill_postmaster(self) -> float:
        since = time.monotonic()
        self._bench.cluster.service.kill()
        self._bench.cluster.revive()
        return since

    def _kill_backend(self) -> float:
        since = time.monotonic()
        until(self._bench.cluster.kill_backend, "the hub has a backend to kill")
        self._bench.cluster.revive()
        return since

    def _pause(self) -> float:
        """Stop a hub in the midst of things, have the broker give it up, and let it go on as if nothing had been."""
        victim = self._dice.choice(self._slots).hub
        if victim.ended() is None:
            os.kill(victim.pid, signal.SIGSTOP)
            group.put_out(self._bench.broker.address)
            time.sleep(self._plan.paused_s)
            os.kill(victim.pid, signal.SIGCONT)
        return time.monotonic()

    def _falsify_a_clock(self) -> float:
        """Have the next hub of a slot run at another time."""
        since = time.monotonic()
        slot = self._dice.choice(self._slots)
        slot.hub.kill()
        self._count(slot.hub, None)
        group.put_out(self._bench.broker.address)
        slot.hub = hubs.start_at_another_time(self._bench.settings, self._log(slot.number), self._dice.choice(CLOCKS))
        slot.dies_at = since + CLOCK_LIFE_S
        return since

    def _fill_the_disk(self) -> float:
        self._bench.scratch.fill()
        time.sleep(self._plan.full_s)
        self._bench.scratch.empty()
        since = time.monotonic()
        self._bench.cluster.revive()
        return since
