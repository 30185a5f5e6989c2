"""Titles in plain words for the contract's closed sets, as pages show them."""

from hub.domain.vocabulary import Purpose, Role, Shown

PURPOSES: dict[Purpose, str] = {
    Purpose.IMMEDIATE_PROTECTION: "Immediate protection of a child",
    Purpose.REFERRAL_DECISION: "Deciding on a referral",
    Purpose.ASSESSMENT_S17: "Assessment of a child in need (section 17)",
    Purpose.ENQUIRY_S47: "Child protection enquiry (section 47)",
    Purpose.STRATEGY_DISCUSSION: "Strategy discussion",
    Purpose.CONFERENCE: "Child protection conference",
    Purpose.PLAN_AND_CORE_GROUP: "Child protection plan and core group",
    Purpose.LOOKED_AFTER_CARE: "Care of a looked-after child",
    Purpose.EARLY_HELP: "Early help, with the family’s agreement",
    Purpose.DIRECT_CARE: "Direct health care of the child",
    Purpose.SCHOOL_SAFEGUARDING: "Safeguarding a pupil",
    Purpose.CRIMINAL_INVESTIGATION: "Criminal investigation",
    Purpose.OFFENDER_RISK: "Managing the risk from an offender",
    Purpose.COURT_PROCEEDINGS: "Court proceedings",
    Purpose.ALLEGATION_MANAGEMENT: "Managing an allegation against a worker",
    Purpose.CHILD_DEATH_REVIEW: "Child death review",
    Purpose.SERIOUS_CASE_REVIEW: "Serious case review",
    Purpose.LSCB_REQUEST: "Request by the safeguarding children board",
    Purpose.FAMILY_DISCLOSURE: "Telling the family",
    Purpose.SUBJECT_ACCESS: "Subject access request",
    Purpose.STATISTICS: "Statistics",
    Purpose.AUDIT: "Review of who looked at what",
}

THRESHOLDS: dict[str, str] = {
    "early-help": "Early help",
    "s17": "Child in need (section 17)",
    "s47": "Child protection enquiry (section 47)",
    "s31": "Care proceedings (section 31)",
    "s20": "Accommodated with agreement (section 20)",
}

_ROLES_WITH_CAPITALS = {
    Role.GP: "GP",
    Role.LADO: "LADO",
    Role.MASH_PRACTITIONER: "MASH practitioner",
    Role.IG_LEAD: "Information governance lead",
}

FIELDS: dict[str, str] = {
    "headline": "Headline",
    "narrative": "What happened",
    "persons": "People involved",
    "presence": "Where the child was",
    "action_taken": "Action taken",
    "no_action_reason": "Why no action was taken",
    "outcome": "Outcome",
    "impact_on_child": "Impact on the child",
    "childs_voice": "The child’s voice",
    "family_response": "The family’s response",
    "significance": "Significance when it was noted",
    "author": "Written by",
    "source_of_information": "Where the information came from",
    "how_known": "How it is known",
    "verified": "Whether it was verified",
    "evidence": "Evidence",
    "record_ref": "Record in the agency’s own system",
    "entered_for": "How it was entered",
    "identity": "Details of the child",
    "addresses": "Addresses",
    "on_behalf_of": "Entered on behalf of",
    "details": "Other particulars",
    "protective_instruction": "Before you act",
}

PRESENCE = {
    "present": "Present when it happened",
    "in-the-home": "In the home, not in the room",
    "not-present": "Not present",
    "unknown": "Not known",
}

HOW_KNOWN = {
    "seen": "Seen by the author",
    "told": "Told to the author",
    "inferred": "Inferred, not seen",
}

SHOWN: dict[Shown, str] = {
    Shown.MASKED: "Some parts of this entry are not shown for this purpose.",
    Shown.SUMMARY: "Shown in summary for this purpose.",
    Shown.POINTER: "The agency holds something. Ask its contact what you need to know.",
}

