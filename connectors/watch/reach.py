"""Whether the hub is reached: what the courier learns, and the page and the metrics tell."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """`since` is when it began to be so; `code` is that of the failure, "" while the hub is reached."""

    since: datetime
    code: str = ""

    @property
    def is_reached(self) -> bool:
        return not self.code
