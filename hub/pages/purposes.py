"""The purposes that a person is offered: those for which the policy answers their role, the usual one first."""

from hub.domain.vocabulary import AgencyType, Purpose, Role
from hub.pages.house import House, Reader
from hub.pages.words import PURPOSES

_USUAL_AT = {
    AgencyType.CHILDRENS_SOCIAL_CARE: Purpose.ENQUIRY_S47,
    AgencyType.POLICE: Purpose.ENQUIRY_S47,
    AgencyType.HEALTH: Purpose.DIRECT_CARE,
    AgencyType.SCHOOL: Purpose.SCHOOL_SAFEGUARDING,
    AgencyType.EARLY_YEARS: Purpose.SCHOOL_SAFEGUARDING,
    AgencyType.PROBATION: Purpose.OFFENDER_RISK,
    AgencyType.PRISON: Purpose.OFFENDER_RISK,
    AgencyType.SECURE_ESTATE: Purpose.OFFENDER_RISK,
    AgencyType.YOUTH_OFFENDING: Purpose.OFFENDER_RISK,
    AgencyType.CAFCASS: Purpose.COURT_PROCEEDINGS,
    AgencyType.HOUSING: Purpose.EARLY_HELP,
    AgencyType.VOLUNTARY: Purpose.EARLY_HELP,
    AgencyType.FAITH: Purpose.EARLY_HELP,
}
_USUAL_IN = {
    Role.MASH_PRACTITIONER: Purpose.REFERRAL_DECISION,
    Role.DUTY_MANAGER: Purpose.REFERRAL_DECISION,
    Role.EMERGENCY_DUTY_WORKER: Purpose.IMMEDIATE_PROTECTION,
    Role.RESPONSE_OFFICER: Purpose.IMMEDIATE_PROTECTION,
    Role.CONFERENCE_CHAIR: Purpose.CONFERENCE,
    Role.CONFERENCE_ADMINISTRATOR: Purpose.CONFERENCE,
    Role.INDEPENDENT_REVIEWING_OFFICER: Purpose.PLAN_AND_CORE_GROUP,
    Role.EARLY_HELP_PRACTITIONER: Purpose.EARLY_HELP,
    Role.LADO: Purpose.ALLEGATION_MANAGEMENT,
    Role.LEGAL_OFFICER: Purpose.COURT_PROCEEDINGS,
}
"""What somebody comes for most days. It puts a purpose first, where it is offered, and offers none."""


def purposes(house: House, reader: Reader) -> dict[Purpose, str]:
    """Return the purposes to offer, with their titles; all of them to a role that the policy shows no record.

    Such a role comes for a list of what it answers for, which the policy does not decide. Raises: PolicyError.
    """
    viewer = reader.viewer
    offered = house.services.access.purposes(viewer) or tuple(Purpose)
    usual = _USUAL_IN.get(Role(viewer.role)) or _USUAL_AT.get(AgencyType(viewer.agency_type))
    return {purpose: PURPOSES[purpose] for purpose in sorted(offered, key=lambda purpose: purpose is not usual)}
