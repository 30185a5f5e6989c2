"""Who may place a withholding, who approves it, and how long it stands before somebody must look again."""

from dataclasses import dataclass
from datetime import timedelta

from hub.domain.role_homes import ROLE_HOMES
from hub.domain.vocabulary import AgencyType, Ground, Role
from hub.domain.withholding import Audience

AT_STRATEGY_DISCUSSIONS = frozenset({AgencyType.CHILDRENS_SOCIAL_CARE, AgencyType.POLICE, AgencyType.HEALTH})
"""Who attends at the least (Working Together 2013, chapter 1, strategy discussion)."""

_INSPECTORS = frozenset({Role.DUTY_INSPECTOR, Role.SENIOR_INVESTIGATING_OFFICER})


@dataclass(frozen=True, slots=True)
class PlacingRule:
    """One row of the table. Each set of `approvers` must give one approval, by somebody other than the placer.

    `first_review` and `longest` (without new approval) are None where a court's order gives them.
    `told` are roles that learn that *a* withholding exists.
    """

    placers: frozenset[Role]
    approvers: tuple[frozenset[Role], ...]
    first_review: timedelta | None
    longest: timedelta | None
    told: frozenset[Role] = frozenset()


_POLICE_FAMILY = PlacingRule(
    frozenset({Role.OFFICER_IN_CHARGE}),
    (frozenset({Role.POLICE_SUPERVISOR, Role.DUTY_INSPECTOR}),),
    timedelta(days=28),
    timedelta(days=90),
)
_POLICE_NAMED = PlacingRule(
    _INSPECTORS, (_INSPECTORS,), timedelta(days=14), timedelta(days=28), frozenset({Role.TEAM_MANAGER})
)
_POLICE_ALL_BUT = PlacingRule(
    frozenset({Role.SENIOR_INVESTIGATING_OFFICER}),
    (frozenset({Role.SUPERINTENDENT}), frozenset({Role.DIRECTOR_OF_CHILDRENS_SERVICES})),
    timedelta(days=7),
    timedelta(days=14),
)
_HARM_FAMILY = PlacingRule(
    frozenset({Role.SOCIAL_WORKER}), (frozenset({Role.TEAM_MANAGER}),), timedelta(days=28), timedelta(days=90)
)
_HARM_NAMED = PlacingRule(
    frozenset({Role.SOCIAL_WORKER, Role.LADO}),
    (frozenset({Role.TEAM_MANAGER, Role.LADO}),),
    timedelta(days=14),
    timedelta(days=28),
    frozenset({Role.IG_LEAD}),
)
_COURT = PlacingRule(frozenset({Role.LEGAL_OFFICER}), (frozenset({Role.LEGAL_OFFICER}),), None, None)


def placing_rule(ground: Ground, audience: Audience) -> PlacingRule | None:
    """Return the row for a ground and an audience; None where the table has no such withholding.

    Source: security 3.3; Working Together 2013, chapter 1, strategy discussion.
    """
    if ground is Ground.COURT_ORDER:
        return _COURT
    if audience.is_family_only:
        return _POLICE_FAMILY if ground is Ground.POLICE_INVESTIGATION else _HARM_FAMILY
    if audience.everyone_but:
        return _POLICE_ALL_BUT if ground is Ground.POLICE_INVESTIGATION else None
    return _POLICE_NAMED if ground is Ground.POLICE_INVESTIGATION else _HARM_NAMED


def is_placed_at(agency_type: str, ground: Ground, audience: Audience) -> bool:
    """Say whether some role of that kind of agency may place such a withholding, or approve it first."""
    rule = placing_rule(ground, audience)
    if rule is None:
        return False
    return any(agency_type in ROLE_HOMES[role] for role in rule.placers | rule.approvers[0])
