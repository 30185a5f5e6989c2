"""A measured figure beside its peer and its limit, and how both are told: a table for people, a line for programs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

SIGNIFICANT_DIGITS = 3


class BenchmarkFailed(Exception):
    """A benchmark did not do what it was to measure: its figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure, in `unit`. A rate is better when higher; a time or a size when lower (`lower_is_better`).

    `limit` is what the machine could do at best, or for a size the most that is allowed. `cores` is the processor time
    that ours used in a second of the run.
    """

    name: str
    unit: str
    ours: float
    peer: float | None
    limit: float
    lower_is_better: bool = False
    cores: float | None = None

    @property
    def ratio_to_peer(self) -> float | None:
        """How many times as good as the peer: above 1 we are better, of rates and of times."""
        if self.peer is None:
            return None
        return self.peer / self.ours if self.lower_is_better else self.ours / self.peer

    @property
    def share_of_limit(self) -> float:
        """The part of the limit that is reached, for each core used; above 1 only a size that is over its limit."""
        if self.peer is None:
            return self.ours / self.limit
        share = self.limit / self.ours if self.lower_is_better else self.ours / self.limit
        return share / max(1.0, self.cores or 1.0)


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which `part` (0 to 1) of the values lie; the largest where there are too few."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def one_line(measures: Sequence[Measure]) -> str:
    """Return the contract's line of JSON: name to figures."""
    return json.dumps({one.name: _figures(one) for one in measures})


def _figures(one: Measure) -> dict[str, object]:
    return {
        "ours": _short(one.ours),
        "peer": _short(one.peer),
        "limit": _short(one.limit),
        "unit": one.unit,
        "ratio_to_peer": _short(one.ratio_to_peer),
        "share_of_limit": _short(one.share_of_limit),
    }


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{SIGNIFICANT_DIGITS}g}")


def table(measures: Sequence[Measure]) -> Table:
    """Return the same figures for people."""
    shown = Table("", "ours", "peer", "limit", "unit", "times the peer", "share of limit", "cores")
    for one in measures:
        figures = (one.ours, one.peer, one.limit)
        ratios = (one.ratio_to_peer, one.share_of_limit, one.cores)
        shown.add_row(one.name, *map(_told, figures), one.unit, *map(_told, ratios))
    return shown


def _told(value: float | None) -> str:
    return "–" if value is None else f"{_short(value):,g}"
