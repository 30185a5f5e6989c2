"""May this person place a withholding? By the one table of `security.md` 3.3."""

from collections.abc import Iterable

from hub.access.asked import Viewer
from hub.access.known import as_reader
from hub.domain.placing import carries_out, placing_rule
from hub.domain.vocabulary import AgencyType, Ground, Role
from hub.domain.withholding import Audience, Reader
from hub.views.model import AgencyRow

ONLY_BY_THE_TABLE = "withholding-placed-by-the-table"


def may_place(viewer: Viewer, ground: Ground, audience: Audience, *, decided: bool = False) -> bool:
    """Say whether this role may place it, or first approve it; anybody may ask to keep harm from the family.

    `decided`: a strategy discussion decided it, and those who attend such a one may carry that out.
    """
    rule = placing_rule(ground, audience)
    if rule is None:
        return False
    if ground is Ground.SIGNIFICANT_HARM and audience.is_family_only:
        return viewer.agency_type != AgencyType.FAMILY
    if decided and carries_out(viewer.role, viewer.agency_type, ground, audience):
        return True
    return viewer.role in rule.placers | rule.approvers[0]


def responsible_readers(viewer: Viewer, directory: Iterable[AgencyRow], area: str) -> list[Reader]:
    """Return who must stay able to read: whoever places, the authority's team manager, the police child abuse desk.

    Source: `security.md` 3.5; the two posts are those of the area's agencies, whoever holds them.
    """
    posts = {AgencyType.CHILDRENS_SOCIAL_CARE: Role.TEAM_MANAGER, AgencyType.POLICE: Role.PUBLIC_PROTECTION_OFFICER}
    holders = [
        Reader(
            f"{agency.agency_id}:{posts[AgencyType(agency.agency_type)]}",
            agency.agency_id,
            agency.agency_type,
            posts[AgencyType(agency.agency_type)],
        )
        for agency in directory
        if agency.area == area and agency.agency_type in posts
    ]
    return [as_reader(viewer), *holders]
