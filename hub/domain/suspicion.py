"""What goes on counting of what may not be its agency's word: what restricts does, what lets somebody in does not.

A key was misused: nobody can tell yet whether its agency or a forger signed. Whatever opens a record must therefore
stand with these events and without them; whatever closes one counts where it stands either way (`security.md` T3).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hub.domain.agreements import agreement_in_force
from hub.domain.amendments import void
from hub.domain.chronology import Agreement, Involvement, Labels, SourceRef
from hub.domain.vocabulary import AmendmentKind


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of one child's entries, by entry id.

    `resting`: what was neither withdrawn nor said anew. `granting`: those whose involvements let somebody in; `ending`:
    those, and others whose involvements only end what began before. `agreement` is what is relied on.
    """

    resting: frozenset[str]
    granting: frozenset[str]
    ending: frozenset[str]
    agreement: Agreement | None


class Effect(StrEnum):
    """What a suspect event does, or no longer does, for as long as nobody knows whose word it is."""

    STANDING = "standing"
    AGREEMENT = "agreement"
    ENDING = "ending"
    AGREEMENT_WITHDRAWN = "agreement-withdrawn"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


def counted(heard: Sequence[Labels], suspects: Collection[SourceRef]) -> Counted:
    """Fold what one reader may know of; `suspects` are the events of it that may not be their agency's word."""
    told, agreed = _standing(heard)
    if not suspects:
        return Counted(told, told, told, agreed)
    certain, surely_agreed = _standing([one for one in heard if one.origin not in suspects])
    return Counted(told, told & certain, told | certain, _in_both(agreed, surely_agreed))


def _standing(heard: Sequence[Labels]) -> tuple[frozenset[str], Agreement | None]:
    groundless = void(heard).groundless
    standing = [labels for labels in heard if labels.origin not in groundless]
    return frozenset(labels.entry_id for labels in standing), agreement_in_force(standing)


def _in_both(told: Agreement | None, certain: Agreement | None) -> Agreement | None:
    """Return the narrower of two agreements, None where either is missing or they have nothing in common."""
    if told == certain:
        return told
    if told is None or certain is None or told.given_by != certain.given_by:
        return None
    common = tuple(one for one in certain.agency_types if one in told.agency_types)
    return Agreement(certain.given_by, common, withdrawn=False) if common else None


def set_aside(labels: Labels, involvements: Iterable[Involvement]) -> tuple[Effect, ...]:
    """Return what a suspect event would let somebody do, and does not meanwhile."""
    begun = any(one.entry_id == labels.entry_id and one.until is None for one in involvements)
    agreed = labels.agreement is not None and not labels.agreement.withdrawn
    return _those({Effect.STANDING: begun, Effect.AGREEMENT: agreed})


def still_counting(labels: Labels, involvements: Iterable[Involvement]) -> tuple[Effect, ...]:
    """Return what a suspect event closes, and goes on closing meanwhile."""
    ended = any(one.entry_id == labels.entry_id and one.until is not None for one in involvements)
    kind = labels.amends.kind if labels.amends is not None else None
    return _those(
        {
            Effect.ENDING: ended,
            Effect.AGREEMENT_WITHDRAWN: labels.agreement is not None and labels.agreement.withdrawn,
            Effect.CORRECTION: kind is AmendmentKind.CORRECTED,
            Effect.WITHDRAWAL: kind is AmendmentKind.WITHDRAWN,
        }
    )


def _those(found: dict[Effect, bool]) -> tuple[Effect, ...]:
    return tuple(effect for effect, is_so in found.items() if is_so)
