package hub.disclosure

_caring := {"allocated", "involved", "registered", "presenting", "core-group", "strategy-group", "invited", "lead-professional"}

_care_purposes := protection | {
	"direct-care", "assessment-s17", "conference", "plan-and-core-group", "looked-after-care",
}

# METADATA
# title: Clinicians who care for the child
# description: They learn who is involved, and read health entries and the plan.
# custom:
#   id: wt-1.24-clinicians-pointer
#   source: Working Together 2013, chapter 1, paragraphs 22 to 25; decisions.md, roles (health)
grant contains {"rule": "wt-1.24-clinicians-pointer", "tier": 1, "scope": "any"} if _clinician

# METADATA
# title: Health entries for clinicians
# description: A clinician who cares for the child reads what health services told.
# custom:
#   id: wt-1.24-clinicians-health
#   source: Working Together 2013, chapter 1, paragraphs 22 to 25
grant contains {"rule": "wt-1.24-clinicians-health", "tier": 3, "scope": "health"} if {
	_clinician
	input.reader.role in (clinicians - {"emergency-clinician"})
}

# METADATA
# title: The plan for clinicians
# description: A clinician who cares for the child reads the plan.
# custom:
#   id: wt-1.24-clinicians-plan
#   source: Working Together 2013, chapter 1, core group
grant contains {"rule": "wt-1.24-clinicians-plan", "tier": 3, "scope": "plan"} if {
	_clinician
	input.reader.role in (clinicians - {"emergency-clinician"})
}

_clinician if asked(clinicians, _caring, _care_purposes)

# METADATA
# title: Health at the strategy discussion
# description: Those in the strategy group read what the group shares.
# custom:
#   id: wt-strategy-group-health
#   source: Working Together 2013, chapter 1, strategy discussion (who takes part); decisions.md row 5
grant contains {"rule": "wt-strategy-group-health", "tier": 3, "scope": "any"} if {
	asked(clinicians, {"strategy-group"}, {"strategy-discussion", "enquiry-s47"})
}

# METADATA
# title: The emergency department
# description: For a child in front of it, it learns of a plan or of being looked after, and whom to ring.
# custom:
#   id: emergency-department-status
#   source: decisions.md row 14 (Child Protection - Information Sharing)
grant contains {"rule": "emergency-department-status", "tier": 3, "scope": "status"} if {
	asked({"emergency-clinician"}, {"presenting"}, {"direct-care", "immediate-protection"})
}

# METADATA
# title: Domestic abuse and the general practitioner
# description: The practice sees on the child that an incident happened; the adults in it are masked in ordinary care.
# custom:
#   id: gp-domestic-abuse
#   source: decisions.md row 16; Working Together 2013, chapter 1, paragraph 24
grant contains {"rule": "gp-domestic-abuse", "tier": 3, "scope": "domestic-abuse"} if {
	asked({"gp", "health-visitor", "midwife", "school-nurse"}, {"registered", "involved", "allocated"}, {"direct-care"})
}
