"""May this person place, review or release a withholding? By the one table of `security.md` 3.3."""

from hub.access.asked import Viewer
from hub.domain.placing import placing_rule
from hub.domain.vocabulary import AgencyType, Ground
from hub.domain.withholding import Audience, Withholding

ONLY_BY_THE_TABLE = "withholding-placed-by-the-table"
ONLY_THE_OWNER = "withholding-for-its-owner"


def may_place(viewer: Viewer, ground: Ground, audience: Audience) -> bool:
    """Say whether this role may place it, or first approve it; anybody may ask to keep harm from the family."""
    rule = placing_rule(ground, audience)
    if rule is None:
        return False
    if ground is Ground.SIGNIFICANT_HARM and audience.is_family_only:
        return viewer.agency_type != AgencyType.FAMILY
    return viewer.role in rule.placers | rule.approvers[0]


def answers_for(viewer: Viewer, withholding: Withholding) -> bool:
    """Say whether this role owns the withholding, or is one that approves such a one."""
    rule = placing_rule(withholding.ground, withholding.audience)
    approvers = rule.approvers if rule is not None else ()
    return viewer.role == withholding.owner or any(viewer.role in group for group in approvers)
