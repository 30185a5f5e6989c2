"""Who may place a withholding, who approves it, and how long it stands before somebody must look again."""

from dataclasses import dataclass
from datetime import date, timedelta

from hub.domain.errors import Fault, Invalid
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


_TABLE = (_POLICE_FAMILY, _POLICE_NAMED, _POLICE_ALL_BUT, _HARM_FAMILY, _HARM_NAMED, _COURT)


def has_withholdings(role: str) -> bool:
    """Say whether the table lets a role place or approve anything, so that it may have some to answer for."""
    return any(role in rule.placers.union(*rule.approvers) for rule in _TABLE)


def carries_out(role: str, agency_type: str, ground: Ground, audience: Audience) -> bool:
    """Say whether a role may place what a strategy discussion decided, though the table's row names a senior one.

    The discussion decides on every ground, and who attends carries it out: the officer in the case, the social worker.
    Approving stays with the row's roles. A list of the few who may see is never placed so. Source: Working Together
    2013, chapter 1, strategy discussion; `design.md` section 6.
    """
    of_ground = {
        Ground.POLICE_INVESTIGATION: _POLICE_FAMILY.placers | _POLICE_NAMED.placers,
        Ground.SIGNIFICANT_HARM: _HARM_FAMILY.placers | _HARM_NAMED.placers,
    }
    is_attended = agency_type in AT_STRATEGY_DISCUSSIONS and not audience.everyone_but
    return is_attended and role in of_ground.get(ground, frozenset())


def is_placed_at(agency_type: str, ground: Ground, audience: Audience) -> bool:
    """Say whether some role of that kind of agency may place such a withholding, or approve it first."""
    rule = placing_rule(ground, audience)
    if rule is None:
        return False
    return any(agency_type in ROLE_HOMES[role] for role in rule.placers | rule.approvers[0])


def first_review_by(ground: Ground, audience: Audience, today: date) -> date | None:
    """Return the latest local date for the first review of what is placed today; None where a court's order says."""
    rule = placing_rule(ground, audience)
    return today + rule.first_review if rule is not None and rule.first_review is not None else None


def must_be_reviewed_in_time(ground: Ground, audience: Audience, review_by: date, today: date) -> None:
    """Raise Invalid where the first review would be in the past, or later than the table has it."""
    _must_not_be_past(review_by, today)
    rule = placing_rule(ground, audience)
    if rule is not None and rule.first_review is not None and review_by > today + rule.first_review:
        latest = _in_words(today + rule.first_review)
        detail = (
            f"a withholding of this kind is first reviewed within {rule.first_review.days} days: review by {latest}"
        )
        raise _wrong_review(detail)


def longest_until(ground: Ground, audience: Audience, approved: date) -> date | None:
    """Return the last local date until which it may stand without a new approval; None where a court's order says."""
    rule = placing_rule(ground, audience)
    return approved + rule.longest if rule is not None and rule.longest is not None else None


def must_not_outlast_approval(ground: Ground, audience: Audience, review_by: date, approved: date, today: date) -> None:
    """Raise Invalid where the next review would be in the past, or later than the last approval reaches."""
    _must_not_be_past(review_by, today)
    last = longest_until(ground, audience, approved)
    if last is not None and review_by > last:
        reach = f"it may stand for {(last - approved).days} days without a new approval, until {_in_words(last)}"
        todo = "ask for a new approval first" if last < today else "review by then, or ask for a new approval"
        raise _wrong_review(f"{reach}: {todo}; it stays withheld meanwhile")


def _must_not_be_past(review_by: date, today: date) -> None:
    if review_by < today:
        raise _wrong_review("the review is in the past: choose a date from today on")


def _wrong_review(detail: str) -> Invalid:
    return Invalid(detail, (Fault("/body/review_by", detail),))


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
