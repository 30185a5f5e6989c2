"""Which of two police handling codes is the stricter, where it cannot be told which of them its force gave."""

from dataclasses import replace

from hub.domain.chronology import PoliceHandling

FOR_NOBODY = PoliceHandling("5x5x5", "5", None, ())
"""A code that lets nobody read but the force itself."""
_FOR_ANYBODY = ("3x5x2", "P")


def strictest(one: PoliceHandling | None, other: PoliceHandling | None) -> PoliceHandling | None:
    """Return a code that lets nobody read whom either of the two keeps out.

    Source: `policies/hub/disclosure/handling.rego`; 3x5x2 P is open, a code of the same kind opens to whom both name,
    and of two kinds nobody can be sure whom both would let read.
    """
    if one is None or other is None or one == other:
        return one or other
    codes = {(each.scheme, each.code): each for each in (one, other)}
    if _FOR_ANYBODY in codes:
        codes.pop(_FOR_ANYBODY)
        return next(iter(codes.values()), one)
    return _named_by_both(one, other) if len(codes) == 1 else FOR_NOBODY


def _named_by_both(one: PoliceHandling, other: PoliceHandling) -> PoliceHandling:
    named = tuple(name for name in one.authorised_for if name in other.authorised_for)
    return replace(one, condition=one.condition and other.condition, authorised_for=named)
