package hub.disclosure_test

import data.hub.disclosure

_seen(parts, labels, reader) := [answer.shown, answer.fields, answer.masks] if {
	answer := disclosure.entry_answer(entry_with(parts, labels)) with input as reader
}

test_third_parties_are_masked_in_ordinary_care if {
	gp := asking("gp", "health", "registered", "direct-care")
	_seen({}, {"third_party": true}, gp) == ["masked", {"action_taken", "narrative"}, {"persons"}]
}

test_a_summary_keeps_action_and_outcome if {
	officer := asking("lscb-officer", "board", "appointed", "lscb-request")
	_seen({}, {}, officer) == ["summary", {"action_taken"}, set()]
	_seen({"tier": "summary"}, {}, officer) == ["full", {"action_taken"}, set()]
	masked := {"withholdings": [withheld({"mode": "marked", "whole": false, "fields": ["action_taken"]})]}
	_seen({"tier": "summary"}, masked, officer) == ["masked", set(), {"action_taken"}]
}

test_a_pointer_keeps_nothing_but_whom_to_ring if {
	officer := asking("housing-officer", "housing", "household", "assessment-s17")
	_seen({}, {}, officer) == ["pointer", set(), set()]
	_seen({"fields": ["author", "narrative"]}, {}, officer) == ["pointer", {"author"}, set()]
}

test_restricted_is_out_of_reach_unless_named if {
	_seen({"tier": "restricted"}, {}, social_worker)[0] == "hidden"
	named := {"scheme": "3x5x2", "code": "P", "authorised_for": ["u-1"]}
	_seen({"tier": "restricted"}, {"handling": named}, social_worker)[0] == "full"
}

test_what_is_locked_to_a_purpose_serves_no_other if {
	_seen({"lock": "child-death-review"}, {}, social_worker)[0] == "hidden"
	_seen({"lock": "enquiry-s47"}, {}, social_worker)[0] == "full"
}

test_a_derived_entry_is_as_withheld_as_its_source if {
	source := object.union(label, {"withholdings": [withheld({})]})
	_seen({"lineage": [label, source]}, {}, social_worker)[0] == "hidden"
}

test_an_unknown_source_is_not_proved_clear if _seen({"lineage": [label, {}]}, {}, social_worker)[0] == "hidden"

test_scopes_cover_by_category_order_and_release if {
	every example in [
		["plan", {"category": "plan-started"}], ["status", {"category": "looked-after-started"}],
		["missing", {"category": "missing-episode-started"}], ["allegation", {"category": "allegation-made"}],
		["outcome", {"category": "referral-decided"}], ["ordered", {"ordered": true}],
		["released", {"released_to": ["u-1"]}], ["own", {"agency": "own"}], ["consented", {}],
		["consented", {"agency": "own", "agency_type": "police"}], ["authority", {"agency_type": "childrens-social-care"}],
	] {
		[scope, parts] := example
		disclosure.covers(scope, entry_with(parts, {})) with input as social_worker
	}
}

test_encompass_tells_of_the_adults if {
	lead := asking("designated-safeguarding-lead", "school", "enrolled", "school-safeguarding")
	incident := {"agency_type": "police", "category": "domestic-abuse-incident"}
	_seen(incident, {"third_party": true}, lead) == ["full", {"action_taken", "narrative", "persons"}, set()]
}

test_who_was_named_for_a_source_was_not_named_for_what_derives_from_it if {
	source := object.union(label, {"handling": {"scheme": "3x5x2", "code": "P", "authorised_for": ["u-1"]}})
	officer := asking("probation-officer", "probation", "adult-linked", "offender-risk")
	_seen({"lineage": [label, source]}, {}, officer)[0] == "pointer"
	_seen({"lineage": [source]}, {}, officer)[0] == "full"
}

test_third_parties_are_shown_to_those_who_need_them if {
	own := {"agency": "own", "lineage": [object.union(label, {"third_party": true})]}
	gp := asking("gp", "health", "registered", "direct-care")
	assessor := asking("social-worker", "childrens-social-care", "allocated", "assessment-s17")
	child := asking("child", "family", "family", "subject-access")
	_seen(own, {}, gp)[2] == set()
	_seen({}, {"third_party": true}, assessor)[2] == set()
	_seen({}, {"third_party": true}, social_worker)[2] == set()
	_seen({"released_to": ["u-1"]}, {"third_party": true}, child)[2] == set()
}

test_what_an_entry_leaves_out_hides_it if {
	every key in ["agency", "agency_type", "category", "tier", "fields", "lock", "lineage"] {
		answer := disclosure.entry_answer(object.remove(entry, [key])) with input as social_worker
		answer.shown == "hidden"
	}
}
