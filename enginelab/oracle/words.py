"""The closed sets of the prose, as the oracle reads them from the contract."""

from collections.abc import Iterable

TIERS = ["index", "pointer", "summary", "detail", "restricted"]
FAMILY_ROLES = {"parent", "child", "representative"}
NO_READERS = {"teacher", "operator", "ig-lead", "data-officer", "investigator"}
PURPOSES = {
    "immediate-protection",
    "referral-decision",
    "assessment-s17",
    "enquiry-s47",
    "strategy-discussion",
    "conference",
    "plan-and-core-group",
    "looked-after-care",
    "early-help",
    "direct-care",
    "school-safeguarding",
    "criminal-investigation",
    "offender-risk",
    "court-proceedings",
    "allegation-management",
    "child-death-review",
    "serious-case-review",
    "lscb-request",
    "family-disclosure",
    "subject-access",
    "statistics",
    "audit",
}
AGENCY_TYPES = {
    "childrens-social-care",
    "police",
    "health",
    "school",
    "early-years",
    "housing",
    "adult-social-care",
    "probation",
    "prison",
    "secure-estate",
    "youth-offending",
    "border",
    "cafcass",
    "forces-welfare",
    "nspcc",
    "voluntary",
    "faith",
    "board",
    "coroner",
    "registrar",
    "inspectorate",
    "hub",
    "family",
}
KINDS = {
    "allocated",
    "team",
    "duty",
    "involved",
    "lead-professional",
    "enrolled",
    "registered",
    "referrer",
    "invited",
    "core-group",
    "strategy-group",
    "appointed",
    "area",
    "receiving-authority",
    "found",
    "presenting",
    "household",
    "adult-linked",
    "family",
}
PROFESSIONAL = AGENCY_TYPES - {"family"}

DETECTIVES = {
    "officer-in-charge",
    "police-supervisor",
    "senior-investigating-officer",
    "superintendent",
    "duty-inspector",
    "public-protection-officer",
}
LEAD_WORKERS = {
    "social-worker",
    "team-manager",
    "duty-manager",
    "emergency-duty-worker",
    "director-of-childrens-services",
}
CHAIRS = {"conference-chair", "independent-reviewing-officer"}
CLINICIANS = {
    "gp",
    "health-visitor",
    "midwife",
    "school-nurse",
    "paediatrician",
    "designated-paediatrician",
    "camhs-clinician",
    "emergency-clinician",
    "sexual-health-clinician",
    "named-professional",
    "designated-professional",
}
SAFEGUARDING_LEADS = {"designated-safeguarding-lead", "deputy-safeguarding-lead"}


def _each(roles: Iterable[str], homes: set[str]) -> dict[str, set[str]]:
    return dict.fromkeys(roles, homes)


_CSC, _LEARNING = {"childrens-social-care"}, {"school", "early-years"}
_COMMUNITY = {"voluntary", "faith", "nspcc", "early-years"}
HOMES: dict[str, set[str]] = (
    _each(CHAIRS | LEAD_WORKERS | {"conference-administrator", "lado"}, _CSC)
    | _each(("social-worker", "team-manager"), _CSC | {"nspcc"})
    | _each(DETECTIVES | {"response-officer"}, {"police"})
    | _each(CLINICIANS, {"health"})
    | _each(SAFEGUARDING_LEADS | {"teacher"}, _LEARNING)
    | _each(FAMILY_ROLES, {"family"})
    | _each(
        (
            "legal-officer",
            "data-officer",
            "court-expert",
            "investigator",
            "ig-lead",
            "subject-access-officer",
            "operator",
        ),
        PROFESSIONAL,
    )
    | {
        "mash-practitioner": _CSC | {"police", "health"},
        "early-help-practitioner": _CSC | _LEARNING | _COMMUNITY | {"health", "housing", "youth-offending"},
        "adoption-worker": _CSC | {"voluntary"},
        "school-nurse": _LEARNING | {"health"},
        "adult-social-worker": {"adult-social-care", "health"},
        "housing-officer": {"housing"},
        "probation-officer": {"probation"},
        "prison-public-protection": {"prison", "secure-estate"},
        "youth-offending-practitioner": {"youth-offending", "secure-estate"},
        "border-officer": {"border"},
        "cafcass-officer": {"cafcass"},
        "voluntary-worker": _COMMUNITY,
        "forces-welfare-worker": {"forces-welfare"},
        "lscb-officer": {"board"},
        "cdop-manager": _CSC | {"board", "health"},
        "review-author": _CSC | {"board", "inspectorate"},
    }
)

FIELDS_FROM = {
    "identity": 0,
    "author": 1,
    "protective_instruction": 1,
    "action_taken": 2,
    "no_action_reason": 2,
    "outcome": 2,
    "significance": 2,
}