STATES = {
    "proposed": "Proposed",
    "confirmed": "Confirmed",
    "disputed": "Disputed",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
}

STEPS = {
    "early-help": "Early help",
    "referral": "Referral",
    "child-in-need": "Child in need (section 17)",
    "section-47-enquiry": "Section 47 enquiry",
    "child-protection-plan": "Child protection plan",
    "looked-after": "Looked after",
}

INVOLVEMENTS = {
    "allocated": "Allocated worker",
    "lead-professional": "Lead professional",
    "involved": "Works with the child",
    "enrolled": "Enrolled",
    "registered": "Registered",
    "core-group": "Core group",
    "strategy-group": "Strategy discussion group",
    "referrer": "Raised a concern or made a referral",
    "invited": "Invited to a conference",
}

EFFECTS = {
    "standing": "Lets in nobody whom it names",
    "agreement": "The agreement it tells of is not relied on",
    "ending": "What it ends stays ended",
    "agreement-withdrawn": "The agreement it takes back is not relied on",
    "correction": "Nothing rests on what it corrects",
    "withdrawal": "Nothing rests on what it withdraws",
}

AMENDMENTS = {
    "corrected": "correction",
    "withdrawn": "withdrawal",
    "disputed": "dispute",
    "significance-changed": "later judgement",
}

LINKS = {
    "mother": "mother",
    "father": "father",
    "step-parent": "step-parent",
    "carer": "carer",
    "foster-carer": "foster carer",
    "partner-of-parent": "partner of a parent",
}

ACTIONS = {
    "audit-read": "Who looked at what",
    "caseload": "List of children",
    "search": "Find a child",
    "index": "Children found",
    "withholdings-read": "Withholdings",
    "quarantine-read": "Messages waiting",
    "identity-review-read": "Which child is meant",
    "suspects-read": "Entries that may not be genuine",
    "suspect-confirmed": "An agency said that an entry is its own word",
    "suspect-rejected": "An agency said that an entry is not its own word",
}
"""What accesses are called on the page that was read; the others say themselves what they are."""

OUTCOMES = {"allow": "Allowed", "refuse": "Refused", "not-found": "Nothing to show"}

IDENTIFIERS = {"nhs-number": "NHS number", "upn": "Unique pupil number (UPN)", "local": "Agency’s own number"}


def purpose_title(purpose: str) -> str:
    """`enquiry-s47` as a sentence; a name that is not in the contract as it stands."""
    return PURPOSES[Purpose(purpose)] if purpose in set(Purpose) else plain(purpose)


def role_title(role: str) -> str:
    return _ROLES_WITH_CAPITALS[Role(role)] if role in _ROLES_WITH_CAPITALS else plain(role)


def role_within(role: str) -> str:
    """A role inside a sentence: `social worker`, but `MASH practitioner` and `GP`."""
    title = role_title(role)
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def action_title(action: str) -> str:
    """What an access was, as the log names it: `audit-read` becomes `Who looked at what`."""
    return ACTIONS.get(action, plain(action))


def outcome_title(outcome: str) -> str:
    return OUTCOMES.get(outcome, plain(outcome))


def step_title(step: str) -> str:
    return STEPS.get(step, plain(step))


def involvement_title(kind: str) -> str:
    return INVOLVEMENTS.get(kind, plain(kind))


def field_title(field: str) -> str:
    return FIELDS.get(field, plain(field))


def effect_words(effect: str) -> str:
    """What a suspect entry does not do, or goes on doing, until its agency was asked."""
    return EFFECTS.get(effect, plain(effect))


def amendment_words(kind: str) -> str:
    """What was said of an entry later, inside a sentence: `withdrawal`."""
    return AMENDMENTS.get(kind, plain(kind).lower())


def plain(name: str) -> str:
    """A name of the contract in words: `domestic-abuse-incident` becomes `Domestic abuse incident`."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
