"""How many messages are in hand at once: so many bodies may be held in memory, and the next waits before it is read.

What is urgent has hands of its own, so that it is read while the others are full. Which lane a message is on is told
before it is read by the header `Hub-Lane`, and by the envelope once it is.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.domain.errors import TooMany

AT_ONCE = 32
"""Bodies of a megabyte at most."""
OF_ONE_AGENCY = 8
"""Senders that trickle keep others out no longer than they are kept waiting themselves."""
WAIT_SECONDS = 5.0


URGENT_AT_ONCE = 8
URGENT_OF_ONE_AGENCY = 4


class Hands:
    """Lets so many in at once. A sender that is not let in is not read from: the network holds what it sends."""

    def __init__(
        self, at_once: int = AT_ONCE, of_one_agency: int = OF_ONE_AGENCY, wait_s: float = WAIT_SECONDS
    ) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._own = defaultdict[str, asyncio.Semaphore](lambda: asyncio.Semaphore(of_one_agency))
        self._wait_s = wait_s

    @asynccontextmanager
    async def taking(self, agency: str) -> AsyncIterator[None]:
        """Hold one message of an agency for the time of the block.

        Raises:
            TooMany: all hands were full for five seconds.
        """
        async with self._one_of(self._own[agency]), self._one_of(self._free):
            yield

    @asynccontextmanager
    async def _one_of(self, free: asyncio.Semaphore) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._wait_s):
                await free.acquire()
        except TimeoutError:
            raise TooMany("the hub has its hands full of messages that are being sent at this moment") from None
        try:
            yield
        finally:
            free.release()
