"""The marks of one lane: an entry each, or several that stand so close that one mark tells of them all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hub.pages.present import one_day
from hub.pages.scale import Scale

APART = 24.0
LONG = 12.0


@dataclass(frozen=True, slots=True)
class Span:
    """When an entry happened, as far as is known; `significant` None: a pointer, of which that may not be told."""

    agency: str
    first: date
    last: date
    significant: bool | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn at `x`: `kind` is significant, routine or pointer; `count` entries; `width` of a range, or 0."""

    x: float
    kind: str
    count: int
    width: float
    title: str


def marks(spans: Sequence[Span], line: Scale) -> list[Mark]:
    """Return the marks of a lane from left to right, none so close to another that they would cover each other."""
    shown = sorted((span for span in spans if line.holds(span.first, span.last)), key=lambda span: span.first)
    groups: list[list[Span]] = []
    for span in shown:
        if groups and line.x(span.first) - line.x(groups[-1][0].first) < APART:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_mark(together, line) for together in groups]


def _mark(together: Sequence[Span], line: Scale) -> Mark:
    first, last = min(span.first for span in together), max(span.last for span in together)
    begin, end = line.x(first), line.x(last)
    is_range = len(together) == 1 and end - begin > LONG
    return Mark(begin, _kind(together), len(together), end - begin if is_range else 0.0, _title(together))


def _kind(together: Iterable[Span]) -> str:
    levels = {span.significant for span in together}
    if True in levels:
        return "significant"
    return "routine" if False in levels else "pointer"


def _title(together: Sequence[Span]) -> str:
    first, last = min(span.first for span in together), max(span.last for span in together)
    days = one_day(first) if first == last else f"{one_day(first)} to {one_day(last)}"
    if len(together) == 1:
        return f"{_kind(together).capitalize()}, {days}"
    significant = sum(span.significant is True for span in together)
    return (
        f"{len(together)} entries, {significant} significant, {days}"
        if significant
        else f"{len(together)} entries, {days}"
    )
