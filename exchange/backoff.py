"""How long to wait before a message is sent again: doubling, with jitter, up to a cap."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits `first`, then twice that, and so on up to `longest`; each spread by up to `spread` of itself."""

    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=1)
    spread: float = 0.2

    def after(self, attempts: int, chance: float) -> timedelta:
        """Return the wait after so many attempts (from 1); `chance` is a random number from 0 to 1."""
        doublings = min(attempts - 1, 30)
        wait = min(self.first * (1 << doublings), self.longest)
        return wait * (1 + self.spread * (2 * chance - 1))
