"""How much a worker takes at once: what one transaction does in a second, so that what is urgent never waits long."""

from dataclasses import dataclass

FIRST_BATCH = 50


@dataclass(frozen=True, slots=True)
class Pace:
    """The bounds of a batch.

    Args:
        batch: records that a transaction takes at most; well below what was seen to hang a driver.
        least: records that it takes however slow the store is, so that a slow store is not asked more often.
        seconds: how long taking a batch should last at most: what is urgent waits for the one that is being taken.
    """

    batch: int = 200
    least: int = 5
    seconds: float = 1.0


class Stride:
    """The size of the next batch, from how long the last one took."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.size = min(FIRST_BATCH, pace.batch)

    def took(self, records: int, seconds: float) -> None:
        """Note what a batch took; the next is at most twice as large as any before."""
        fits = int(records * self._pace.seconds / max(seconds, 1e-6))
        self.size = max(self._pace.least, min(fits, 2 * self.size, self._pace.batch))
