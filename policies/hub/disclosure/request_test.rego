package hub.disclosure_test

import data.hub.disclosure

_refused(parts) := refusal if {
	refusal := disclosure.refusal with input as object.union(social_worker, parts)
}

test_another_action_is_refused if _refused({"request": {"action": "write"}}) == {"request-not-a-read"}

test_a_request_without_reason_is_refused if {
	_refused({"request": {"reason_well_formed": false}}) == {"reason-not-given"}
}

test_an_unknown_purpose_is_refused if "purpose-not-known" in _refused({"request": {"purpose": "curiosity"}})

test_a_conflicted_reader_is_refused if _refused({"reader": {"conflicts": ["relative"]}}) == {"conflict-of-interest"}

test_a_teacher_is_refused if {
	answer := disclosure.refusal with input as asking("teacher", "school", "enrolled", "school-safeguarding")
	answer == {"role-reads-no-entries", "no-ground-to-read"}
}

test_a_role_of_another_agency_is_refused if {
	_refused({"reader": {"agency_type": "school"}}) == {"role-not-of-this-agency"}
}

test_early_help_without_agreement_is_refused if {
	worker := asking("early-help-practitioner", "childrens-social-care", "lead-professional", "early-help")
	answer := disclosure.refusal with input as object.union(worker, {"request": {"consent": {"withdrawn": true}}})
	"wt-1.10-agreement-needed" in answer
}

test_a_relationship_that_ended_opens_nothing if {
	ended := [{"agency": "own", "kind": "allocated", "person": "u-1", "since": 1, "until": 739676}]
	_refused({"relationships": ended}) == {"no-ground-to-read"}
}

test_an_allocation_is_no_licence_for_colleagues if {
	agencys := [{"agency": "own", "kind": "allocated", "person": "", "since": 1, "until": 3652059}]
	_refused({"relationships": agencys}) == {"no-ground-to-read"}
}

test_an_agencys_relationship_is_held_by_those_who_work_there if {
	agencys := [{"agency": "own", "kind": "team", "person": "", "since": 1, "until": 3652059}]
	held := disclosure.held with input as object.union(social_worker, {"relationships": agencys})
	held == {"none", "team"}
}
