package hub.disclosure_test

import data.hub.disclosure

_answer(withholding) := answer if {
	held := entry_with({}, {"withholdings": [withholding]})
	answer := disclosure.entry_answer(held) with input as social_worker
}

_audience(parts) := withheld({"audience": object.union(object.union(nobody, {"persons": []}), parts)})

test_withheld_while_investigation_is_live if {
	_answer(withheld({})) == {
		"shown": "hidden", "fields": [], "masks": [], "grounds": [], "rules": ["wt-strategy-withheld-silent"],
		"route": "none",
	}
}

test_withheld_while_review_is_overdue if _answer(withheld({"state": "overdue"})).shown == "hidden"

test_withheld_in_an_unknown_state if _answer(withheld({"state": "asleep"})).shown == "hidden"

test_withheld_in_an_unknown_mode if _answer(withheld({"mode": "loud"})).shown == "hidden"

test_marked if _answer(withheld({"mode": "marked"})).shown == "marked"

test_shown_when_released if _answer(withheld({"state": "released"})).shown == "full"

test_bound_by_each_part_of_the_audience if {
	every parts in [
		{"agency_types": ["childrens-social-care"]}, {"agencies": ["own"]}, {"roles": ["social-worker"]},
		{"persons": ["u-1"]}, {"everyone_but": {"names": ["u-2"]}},
		{"everyone_but": {"agency_roles": [{"agency": "own", "role": "team-manager"}]}},
	] {
		_answer(_audience(parts)).shown == "hidden"
	}
}

test_free_outside_the_audience if {
	every parts in [
		{"agency_types": ["school"]}, {"family": {"all": true}}, {"everyone_but": {"names": ["u-1"]}},
		{"everyone_but": {"names": ["own"]}},
		{"everyone_but": {"agency_roles": [{"agency": "own", "role": "social-worker"}]}},
	] {
		_answer(_audience(parts)).shown == "full"
	}
}

test_an_audience_with_a_missing_list_binds if {
	every key in ["agency_types", "agencies", "roles", "persons", "family", "everyone_but"] {
		partial := object.remove(object.union(nobody, {"persons": []}), [key])
		held := object.union(object.remove(withheld({}), ["audience"]), {"audience": partial})
		_answer(held).shown == "hidden"
	}
}

test_an_entry_without_withholdings_is_not_clear if {
	bare := entry_with({"lineage": [object.remove(label, ["withholdings"])]}, {})
	answer := disclosure.entry_answer(bare) with input as social_worker
	answer.rules == ["not-proved-clear"]
}

test_held_narrow_is_for_the_placing_agency_and_the_duty_manager if {
	narrow := _audience({"agency_types": ["school"]})
	held := entry_with({}, {"withholdings": [object.union(narrow, {"state": "held-narrow", "placed_at": "other"})]})
	manager := asking("duty-manager", "childrens-social-care", "area", "immediate-protection")
	by_worker := disclosure.entry_answer(held) with input as social_worker
	by_manager := disclosure.entry_answer(held) with input as manager
	placed := entry_with({}, {"withholdings": [object.union(narrow, {"state": "held-narrow", "placed_at": "own"})]})
	by_placer := disclosure.entry_answer(placed) with input as social_worker
	[by_worker.shown, by_manager.shown, by_placer.shown] == ["hidden", "full", "full"]
}

test_a_silent_field_leaves_no_trace_for_the_reader if {
	answer := _answer(withheld({"whole": false, "fields": ["persons"]}))
	[answer.shown, answer.fields, answer.masks] == ["full", {"action_taken", "narrative"}, set()]
	answer.grounds == {"wt-1.47-allocated-worker"}
}

test_a_marked_field_is_named if {
	answer := _answer(withheld({"mode": "marked", "whole": false, "fields": ["persons"]}))
	[answer.shown, answer.fields, answer.masks] == ["masked", {"action_taken", "narrative"}, {"persons"}]
}

test_the_family_is_bound_by_name if {
	parent := asking("parent", "family", "family", "subject-access")
	held := withheld({"audience": object.union(object.union(nobody, {"persons": []}), {"family": {"members": ["u-1"]}})})
	released := entry_with({"released_to": ["u-1"]}, {"withholdings": [held]})
	other := entry_with({"released_to": ["u-1"]}, {})
	bound := disclosure.entry_answer(released) with input as parent
	free := disclosure.entry_answer(other) with input as parent
	[bound.shown, free.shown] == ["hidden", "full"]
}
