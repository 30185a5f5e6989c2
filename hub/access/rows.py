"""The rows of a chronology: each visible entry in the wording that stands, with what was said of it later beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from hub.access.order import Json, happened, in_json, occurred
from hub.access.seen import Seen
from hub.domain.amendments import amended
from hub.domain.chronology import Labels
from hub.domain.vocabulary import AmendmentKind, EntryState, Shown
from hub.views.model import EntryRow

WITH_WORDS = frozenset({Shown.FULL, Shown.MASKED, Shown.SUMMARY})


@dataclass(frozen=True)
class Row:
    """One row: the entry, the wording that stands now (the entry itself, or its last correction), and every amendment
    of it that this viewer may see, oldest first."""

    entry: Seen
    current: Seen
    amendments: tuple[Seen, ...]
    state: EntryState
    significant: bool

    @cached_property
    def head(self) -> Json:
        """What is told of it besides its content and the names of agencies; from labels alone, as all that is kept.

        `recorded` is when the hub learned it, `noted` when the agency's own system first recorded it; `noted_ahead`
        where that system's clock was ahead by then.
        """
        labels, first, verdict = self.labels, self.entry.row.labels, self.entry.verdict
        told: Json = {
            "id": first.entry_id,
            "occurred": occurred(labels.occurred),
            "recorded": in_json(labels.recorded),
            "agency": labels.agency,
            "state": self.state if self.is_told else first.state,
            "shown": verdict.shown,
            "because": sorted(verdict.because),
            "masks": sorted(verdict.masks),
            **suspect(self.is_suspect),
            **found(self.entry.row),
        }
        if not self.is_told:
            return told
        told |= {"category": first.category, "significant": self.significant, "noted": in_json(first.said)}
        return told | ({"noted_ahead": True} if self.entry.row.is_dated_ahead else {})

    @property
    def labels(self) -> Labels:
        """The labels of the wording that stands."""
        return self.current.row.labels

    @property
    def is_told(self) -> bool:
        """Whether more of it is shown than that an agency holds something."""
        return self.entry.verdict.shown in WITH_WORDS

    @property
    def is_suspect(self) -> bool:
        """Whether anything of it that is shown may not be its agency's word."""
        return any(one.row.is_suspect for one in self.shown)

    @property
    def shown(self) -> tuple[Seen, ...]:
        """Everything that showing the row discloses."""
        return (self.entry, *(self.amendments if self.is_told else ()))

    def corrections(self) -> list[Seen]:
        """Return the corrections whose words this viewer may see, oldest first."""
        return [one for one in self.amendments if _is_correction(one) and one.verdict.shown in WITH_WORDS]


def suspect(is_suspect: bool) -> Json:
    """Return the mark of what may not be its agency's word; nothing where it is not suspect (`security.md` T3)."""
    return {"suspect": True} if is_suspect else {}


def found(row: EntryRow) -> Json:
    """Return what its agency said of what was suspect, and when that was noted; nothing where nobody asked it."""
    if row.finding is None:
        return {}
    return {"finding": "genuine" if row.finding.is_genuine else "forged", "found": in_json(row.finding.at)}


def rows(seen: Sequence[Seen], as_known_at: datetime | None = None) -> list[Row]:
    """Fold what is visible into rows, as of what the hub had learned by an instant; marks are no entries."""
    counted = [one for one in seen if one.verdict.shown is not Shown.MARKED and _is_known(one, as_known_at)]
    by_id = {one.row.labels.entry_id: one for one in counted}
    return [
        Row(
            entry=by_id[told.entry.entry_id],
            current=_current(by_id[told.entry.entry_id], by_id[told.current.entry_id]),
            amendments=tuple(by_id[one.entry_id] for one in told.amendments),
            state=told.state,
            significant=told.significant,
        )
        for told in amended([_as_then(one, as_known_at) for one in counted])
    ]


def in_order(listed: Iterable[Row]) -> list[Row]:
    """Sort as a chronology is: by when it happened."""
    return sorted(listed, key=lambda row: happened(row.labels))


def _is_known(one: Seen, as_known_at: datetime | None) -> bool:
    return as_known_at is None or one.row.labels.recorded <= as_known_at


def _as_then(one: Seen, as_known_at: datetime | None) -> Labels:
    """Return the labels as they stood before the agency said that the event is not its own, where that came later."""
    finding, labels = one.row.finding, one.row.labels
    if finding is None or as_known_at is None or finding.at <= as_known_at:
        return labels
    return replace(labels, state=EntryState.CONFIRMED)


def _current(entry: Seen, current: Seen) -> Seen:
    """A correction whose words may not be shown leaves the earlier wording, with the state that it is corrected."""
    return current if current.verdict.shown in WITH_WORDS else entry


def _is_correction(one: Seen) -> bool:
    amends = one.row.labels.amends
    return amends is not None and amends.kind is AmendmentKind.CORRECTED
