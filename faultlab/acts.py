"""What goes wrong beside the deaths of hubs: broker, PostgreSQL, a hub that stands still, a false clock, no room."""

import os
import random
import signal
import time
from enum import StrEnum

from faultlab import group, hubs
from faultlab.bench import Bench
from faultlab.parts import until
from faultlab.plan import Plan
from faultlab.pool import Pool

CLOCKS = ("+1s", "-5m", "+5m", "-1d", "+1d")


class Act(StrEnum):
    """What may happen."""

    BROKER = "broker killed"
    POSTMASTER = "postmaster killed"
    BACKEND = "backend killed"
    PAUSE = "hub paused past its session"
    CLOCK = "hub with a false clock"
    DISK = "disk full"
    BROKER_DISK = "broker's disk full"


def planned(plan: Plan, dice: random.Random) -> list[tuple[int, Act]]:
    """Return the acts of a plan in their order, each with the number of hubs that are dead before it."""
    killed = [Act.POSTMASTER if place % 2 == 0 else Act.BACKEND for place in range(plan.postgres_kills)]
    acts = [Act.BROKER] * plan.broker_kills + killed + [Act.PAUSE] * plan.pauses + [Act.DISK] * plan.full_disks
    acts += [Act.BROKER_DISK] * plan.full_broker_disks
    acts += [Act.CLOCK] * (plan.false_clocks if hubs.has_faketime() else 0)
    return sorted((dice.randint(1, max(1, plan.hub_kills - 1)), act) for act in acts)


class Acts:
    """Performs acts on a bench. Each returns the instant from which the hub may be expected to recover."""

    def __init__(self, plan: Plan, bench: Bench, pool: Pool, dice: random.Random) -> None:
        self._plan = plan
        self._bench = bench
        self._pool = pool
        self._dice = dice

    def perform(self, act: Act) -> float:
        """Do one of them."""
        return {
            Act.BROKER: self._kill_broker,
            Act.POSTMASTER: self._kill_postmaster,
            Act.BACKEND: self._kill_backend,
            Act.PAUSE: self._pause,
            Act.CLOCK: self._mislead,
            Act.DISK: self._fill_the_disk,
            Act.BROKER_DISK: self._fill_the_brokers_disk,
        }[act]()

    def _kill_broker(self) -> float:
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
        def is_killed() -> bool:
            self._pool.keep_up()
            return self._bench.cluster.kill_backend()

        until(is_killed, "the hub has a backend to kill")
        since = time.monotonic()
        self._bench.cluster.revive()
        return since

    def _pause(self) -> float:
        """Stop a hub in the midst of things, have the broker give it up, and let it go on as if nothing had been."""
        victim = self._pool.one()
        if victim.ended() is None:
            os.kill(victim.pid, signal.SIGSTOP)
            group.put_out(self._bench.broker.address)
            time.sleep(self._plan.paused_s)
            os.kill(victim.pid, signal.SIGCONT)
        return time.monotonic()

    def _mislead(self) -> float:
        since = time.monotonic()
        self._pool.mislead(self._dice.choice(CLOCKS))
        return since

    def _fill_the_disk(self) -> float:
        """Leave no room for a byte; where no small disk could be mounted, the store's files may not grow."""
        disk, cluster = self._bench.scratch.store, self._bench.cluster
        if disk.is_real:
            disk.fill()
        else:
            cluster.limit_files("0")
        time.sleep(self._plan.full_s)
        since = time.monotonic()
        disk.empty()
        if not disk.is_real:
            cluster.limit_files("unlimited")
        cluster.revive()
        return since

    def _fill_the_brokers_disk(self) -> float:
        """Leave no room for a byte under the broker, which ends for it; it is started anew once there is room."""
        disk, broker = self._bench.scratch.broker, self._bench.broker
        if disk.is_real:
            disk.fill()
        else:
            broker.limit_files()
        time.sleep(self._plan.full_s)
        since = time.monotonic()
        disk.empty()
        broker.revive()
        return since
