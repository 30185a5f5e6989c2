"""The second person: who may approve a withholding, when it counts as approved, and what a refusal leaves behind."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hub.domain.errors import Refused
from hub.domain.placing import placing_rule
from hub.domain.role_homes import ROLE_HOMES
from hub.domain.vocabulary import AgencyType, Role, WithholdingState
from hub.domain.withholding import Approval, Withholding, initial_state, local_day

AUTHORITY = ""
"""Stands for the agency in a post of the responsible authority."""

ONLY_AN_APPROVER = "withholding-approved-by-the-table"
ONLY_ANOTHER = "withholding-approved-by-another"
ONLY_WHAT_WAITS = "withholding-declined-while-it-waits"


def approvers(withholding: Withholding) -> tuple[frozenset[Role], ...]:
    """Return the sets of roles of which each must give one approval; none where the table has no such withholding."""
    rule = placing_rule(withholding.ground, withholding.audience)
    return rule.approvers if rule is not None else ()


def answering_roles(withholding: Withholding) -> frozenset[str]:
    """Return the roles that answer for it: its owner's, and those that approve such a one."""
    return frozenset({withholding.owner, *(role for roles in approvers(withholding) for role in roles)})


def counts_at(
    withholding: Withholding, role: str, agency: str, agency_type: str, *, placed_by_type: str, is_authority: bool
) -> bool:
    """Say whether a role at an agency is the one that is meant by a withholding's owner or approvers.

    It is the one at the agency that placed it; where no such role works there (a school's wish that a team manager
    approves, a police one that a director of children's services approves too), that of the responsible authority.
    """
    if role not in set(Role):
        return False
    if placed_by_type in ROLE_HOMES[Role(role)]:
        return agency == withholding.agency
    return is_authority and agency_type == AgencyType.CHILDRENS_SOCIAL_CARE


def awaits_approval(withholding: Withholding) -> bool:
    """Say whether it was never approved, or only by word of whoever placed it."""
    return withholding.unconfirmed or withholding.state in (WithholdingState.PROVISIONAL, WithholdingState.HELD_NARROW)


def outstanding(withholding: Withholding) -> tuple[frozenset[Role], ...]:
    """Return the sets of approvers of whom nobody has approved yet, each person counting once."""
    left = list(_since_settled(withholding))
    missing = []
    for roles in approvers(withholding):
        given = next((one for one in left if one.role in roles), None)
        if given is None:
            missing.append(roles)
        else:
            left.remove(given)
    return tuple(missing)


def has_approved(withholding: Withholding, person: str, now: datetime) -> bool:
    """Say whether this person's approval counts already, so that giving it again changes nothing."""
    waiting = (one.by for one in _since_settled(withholding))
    today = (one.by for one in withholding.approvals if local_day(one.at) == local_day(now))
    return person in (*waiting, *today)


def must_approve(withholding: Withholding, person: str, role: str) -> None:
    """Raise Refused where this person's approval, or refusal, would not count.

    Source: `security.md` 3.3: somebody of the named roles, other than whoever placed it; where two sets are named, two
    persons.
    """
    if person == withholding.placed_by:
        raise Refused("Nobody approves what they placed themselves: ask a colleague.", (ONLY_ANOTHER,))
    if not _is_in_any(role, outstanding(withholding)):
        raise Refused("Your approval is not the one that is needed here.", (ONLY_AN_APPROVER,))


def must_decline(withholding: Withholding, person: str, role: str) -> None:
    """Raise Refused where this person may not decline it, or it does not wait for anybody."""
    if person == withholding.placed_by:
        raise Refused("Nobody declines what they placed themselves: release it instead.", (ONLY_ANOTHER,))
    if not _is_in_any(role, approvers(withholding)):
        raise Refused("You are not among those who approve this.", (ONLY_AN_APPROVER,))
    if not awaits_approval(withholding):
        raise Refused("It has been approved. Release it, if it is no longer needed.", (ONLY_WHAT_WAITS,))


def completes(withholding: Withholding, role: str) -> bool:
    """Say whether an approval in this role is the last that is needed."""
    return len(outstanding(withholding)) == 1 and _is_in_any(role, outstanding(withholding))


def approved(withholding: Withholding, approval: Approval, *, is_last: bool) -> Withholding:
    """Return the withholding with one more approval; with the last one it is in force."""
    told = replace(withholding, approvals=(*_since_settled(withholding), approval), declined_by=None)
    if not is_last:
        return told
    in_force = WithholdingState.IN_FORCE
    return replace(told, state=in_force, unconfirmed=False, approved_by=approval.by, approved_at=approval.at)


def declined(withholding: Withholding, by: str) -> Withholding:
    """Return the withholding as one that nobody approved: narrow or provisional. It never opens by this."""
    state = initial_state(withholding.audience, approved=False)
    return replace(
        withholding,
        state=state,
        unconfirmed=False,
        approvals=(),
        approved_by=None,
        approved_at=None,
        declined_by=by,
    )


def _since_settled(withholding: Withholding) -> tuple[Approval, ...]:
    """Return the approvals that wait for others; those that completed an approval are history."""
    told = withholding.approvals
    return () if told and told[-1].at == withholding.approved_at else told


def _is_in_any(role: str, sets: Iterable[frozenset[Role]]) -> bool:
    return any(role in roles for roles in sets)
