"""Days as places on a line: what a picture of time is drawn to."""

from dataclasses import dataclass
from datetime import date, timedelta

LEAST_DAYS = 28
MARGIN = 0.02


@dataclass(frozen=True, slots=True)
class Scale:
    """The stretch of days from `first` to `last` over `width` units."""

    first: date
    last: date
    width: float

    def x(self, day: date) -> float:
        """Return the place of a day, kept within the line."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(min(max(share, 0.0), 1.0) * self.width, 1)

    def holds(self, first: date, last: date) -> bool:
        """Say whether any of these days is on the line."""
        return first <= self.last and last >= self.first


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis, and what stands below it (nothing, for one between)."""

    x: float
    text: str


def scale(first: date, last: date, width: float) -> Scale:
    """Return a scale with a little air on both sides, of four weeks at least."""
    days = max((last - first).days, LEAST_DAYS)
    air = timedelta(days=max(round(days * MARGIN), 1))
    return Scale(min(first, last - timedelta(days=days)) - air, last + air, width)


def ticks(line: Scale) -> list[Tick]:
    """Return ticks at the first days of weeks, months, quarters or years, so that their words never meet."""
    days = (line.last - line.first).days
    months = next((step for most, step in ((400, 1), (1100, 3), (2600, 6)) if days <= most), 12)
    return [Tick(line.x(day), _words(day, months)) for day in _firsts(line, months)]


def _firsts(line: Scale, months: int) -> list[date]:
    found, month = [], date(line.first.year, 1, 1)
    while month <= line.last:
        if month >= line.first:
            found.append(month)
        years, number = divmod(month.month - 1 + months, 12)
        month = date(month.year + years, number + 1, 1)
    return found


def _words(day: date, months: int) -> str:
    if months == 12:
        return str(day.year)
    return f"{day:%b} {day.year}" if day.month == 1 or months > 1 else f"{day:%b}"
