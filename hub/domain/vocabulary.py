"""The closed sets of the contract: agency types, roles, purposes, relationships, tiers, grounds and outcomes."""

from enum import StrEnum


class AgencyType(StrEnum):
    """What kind of body an agency is (`family` for readers of the family)."""

    CHILDRENS_SOCIAL_CARE = "childrens-social-care"
    POLICE = "police"
    HEALTH = "health"
    SCHOOL = "school"
    EARLY_YEARS = "early-years"
    HOUSING = "housing"
    ADULT_SOCIAL_CARE = "adult-social-care"
    PROBATION = "probation"
    PRISON = "prison"
    SECURE_ESTATE = "secure-estate"
    YOUTH_OFFENDING = "youth-offending"
    BORDER = "border"
    CAFCASS = "cafcass"
    FORCES_WELFARE = "forces-welfare"
    NSPCC = "nspcc"
    VOLUNTARY = "voluntary"
    FAITH = "faith"
    BOARD = "board"
    CORONER = "coroner"
    REGISTRAR = "registrar"
    INSPECTORATE = "inspectorate"
    HUB = "hub"
    FAMILY = "family"


class Role(StrEnum):
    """The part in which a named person of an agency asks."""

    SOCIAL_WORKER = "social-worker"
    TEAM_MANAGER = "team-manager"
    DUTY_MANAGER = "duty-manager"
    MASH_PRACTITIONER = "mash-practitioner"
    EMERGENCY_DUTY_WORKER = "emergency-duty-worker"
    CONFERENCE_CHAIR = "conference-chair"
    CONFERENCE_ADMINISTRATOR = "conference-administrator"
    INDEPENDENT_REVIEWING_OFFICER = "independent-reviewing-officer"
    LADO = "lado"
    EARLY_HELP_PRACTITIONER = "early-help-practitioner"
    ADOPTION_WORKER = "adoption-worker"
    LEGAL_OFFICER = "legal-officer"
    DIRECTOR_OF_CHILDRENS_SERVICES = "director-of-childrens-services"
    OFFICER_IN_CHARGE = "officer-in-charge"
    POLICE_SUPERVISOR = "police-supervisor"
    SENIOR_INVESTIGATING_OFFICER = "senior-investigating-officer"
    SUPERINTENDENT = "superintendent"
    DUTY_INSPECTOR = "duty-inspector"
    RESPONSE_OFFICER = "response-officer"
    PUBLIC_PROTECTION_OFFICER = "public-protection-officer"
    GP = "gp"
    HEALTH_VISITOR = "health-visitor"
    MIDWIFE = "midwife"
    SCHOOL_NURSE = "school-nurse"
    PAEDIATRICIAN = "paediatrician"
    DESIGNATED_PAEDIATRICIAN = "designated-paediatrician"
    EMERGENCY_CLINICIAN = "emergency-clinician"
    CAMHS_CLINICIAN = "camhs-clinician"
    SEXUAL_HEALTH_CLINICIAN = "sexual-health-clinician"
    NAMED_PROFESSIONAL = "named-professional"
    DESIGNATED_PROFESSIONAL = "designated-professional"
    DESIGNATED_SAFEGUARDING_LEAD = "designated-safeguarding-lead"
    DEPUTY_SAFEGUARDING_LEAD = "deputy-safeguarding-lead"
    TEACHER = "teacher"
    ADULT_SOCIAL_WORKER = "adult-social-worker"
    HOUSING_OFFICER = "housing-officer"
    PROBATION_OFFICER = "probation-officer"
    PRISON_PUBLIC_PROTECTION = "prison-public-protection"
    YOUTH_OFFENDING_PRACTITIONER = "youth-offending-practitioner"
    BORDER_OFFICER = "border-officer"
    CAFCASS_OFFICER = "cafcass-officer"
    VOLUNTARY_WORKER = "voluntary-worker"
    FORCES_WELFARE_WORKER = "forces-welfare-worker"
    LSCB_OFFICER = "lscb-officer"
    CDOP_MANAGER = "cdop-manager"
    REVIEW_AUTHOR = "review-author"
    DATA_OFFICER = "data-officer"
    COURT_EXPERT = "court-expert"
    INVESTIGATOR = "investigator"
    IG_LEAD = "ig-lead"
    SUBJECT_ACCESS_OFFICER = "subject-access-officer"
    PARENT = "parent"
    CHILD = "child"
    REPRESENTATIVE = "representative"
    OPERATOR = "operator"


