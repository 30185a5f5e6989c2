"""Has the parts die while they work: hubs at named points and at random, and between them all else that can fail."""

import random
import time

from faultlab.acts import Act, Acts, planned
from faultlab.bench import Bench
from faultlab.happened import Happened
from faultlab.parts import until
from faultlab.plan import Plan
from faultlab.pool import RANDOM_LIFE_S, Pool

TICK_S = 0.02


class Conductor:
    """Carries a plan out, by its own dice; `pool` are the hubs."""

    def __init__(self, plan: Plan, bench: Bench) -> None:
        dice = random.Random(plan.seed)
        self._plan = plan
        self._bench = bench
        self._ahead = planned(plan, dice)
        self.happened = Happened()
        self.pool = Pool(bench, plan.hubs, dice, self.happened)
        self._acts = Acts(plan, bench, self.pool, dice)

    def run(self) -> None:
        """Kill until the plan is done, and leave as many hubs as there were, none of which will die."""
        while self.happened.hub_kills < self._plan.hub_kills or self._ahead:
            self.pool.tend()
            if self._ahead and self.happened.hub_kills >= self._ahead[0][0]:
                self._perform(self._ahead.pop(0)[1])
            time.sleep(TICK_S)
        self.pool.renew()

    def _perform(self, act: Act) -> None:
        """Do one of the other acts, and wait until the hub takes messages again."""
        since = self._acts.perform(act)
        self.happened.others[act] += 1
        self._await_work()
        self.happened.recovery_s[act].append(time.monotonic() - since)

    def _await_work(self) -> None:
        """Wait until the hub has taken something since. Whatever hub dies meanwhile is followed by one that lives."""
        before = self._bench.taken()

        def works() -> bool:
            self.pool.keep_up()
            return self._bench.taken() > max(before, 0)

        until(works, "the hub takes messages again after a fault")
        self.pool.spare(RANDOM_LIFE_S[0])
