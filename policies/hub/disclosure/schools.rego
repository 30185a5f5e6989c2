package hub.disclosure

# METADATA
# title: Safeguarding leads of the child's school
# description: They learn who is involved with a pupil.
# custom:
#   id: wt-1.24-school-lead
#   source: Working Together 2013, chapter 1, paragraphs 22 to 25; decisions.md, roles (school)
grant contains {"rule": "wt-1.24-school-lead", "tier": 1, "scope": "any"} if {
	asked(
		safeguarding_leads, {"enrolled", "core-group", "involved", "strategy-group", "invited"},
		protection | {"school-safeguarding", "conference", "plan-and-core-group"},
	)
}

grant contains {"rule": "encompass-notice", "tier": 3, "scope": "encompass"} if encompass_reader

encompass_reader if {
	asked(safeguarding_leads, {"enrolled", "core-group"}, {"school-safeguarding", "immediate-protection"})
}

# METADATA
# title: Members of the core group
# description: Those who carry out the plan read the plan and the conference's papers.
# custom:
#   id: wt-1-core-group
#   source: Working Together 2013, chapter 1, core group; decisions.md row 7
grant contains {"rule": "wt-1-core-group", "tier": 3, "scope": "plan"} if {
	count(held & {"core-group", "invited"}) > 0
	input.request.purpose in {"plan-and-core-group", "conference", "school-safeguarding"}
	professional
}

# METADATA
# title: Who else is involved
# description: A member of the core group learns who is involved.
# custom:
#   id: wt-1-core-group-pointer
#   source: Working Together 2013, chapter 1, core group
grant contains {"rule": "wt-1-core-group-pointer", "tier": 1, "scope": "any"} if {
	"core-group" in held
	input.request.purpose in {"plan-and-core-group", "conference", "school-safeguarding"}
	professional
}

# METADATA
# title: A sibling's school
# description: A safeguarding lead of a brother's or sister's school learns whom to ring, at the lowest useful tier.
# custom:
#   id: household-pointer
#   source: decisions.md row 13
grant contains {"rule": "household-pointer", "tier": 1, "scope": "any"} if {
	asked(safeguarding_leads, {"household"}, protection | {"school-safeguarding"})
}
