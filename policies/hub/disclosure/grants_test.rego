package hub.disclosure_test

import data.hub.disclosure

_granted(reader) := {[given.rule, given.tier, given.scope] |
	grants := disclosure.grant with input as reader
	some given in grants
	not given.rule in {"wt-1.24-own-record", "originator-authorised"}
}

test_each_reader_is_granted_what_the_rows_say if {
	every example in [
		[["team-manager", "childrens-social-care", "team", "looked-after-care"], {["wt-1.47-allocated-worker", 3, "any"]}],
		[["emergency-duty-worker", "childrens-social-care", "duty", "immediate-protection"], {
			["wt-1.47-allocated-worker", 3, "any"], ["wt-1-duty-cover", 3, "any"],
		}],
		[["mash-practitioner", "childrens-social-care", "area", "referral-decision"], {
			["front-door-own-pointer", 1, "own"], ["wt-1.10-front-door-agreement", 3, "consented"],
		}],
		[["social-worker", "childrens-social-care", "receiving-authority", "assessment-s17"], {
			["wt-1-receiving-authority", 3, "any"],
		}],
		[["social-worker", "childrens-social-care", "found", "enquiry-s47"], {["wt-1-found-in-area", 1, "any"]}],
		[["conference-chair", "childrens-social-care", "invited", "conference"], {
			["wt-1-conference-chair", 3, "any"], ["wt-1-core-group", 3, "plan"],
		}],
		[["conference-administrator", "childrens-social-care", "team", "conference"], {
			["wt-1-conference-papers", 3, "plan"],
		}],
		[["lado", "childrens-social-care", "area", "allegation-management"], {
			["wt-2.4-designated-officer", 3, "allegation"], ["wt-2.4-designated-officer-pointer", 1, "any"],
		}],
		[["early-help-practitioner", "school", "lead-professional", "early-help"], {["wt-1.10-early-help", 3, "consented"]}],
		[["legal-officer", "childrens-social-care", "team", "court-proceedings"], {["ca1989-31-authority-lawyers", 4, "own"]}],
		[["officer-in-charge", "police", "strategy-group", "strategy-discussion"], {["wt-2.15-joint-enquiry", 3, "any"]}],
		[["response-officer", "police", "presenting", "immediate-protection"], {
			["response-vital-interests", 1, "any"], ["response-missing-child", 3, "missing"],
		}],
		[["gp", "health", "registered", "direct-care"], {
			["wt-1.24-clinicians-pointer", 1, "any"], ["wt-1.24-clinicians-health", 3, "health"],
			["wt-1.24-clinicians-plan", 3, "plan"], ["gp-domestic-abuse", 3, "domestic-abuse"],
		}],
		[["emergency-clinician", "health", "presenting", "direct-care"], {
			["wt-1.24-clinicians-pointer", 1, "any"], ["emergency-department-status", 3, "status"],
		}],
		[["designated-safeguarding-lead", "school", "enrolled", "school-safeguarding"], {
			["wt-1.24-school-lead", 1, "any"], ["encompass-notice", 3, "encompass"],
		}],
		[["designated-safeguarding-lead", "school", "household", "school-safeguarding"], {["household-pointer", 1, "any"]}],
		[["voluntary-worker", "voluntary", "core-group", "plan-and-core-group"], {
			["wt-1-core-group", 3, "plan"], ["wt-1-core-group-pointer", 1, "any"],
		}],
		[["probation-officer", "probation", "adult-linked", "offender-risk"], {["wt-2.22-adult-linked", 1, "any"]}],
		[["housing-officer", "housing", "household", "assessment-s17"], {["housing-reply-path", 1, "any"]}],
		[["youth-offending-practitioner", "youth-offending", "allocated", "offender-risk"], {
			["youth-offending-own-case", 3, "any"],
		}],
		[["border-officer", "border", "presenting", "immediate-protection"], {["wt-2-other-services-pointer", 1, "any"]}],
		[["cafcass-officer", "cafcass", "appointed", "court-proceedings"], {
			["ca1989-42-guardian", 3, "authority"], ["ca1989-42-guardian-partners", 2, "any"],
			["private-law-check", 1, "authority"],
		}],
		[["court-expert", "cafcass", "appointed", "court-proceedings"], {["court-order-listed", 4, "ordered"]}],
		[["cdop-manager", "board", "appointed", "child-death-review"], {["wt-5-child-death-review", 3, "any"]}],
		[["review-author", "board", "appointed", "serious-case-review"], {["wt-4-serious-case-review", 3, "any"]}],
		[["lscb-officer", "board", "appointed", "lscb-request"], {["wt-3.21-board-request", 2, "any"]}],
		[["parent", "family", "family", "subject-access"], {["family-release-list", 4, "released"]}],
		[["subject-access-officer", "health", "team", "subject-access"], {["subject-access-as-family", 4, "released"]}],
		[["school-nurse", "school", "referrer", "school-safeguarding"], {["wt-1.21-referrer-feedback", 2, "outcome"]}],
	] {
		[asked, expected] := example
		_granted(asking(asked[0], asked[1], asked[2], asked[3])) == expected
	}
}

test_a_paediatrician_of_the_strategy_group_reads_what_the_group_shares if {
	doctor := asking("paediatrician", "health", "strategy-group", "strategy-discussion")
	["wt-strategy-group-health", 3, "any"] in _granted(doctor)
}

test_a_recorded_threshold_opens_the_front_door if {
	screener := asking("mash-practitioner", "childrens-social-care", "area", "referral-decision")
	recorded := object.union(screener, {"request": {"threshold": "s47"}})
	["wt-1.18-threshold-recorded", 3, "any"] in _granted(recorded)
}

test_a_countersigned_emergency_opens_the_found_child if {
	worker := asking("emergency-duty-worker", "childrens-social-care", "found", "immediate-protection")
	urgent := object.union(worker, {"request": {"emergency": {"declared": true, "countersigned": true}}})
	["emergency-countersigned", 3, "any"] in _granted(urgent)
}
