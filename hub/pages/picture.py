"""The chronology as a picture: a lane for each agency over time, drawn from the answer that access gave this reader.

Nothing is drawn that the lists on the page do not tell in words. Significance is told by shape as well as by colour.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hub.pages.marks import Mark, Span, marks
from hub.pages.present import LONDON, days_of, one_day
from hub.pages.scale import Scale, Tick, scale, ticks
from hub.pages.words import involvement_title, step_title

WIDTH = 940.0
BINS = 47
STRIP_HEIGHT = 36
A_CHILDHOOD = timedelta(days=26 * 366)
AHEAD = timedelta(days=2 * 366)
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: an involvement, a step of the case, or days on which a feed had not been read."""

    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One agency: its entries, its involvement, and how far its feed had been read (`unread` None: to the end)."""

    name: str
    connected: bool
    marks: tuple[Mark, ...]
    involved: tuple[Bar, ...]
    unread: Bar | None
    summary: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the density strip: how many entries happened in that time, and how many were significant."""

    x: float
    height: float
    significant_height: float
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the template draws; `summary` says the same in words."""

    lanes: tuple[Lane, ...]
    steps: tuple[Bar, ...]
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    today_x: float | None
    first: str
    last: str
    summary: str


def picture(overview: Json, coverage: Sequence[Json], today: date, first: str = "", last: str = "") -> Picture | None:
    """Return the picture of an answer's overview, or None where there is nothing to draw.

    Args:
        overview, coverage: as the answer holds them; a lane is drawn for each agency with something to show.
        today: local date, at which involvements and steps that last are cut off.
        first, last: local dates filtered by, or empty: then the entries say how far the picture reaches.
    """
    spans = _spans(overview)
    if not spans:
        return None
    line = _line(spans, today, first, last)
    lanes = tuple(_lane(feed, spans, overview, line, today) for feed in _drawn(overview, coverage))
    return Picture(
        lanes=lanes,
        steps=tuple(_bars(overview["steps"], line, today, lambda step: step_title(step["name"]))),
        columns=tuple(_columns(spans, line)),
        ticks=tuple(ticks(line)),
        today_x=line.x(today) if line.holds(today, today) else None,
        first=one_day(line.first),
        last=one_day(line.last),
        summary=_summary(spans, lanes),
    )


def _spans(overview: Json) -> list[Span]:
    entries = [(mark["agency"], days_of(mark["occurred"]), bool(mark["significant"])) for mark in overview["marks"]]
    pointers = [(held["agency"], days_of(when), None) for held in overview["held"] for when in held["occurred"]]
    return [Span(agency, *days, significant) for agency, days, significant in (*entries, *pointers)]


def _line(spans: Sequence[Span], today: date, first: str, last: str) -> Scale:
    """From the first to the last day wanted or told; a year that no childhood reaches is a slip and is not drawn."""
    earliest, latest = today - A_CHILDHOOD, today + AHEAD
    begun = date.fromisoformat(first) if first else min(span.first for span in spans)
    ended = date.fromisoformat(last) if last else max(*(span.last for span in spans), today)
    return scale(min(max(begun, earliest), latest), min(max(ended, earliest), latest), WIDTH)


def _drawn(overview: Json, coverage: Sequence[Json]) -> list[Json]:
    """The agencies of the directory that told something or work with the child; in the directory's order."""
    told = {one["agency"] for part in ("marks", "held", "involvement") for one in overview[part]}
    return [feed for feed in coverage if feed["agency"] in told]


def _lane(feed: Json, spans: Iterable[Span], overview: Json, line: Scale, today: date) -> Lane:
    own = [span for span in spans if span.agency == feed["agency"]]
    held = [one for one in overview["involvement"] if one["agency"] == feed["agency"]]
    return Lane(
        name=feed["name"],
        connected=bool(feed["connected"]),
        marks=tuple(marks(own, line)),
        involved=tuple(_bars(held, line, today, lambda one: involvement_title(one["kind"]))),
        unread=_unread(feed, line, today),
        summary=_counted(own),
    )


def _bars(told: Iterable[Json], line: Scale, today: date, say: Callable[[Json], str]) -> Iterable[Bar]:
    for one in told:
        since, until = date.fromisoformat(one["since"]), date.fromisoformat(one.get("until") or today.isoformat())
        if since < until and line.holds(since, until):
            words = f"{say(one)} since {one_day(since)}" + (f" until {one_day(until)}" if one.get("until") else "")
            yield Bar(line.x(since), max(line.x(until) - line.x(since), 2), words)


def _unread(feed: Json, line: Scale, today: date) -> Bar | None:
    """The days up to today of which the agency's feed has not been read; all of them where it is not connected."""
    read = line.first
    if feed.get("current_as_of"):
        read = datetime.fromisoformat(feed["current_as_of"]).astimezone(LONDON).date()
    if read >= today or not line.holds(read, today):
        return None
    title = f"Read up to {one_day(read)}" if feed["connected"] else "Not connected"
    return Bar(line.x(read), line.x(today) - line.x(read), title)


def _columns(spans: Sequence[Span], line: Scale) -> Iterable[Column]:
    wide = WIDTH / BINS
    binned: dict[int, list[Span]] = {}
    for span in spans:
        if line.holds(span.first, span.last):
            binned.setdefault(min(int(line.x(span.first) / wide), BINS - 1), []).append(span)
    most = max((len(found) for found in binned.values()), default=1)
    for place, found in sorted(binned.items()):
        unit, heavy = STRIP_HEIGHT / most, sum(span.significant is True for span in found)
        yield Column(place * wide, len(found) * unit, heavy * unit, _counted(found))


def _summary(spans: Sequence[Span], lanes: Sequence[Lane]) -> str:
    begun, ended = min(span.first for span in spans), max(span.last for span in spans)
    told = " ".join(f"{lane.name}: {lane.summary}." for lane in lanes)
    return f"{_counted(spans)}, {one_day(begun)} to {one_day(ended)}. {told}"


def _counted(spans: Sequence[Span]) -> str:
    entries = "1 entry" if len(spans) == 1 else f"{len(spans) or 'no'} entries"
    significant = sum(span.significant is True for span in spans)
    return f"{entries}, {significant} significant" if significant else entries
