"""Whether a message is taken over HTTP now, or its sender is asked to wait. On Kafka the broker's own quotas do this.

What is urgent is never held up for others' sake: not by the backlog, and not by what its sender has sent on the other
lane. It has a rate of its own, set so that only a machine that has run wild reaches it.
"""

import math
import threading
import time
from collections.abc import Callable

from exchange.topics import Lane
from hub.domain.agency import Quota
from hub.domain.errors import TooMany
from hub.intake.quota import Rates

BACKLOG_WAIT_SECONDS = 30


class Admission:
    """Judges by lane; safe to ask from several threads.

    Args:
        quota_of: the quota of an agency.
        waiting: how many messages the hub has yet to take.
        most_waiting: from how many on it takes no more that are not urgent.
    """

    def __init__(
        self,
        quota_of: Callable[[str], Quota],
        waiting: Callable[[], int],
        most_waiting: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._quota_of = quota_of
        self._waiting = waiting
        self._most_waiting = most_waiting
        self._clock = clock
        self._rates = Rates()
        self._counting = threading.Lock()

    def admit(self, agency: str, lane: Lane) -> None:
        """Count one message.

        Raises:
            TooMany: the agency is over its quota on this lane, or too much waits already; it says when to try again.
        """
        if lane is not Lane.URGENT and self._waiting() >= self._most_waiting:
            raise TooMany(
                "the hub has more messages to take than it should let wait; what is urgent is still taken",
                BACKLOG_WAIT_SECONDS,
            )
        quota = self._quota_of(agency)
        per_minute = quota.urgent if lane is Lane.URGENT else quota.events
        with self._counting:
            wait = self._rates.wait((agency, lane), per_minute, self._clock())
        if wait:
            raise TooMany(f"this is more than {per_minute} messages a minute on the {lane} lane", math.ceil(wait))
