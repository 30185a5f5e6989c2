"""What was said of an event later: corrected, withdrawn, disputed or judged anew, folded without touching what stands.

Everything is folded from the entries that one reader may see (`design.md` decision 2): an amendment that is hidden
changes nothing. The order of folding is that of the source systems' own times, so delivery makes no difference.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from hub.domain.chronology import Amendment, Labels, SourceRef
from hub.domain.handling import strictest
from hub.domain.targets import index_by_origin
from hub.domain.vocabulary import AmendmentKind, EntryState, Tier

TIERS = tuple(Tier)
STATES = {AmendmentKind.CORRECTED: EntryState.CORRECTED, AmendmentKind.DISPUTED: EntryState.DISPUTED}


@dataclass(frozen=True, slots=True)
class Void:
    """Events that no longer count: `withdrawn` by their agency, or `corrected`; `restated` are those corrected by an
    event of the same kind, so that nothing rests on them."""

    withdrawn: frozenset[SourceRef]
    corrected: frozenset[SourceRef]
    restated: frozenset[SourceRef]

    @property
    def groundless(self) -> frozenset[SourceRef]:
        """Events on which no involvement, status or agreement rests."""
        return self.withdrawn | self.restated

    @property
    def superseded(self) -> frozenset[SourceRef]:
        """Events whose own account of who the child is counts no longer."""
        return self.withdrawn | self.corrected


@dataclass(frozen=True, slots=True)
class Amended:
    """One row of a chronology: the entry, the wording that stands now, and what amended it, oldest first."""

    entry: Labels
    current: Labels
    amendments: tuple[Labels, ...]
    state: EntryState
    significant: bool


def void(entries: Iterable[Labels]) -> Void:
    """Return what counts no longer; a withdrawn amendment itself changes nothing, nor does one found to be forged."""
    entries = list(entries)
    withdrawn = {labels.origin for labels in entries if labels.state is EntryState.WITHDRAWN}
    corrected: set[SourceRef] = set()
    restated: set[SourceRef] = set()
    for labels, amends in _newest_first(entries):
        if labels.origin in withdrawn:
            continue
        if amends.kind is AmendmentKind.WITHDRAWN:
            withdrawn.add(amends.target)
        if amends.kind is AmendmentKind.CORRECTED:
            (restated if amends.restates else corrected).add(amends.target)
    return Void(frozenset(withdrawn), frozenset(corrected | restated), frozenset(restated))


def _newest_first(entries: Iterable[Labels]) -> list[tuple[Labels, Amendment]]:
    found = [(labels, labels.amends) for labels in entries if labels.amends is not None]
    return sorted(found, key=lambda pair: said_order(pair[0]), reverse=True)


def said_order(labels: Labels) -> tuple[datetime, str, str]:
    """Return the key of the order in which events were said.

    A time that had not come when the hub learned of it counts as then: dated ahead, nothing has the last word for good.
    """
    return (said_by(labels), labels.origin.source, labels.origin.id)


def said_by(labels: Labels) -> datetime:
    """Return when something was said, at the latest when the hub learned it."""
    return min(labels.said, labels.recorded)


def amended(entries: Sequence[Labels]) -> list[Amended]:
    """Return one row for each entry that is no amendment, in their order; amendments of none of them are left out."""
    by_origin, gone = index_by_origin(entries), void(entries)
    heard: dict[SourceRef, list[Labels]] = {}
    for labels in sorted((one for one in entries if one.amends is not None), key=said_order):
        heard.setdefault(root_of(labels, by_origin), []).append(labels)
    return [_fold(labels, heard.get(labels.origin, []), gone) for labels in entries if labels.amends is None]


def root_of(labels: Labels, by_origin: Mapping[SourceRef, Labels]) -> SourceRef:
    """Return the event that an amendment is of in the end: a correction may itself be corrected."""
    return amended_by(labels, by_origin)[-1]


def amended_by(labels: Labels, by_origin: Mapping[SourceRef, Labels]) -> tuple[SourceRef, ...]:
    """Return an event, what it amends, and so on back to the first wording that is named."""
    seen = [labels.origin]
    while labels.amends is not None and labels.amends.target not in seen:
        seen.append(labels.amends.target)
        if labels.amends.target not in by_origin:
            break
        labels = by_origin[labels.amends.target]
    return tuple(seen)


def _fold(entry: Labels, amendments: Sequence[Labels], gone: Void) -> Amended:
    if not amendments:
        return Amended(entry, entry, (), entry.state, entry.significant)
    standing = [one for one in amendments if one.origin not in gone.withdrawn]
    wordings = [entry, *(one for one in standing if _is(one, AmendmentKind.CORRECTED))]
    state = EntryState.WITHDRAWN if entry.origin in gone.withdrawn else _state(entry, standing)
    return Amended(entry, wordings[-1], tuple(amendments), state, _is_significant(wordings, standing))


def _state(entry: Labels, standing: Sequence[Labels]) -> EntryState:
    told = [STATES[one.amends.kind] for one in standing if one.amends is not None and one.amends.kind in STATES]
    return told[-1] if told else entry.state


def _is_significant(wordings: Sequence[Labels], standing: Sequence[Labels]) -> bool:
    """Take the latest judgement; a correction that gives none leaves what was judged before."""
    judged = [(said_by(labels), labels.significant) for labels in wordings[:1]]
    judged += [(said_by(one), one.significant) for one in wordings[1:] if "significance" in one.fields]
    anew = [(said_by(one), one.amends.level) for one in standing if one.amends is not None and one.amends.level]
    judged += [(said, level == "significant") for said, level in anew]
    return max(judged, key=lambda pair: pair[0])[1]


def _is(labels: Labels, kind: AmendmentKind) -> bool:
    return labels.amends is not None and labels.amends.kind is kind


def unless_orphaned(labels: Labels, here: Mapping[SourceRef, Labels]) -> Labels:
    """Return the labels of a correction of what is not here as those of an entry of its own, any others as they are.

    What it corrects may be in quarantine, or have been refused, and never come: else nobody would read the correction.
    """
    amends = labels.amends
    if amends is None or amends.kind is not AmendmentKind.CORRECTED or amends.target in here:
        return labels
    behind = tuple(one for one in labels.derived_from if one != amends.target)
    return replace(labels, amends=None, derived_from=behind)


def as_corrected(entries: Sequence[Labels], suspects: Collection[SourceRef] = frozenset()) -> list[Labels]:
    """Return the entries in their order, each handled as strictly as any correction of it that stands here asks.

    An agency that says too late how a thing must be handled means what it said first as well. What may not be its
    agency's word, `suspects`, loosens nothing: of its withdrawals none is heard, of its corrections what is stricter.
    """
    by_origin = index_by_origin(entries)
    gone = void(one for one in entries if one.origin not in suspects)
    corrections = [one for one in entries if _is(one, AmendmentKind.CORRECTED) and one.origin not in gone.withdrawn]
    asked: dict[SourceRef, list[Labels]] = {}
    for one in sorted(corrections, key=said_order):
        asked.setdefault(root_of(one, by_origin), []).append(one)
    if not asked:
        return [*entries]
    return [_handled(one, asked.get(root_of(one, by_origin), ()), suspects) for one in entries]


def _handled(labels: Labels, corrections: Iterable[Labels], suspects: Collection[SourceRef]) -> Labels:
    certain = [one for one in corrections if one.origin not in suspects]
    doubted = [one for one in corrections if one.origin in suspects]
    return reduce(_no_looser_than, doubted, reduce(_as_strict_as, certain, labels))


def _as_strict_as(labels: Labels, correction: Labels) -> Labels:
    return replace(
        labels,
        tier=max(labels.tier, correction.tier, key=TIERS.index),
        sensitive=correction.sensitive or labels.sensitive,
        handling=correction.handling or labels.handling,
    )


def _no_looser_than(labels: Labels, correction: Labels) -> Labels:
    """Take what a correction adds, and never what it would put in the place of what was said before."""
    return replace(
        labels,
        tier=max(labels.tier, correction.tier, key=TIERS.index),
        sensitive=labels.sensitive or correction.sensitive,
        handling=strictest(labels.handling, correction.handling),
    )