class Purpose(StrEnum):
    """Why a child's record is asked for; any other purpose is refused."""

    IMMEDIATE_PROTECTION = "immediate-protection"
    REFERRAL_DECISION = "referral-decision"
    ASSESSMENT_S17 = "assessment-s17"
    ENQUIRY_S47 = "enquiry-s47"
    STRATEGY_DISCUSSION = "strategy-discussion"
    CONFERENCE = "conference"
    PLAN_AND_CORE_GROUP = "plan-and-core-group"
    LOOKED_AFTER_CARE = "looked-after-care"
    EARLY_HELP = "early-help"
    DIRECT_CARE = "direct-care"
    SCHOOL_SAFEGUARDING = "school-safeguarding"
    CRIMINAL_INVESTIGATION = "criminal-investigation"
    OFFENDER_RISK = "offender-risk"
    COURT_PROCEEDINGS = "court-proceedings"
    ALLEGATION_MANAGEMENT = "allegation-management"
    CHILD_DEATH_REVIEW = "child-death-review"
    SERIOUS_CASE_REVIEW = "serious-case-review"
    LSCB_REQUEST = "lscb-request"
    FAMILY_DISCLOSURE = "family-disclosure"
    SUBJECT_ACCESS = "subject-access"
    STATISTICS = "statistics"
    AUDIT = "audit"


class RelationshipKind(StrEnum):
    """How a reader stands to the child."""

    ALLOCATED = "allocated"
    TEAM = "team"
    DUTY = "duty"
    INVOLVED = "involved"
    LEAD_PROFESSIONAL = "lead-professional"
    ENROLLED = "enrolled"
    REGISTERED = "registered"
    REFERRER = "referrer"
    INVITED = "invited"
    CORE_GROUP = "core-group"
    STRATEGY_GROUP = "strategy-group"
    APPOINTED = "appointed"
    AREA = "area"
    RECEIVING_AUTHORITY = "receiving-authority"
    FOUND = "found"
    PRESENTING = "presenting"
    HOUSEHOLD = "household"
    ADULT_LINKED = "adult-linked"
    FAMILY = "family"
    NONE = "none"


HELD_BY_A_WORKER = frozenset({RelationshipKind.ALLOCATED, RelationshipKind.LEAD_PROFESSIONAL})
"""The kinds by which one named worker answers for a child, and their manager with them."""


class Tier(StrEnum):
    """How much is shown, least first (`design.md` decision 10)."""

    INDEX = "index"
    POINTER = "pointer"
    SUMMARY = "summary"
    DETAIL = "detail"
    RESTRICTED = "restricted"


class Sensitive(StrEnum):
    """Classes of content that need a reason of their own."""

    SEXUAL_HEALTH = "sexual-health"
    MENTAL_HEALTH = "mental-health"
    SUBSTANCE_MISUSE = "substance-misuse"
    ADOPTION = "adoption"
    PROTECTED_ADDRESS = "protected-address"
    INFORMANT = "informant"
    LEGAL_PRIVILEGE = "legal-privilege"


class Ground(StrEnum):
    """Why something is withheld (Working Together 2013, chapter 1, strategy discussion; a court order)."""

    POLICE_INVESTIGATION = "police-investigation"
    SIGNIFICANT_HARM = "significant-harm"
    COURT_ORDER = "court-order"


class Mode(StrEnum):
    """Whether a withheld reader sees nothing at all or that something is held."""

    SILENT = "silent"
    MARKED = "marked"


class WithholdingState(StrEnum):
    """Every state but `released` hides."""

    PROVISIONAL = "provisional"
    HELD_NARROW = "held-narrow"
    IN_FORCE = "in-force"
    OVERDUE = "overdue"
    RELEASED = "released"


class Shown(StrEnum):
    """How one entry is shown to one reader."""

    FULL = "full"
    MASKED = "masked"
    SUMMARY = "summary"
    POINTER = "pointer"
    MARKED = "marked"
    HIDDEN = "hidden"


class Outcome(StrEnum):
    """The answer to a request as a whole."""

    ALLOW = "allow"
    REFUSE = "refuse"
    ROUTE = "route"


class ConflictOfInterest(StrEnum):
    """Why a practitioner may not read a record that their role would open."""

    RELATIVE = "relative"
    EXCLUDED = "excluded"
    NAMED_IN_ALLEGATION = "named-in-allegation"


class EntryState(StrEnum):
    """Where an entry stands between proposal and withdrawal."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class AmendmentKind(StrEnum):
    """What a later event does to an earlier one; the earlier one is kept as it was said."""

    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"
    SIGNIFICANCE_CHANGED = "significance-changed"
