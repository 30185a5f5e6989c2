package hub.disclosure_test

import data.hub.disclosure

_shown_under(scheme, code, conditioned, named, reader) := answer.shown if {
	handling := {"scheme": scheme, "code": code, "conditioned": conditioned, "authorised_for": named}
	answer := disclosure.entry_answer(entry_with({}, {"handling": handling})) with input as reader
}

_detective := asking("officer-in-charge", "police", "involved", "enquiry-s47")

test_handling_codes if {
	every example in [
		["3x5x2", "P", false, [], social_worker, "full"],
		["3x5x2", "C", true, ["u-1"], social_worker, "full"],
		["3x5x2", "C", true, ["allocated"], social_worker, "full"],
		["3x5x2", "C", true, [], social_worker, "hidden"],
		["3x5x2", "C", false, ["u-1"], social_worker, "hidden"],
		["3x5x2", "Z", true, ["u-1"], social_worker, "hidden"],
		["5x5x5", "1", false, [], social_worker, "hidden"],
		["5x5x5", "1", false, [], _detective, "full"],
		["5x5x5", "2", false, ["own"], social_worker, "full"],
		["5x5x5", "3", false, ["own"], social_worker, "hidden"],
		["5x5x5", "4", false, ["own"], social_worker, "hidden"],
		["5x5x5", "5", false, ["own"], social_worker, "hidden"],
		["9x9x9", "1", false, ["own"], social_worker, "hidden"],
	] {
		[scheme, code, conditioned, named, reader, expected] := example
		_shown_under(scheme, code, conditioned, named, reader) == expected
	}
}

test_the_originator_reads_its_own if {
	own := entry_with({"agency": "own"}, {"agency": "own", "handling": {"scheme": "5x5x5", "code": "4"}})
	answer := disclosure.entry_answer(own) with input as social_worker
	answer.shown == "full"
}

test_the_guardian_is_sent_to_the_originator if {
	guardian := asking("cafcass-officer", "cafcass", "appointed", "court-proceedings")
	_shown_under("3x5x2", "C", true, [], guardian) == "marked"
}
