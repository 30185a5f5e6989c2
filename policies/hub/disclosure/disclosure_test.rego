package hub.disclosure_test

import data.hub.disclosure

test_denied_by_default if {
	disclosure.decision.outcome == "refuse" with input as {}
}

test_allocated_worker_reads_in_full if {
	question := object.union(social_worker, {"entries": [entry]})
	answer := disclosure.decision with input as question
	answer == {
		"outcome": "allow",
		"rules": {"wt-1.47-allocated-worker", "wt-1.24-own-record", "originator-authorised"},
		"entries": [{
			"shown": "full", "fields": {"action_taken", "narrative", "persons"}, "masks": set(),
			"grounds": {"wt-1.47-allocated-worker"}, "rules": {"wt-1.47-allocated-worker"}, "route": "none",
		}],
	}
}

test_route_names_whom_to_ask if {
	held := entry_with({}, {"withholdings": [withheld({"mode": "marked"})]})
	reviewer := asking("review-author", "board", "appointed", "serious-case-review")
	answer := disclosure.decision with input as object.union(reviewer, {"entries": [held]})
	answer.outcome == "route"
	answer.rules == {"wt-4-serious-case-review", "wt-5.20-lead-investigator"}
}
