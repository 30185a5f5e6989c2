package hub.disclosure_test

import data.hub.disclosure

_shown_of(class, reader) := answer.shown if {
	restricted := entry_with({"tier": "restricted"}, {"sensitive": class})
	answer := disclosure.entry_answer(restricted) with input as reader
}

_own_shown_of(class, reader) := answer.shown if {
	own := entry_with({"tier": "restricted", "agency": "own"}, {"agency": "own", "sensitive": class})
	answer := disclosure.entry_answer(own) with input as reader
}

_with_threshold := object.union(social_worker, {"request": {"threshold": "s47"}})

test_services_open_on_the_test_of_harm if {
	every class in ["sexual-health", "mental-health", "substance-misuse"] {
		[_shown_of(class, social_worker), _shown_of(class, _with_threshold)] == ["hidden", "full"]
	}
}

test_services_open_with_the_childs_own_agreement if {
	agreed := object.union(social_worker, {"request": {"consent": {"by_child": true}}})
	_shown_of("sexual-health", agreed) == "full"
}

test_services_open_to_themselves if {
	nurse := asking("sexual-health-clinician", "health", "involved", "direct-care")
	[_own_shown_of("sexual-health", nurse), _own_shown_of("mental-health", nurse)] == ["full", "hidden"]
}

test_a_protected_address_is_for_those_who_must_find_the_child if {
	involved := asking("social-worker", "childrens-social-care", "involved", "enquiry-s47")
	[_shown_of("protected-address", social_worker), _shown_of("protected-address", involved)] == ["full", "hidden"]
	_own_shown_of("protected-address", involved) == "full"
}

test_police_at_the_door_are_sent_to_the_duty_worker if {
	officer := asking("response-officer", "police", "presenting", "immediate-protection")
	address := entry_with({}, {"sensitive": "protected-address"})
	answer := disclosure.entry_answer(address) with input as officer
	[answer.shown, answer.route] == ["marked", "protected-address-by-duty-worker"]
	urgent := object.union(officer, {"request": {"emergency": {"declared": true, "countersigned": true}}})
	opened := disclosure.entry_answer(address) with input as urgent
	opened.shown == "full"
}

test_adoption_informants_and_privilege if {
	adoption_worker := asking("adoption-worker", "childrens-social-care", "allocated", "looked-after-care")
	lawyer := asking("legal-officer", "childrens-social-care", "team", "court-proceedings")
	[_shown_of("adoption", social_worker), _shown_of("adoption", adoption_worker)] == ["hidden", "full"]
	[_shown_of("informant", social_worker), _own_shown_of("informant", social_worker)] == ["hidden", "full"]
	[_own_shown_of("legal-privilege", social_worker), _own_shown_of("legal-privilege", lawyer)] == ["hidden", "full"]
}

test_an_unknown_class_is_hidden if _own_shown_of("something-new", social_worker) == "hidden"
