package hub.disclosure

rank := {"index": 0, "pointer": 1, "summary": 2, "detail": 3, "restricted": 4}

purposes := {
	"immediate-protection", "referral-decision", "assessment-s17", "enquiry-s47", "strategy-discussion", "conference",
	"plan-and-core-group", "looked-after-care", "early-help", "direct-care", "school-safeguarding",
	"criminal-investigation", "offender-risk", "court-proceedings", "allegation-management", "child-death-review",
	"serious-case-review", "lscb-request", "family-disclosure", "subject-access", "statistics", "audit",
}

kinds := {
	"allocated", "team", "duty", "involved", "lead-professional", "enrolled", "registered", "referrer", "invited",
	"core-group", "strategy-group", "appointed", "area", "receiving-authority", "found", "presenting", "household",
	"adult-linked", "family",
}

# Purposes of children's social care once a child is a case of theirs.
casework := {
	"immediate-protection", "referral-decision", "assessment-s17", "enquiry-s47", "strategy-discussion", "conference",
	"plan-and-core-group", "looked-after-care", "court-proceedings",
}

# Purposes at which a child is thought to be suffering, or likely to suffer, significant harm.
protection := {"immediate-protection", "enquiry-s47", "strategy-discussion"}

plan_categories := {
	"conference-requested", "conference-held", "plan-started", "plan-updated", "plan-reviewed", "plan-ended",
	"core-group-met", "child-in-need-plan-started", "child-in-need-plan-updated", "child-in-need-plan-ended",
}

status_categories := {"plan-started", "plan-updated", "plan-ended", "looked-after-started", "looked-after-ended"}

missing_categories := {"missing-episode-started", "missing-episode-ended", "return-interview-held"}

allegation_categories := {"allegation-made", "allegation-concluded", "lado-notified"}

outcome_categories := {"referral-received", "referral-acknowledged", "referral-decided", "feedback-sent"}

# The least tier at which each field of an entry is shown; a field not named here needs `detail`.
field_tier := {
	"identity": 0, "author": 1, "protective_instruction": 1, "action_taken": 2, "no_action_reason": 2, "outcome": 2,
	"significance": 2, "headline": 3, "narrative": 3, "persons": 3, "family_response": 3, "source_of_information": 3,
	"how_known": 3, "verified": 3, "evidence": 3, "record_ref": 3, "impact_on_child": 3, "childs_voice": 3,
	"addresses": 3,
}

# Fields that tell of people other than the child.
third_party_fields := {"persons", "addresses"}
