package hub.disclosure

# METADATA
# title: Release list
# description: Nothing goes to the family by default; a member reads what was released to them by name.
# custom:
#   id: family-release-list
#   source: Working Together 2013, chapter 1, strategy discussion; decisions.md rows 37, 38, 40, 41
grant contains {"rule": "family-release-list", "tier": 4, "scope": "released"} if {
	input.reader.agency_type == "family"
	asked(family_roles, {"family"}, {"family-disclosure", "subject-access"})
}

# METADATA
# title: Subject access
# description: The officer who makes a pack reads for the subject, and only what was released.
# custom:
#   id: subject-access-as-family
#   source: security.md 3.9; decisions.md rows 37 and 38
grant contains {"rule": "subject-access-as-family", "tier": 4, "scope": "released"} if {
	asked({"subject-access-officer"}, kinds, {"family-disclosure", "subject-access"})
}
