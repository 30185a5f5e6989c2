"""For which purposes could the policy answer somebody in this role? Asked of the policy; no child is looked at."""

from dataclasses import dataclass
from datetime import datetime

from hub.access.asked import Viewer
from hub.access.door import Door
from hub.access.relations import MANAGERS
from hub.domain.vocabulary import AgencyType, Outcome, Purpose, RelationshipKind
from hub.policy import Consent, DecisionRequest, PolicyEngine, Purposeful, Relationship, decide
from hub.policy import Viewer as PolicyViewer

OF_A_POST = frozenset({RelationshipKind.AREA, RelationshipKind.DUTY, RelationshipKind.RECEIVING_AUTHORITY})
"""What only children's social care can be to a child."""
SOMEBODY, SOMEWHERE = "somebody", "somewhere"


@dataclass(frozen=True, slots=True)
class Post:
    """What the answer depends on: a role at a kind of agency."""

    role: str
    agency_type: str


Offered = tuple[Purpose, ...]
_KNOWN: dict[tuple[str, Post], Offered] = {}
"""By digest of the policy: the same policy gives the same answer to every process and on every day."""


def offered(door: Door, viewer: Viewer) -> Offered:
    """Return the purposes that the policy answers for the viewer's role, given the right relationship to the child.

    Those for which a rule speaks of the role come before those for which it reads no more than its own agency's record.
    Raises: PolicyError.
    """
    key = (door.engine.digest, Post(viewer.role, viewer.agency_type))
    if key not in _KNOWN:
        _KNOWN[key] = _ask(door.engine, key[1], door.clock())
    return _KNOWN[key]


def _ask(engine: PolicyEngine, post: Post, now: datetime) -> Offered:
    answers = {purpose: decide(engine, _at_best(post, purpose, now)) for purpose in Purpose}
    rules = {purpose: set(one.rules) for purpose, one in answers.items() if one.outcome is not Outcome.REFUSE}
    everywhere = set.intersection(*rules.values()) if rules else set()
    return tuple(sorted(rules, key=lambda purpose: rules[purpose] <= everywhere))


def _at_best(post: Post, purpose: Purpose, now: datetime) -> DecisionRequest:
    """A request with all that could speak for it: every relationship of such a post, agreement, threshold and basis."""
    today = now.date()
    return DecisionRequest(
        now=now,
        viewer=PolicyViewer(SOMEBODY, SOMEWHERE, post.agency_type, post.role),
        request=Purposeful(
            purpose=purpose,
            reason="which purposes to offer",
            legal_basis="any",
            threshold="s47",
            consent=Consent("child", frozenset(AgencyType)),
        ),
        child_id="nobody",
        relationships=tuple(Relationship(SOMEWHERE, kind, SOMEBODY, today) for kind in _possible(post)),
        entries=(),
    )


def _possible(post: Post) -> list[RelationshipKind]:
    is_social_care = post.agency_type == AgencyType.CHILDRENS_SOCIAL_CARE
    impossible = (frozenset() if is_social_care else OF_A_POST) | (
        frozenset() if post.role in MANAGERS else frozenset({RelationshipKind.TEAM})
    )
    return [kind for kind in RelationshipKind if kind not in impossible]
