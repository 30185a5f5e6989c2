package hub.disclosure_test

open_handling := {"scheme": "none", "code": "none", "conditioned": false, "authorised_for": []}

nobody := {
	"agency_types": [], "agencies": [], "roles": [], "persons": [], "family": {"all": false, "members": []},
	"everyone_but": {"names": [], "agency_roles": []},
}

label := {
	"agency": "north-nhs", "agency_type": "health", "sensitive": "none", "third_party": false,
	"handling": open_handling, "withholdings": [],
}

entry := entry_with({}, {})

# An open health entry, with parts of the entry and of its own label replaced.
entry_with(parts, labels) := object.union(stated, parts) if {
	stated := {
		"agency": "north-nhs", "agency_type": "health", "category": "health-contact", "tier": "detail",
		"ordered": false, "released_to": [], "lock": "none", "fields": ["action_taken", "narrative", "persons"],
		"lineage": [object.union(label, labels)],
	}
}

withheld(parts) := object.union(stated, parts) if {
	stated := {
		"mode": "silent", "state": "in-force", "whole": true, "fields": [],
		"audience": object.union(nobody, {"persons": ["u-1"]}),
	}
}

# The input of a reader with one relationship, who asks for one purpose.
asking(role, agency_type, kind, purpose) := {
	"today": 739677,
	"reader": {
		"id": "u-1", "agency": "own", "agency_type": agency_type, "role": role, "references": ["u-1"], "conflicts": [],
	},
	"request": {
		"action": "read", "purpose": purpose, "reason_well_formed": true, "legal_basis": true, "threshold": "none",
		"consent": {"given": true, "by_child": false, "withdrawn": false, "agency_types": ["health"]},
		"order": {"made": true}, "emergency": {"declared": false, "countersigned": false},
	},
	"relationships": [{"agency": "own", "kind": kind, "person": "u-1", "since": 739000, "until": 3652059}],
	"entries": [],
}

social_worker := asking("social-worker", "childrens-social-care", "allocated", "enquiry-s47")
