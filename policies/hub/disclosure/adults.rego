package hub.disclosure

# METADATA
# title: Those who work with an adult linked to the child
# description: Probation, prisons and adult services learn that the child is known, and whom to ring.
# custom:
#   id: wt-2.22-adult-linked
#   source: Working Together 2013, chapter 2, paragraph 22; decisions.md row 23
grant contains {"rule": "wt-2.22-adult-linked", "tier": 1, "scope": "any"} if {
	asked(
		{"probation-officer", "prison-public-protection", "adult-social-worker", "public-protection-officer"},
		{"adult-linked", "household"}, protection | {"offender-risk", "direct-care"},
	)
}

# METADATA
# title: Housing
# description: Housing officers of the family's home have a reply path to the social worker, and nothing to read.
# custom:
#   id: housing-reply-path
#   source: decisions.md row 22
grant contains {"rule": "housing-reply-path", "tier": 1, "scope": "any"} if {
	asked({"housing-officer"}, {"household", "adult-linked", "involved"}, casework | {"early-help", "direct-care"})
}

# METADATA
# title: Youth offending teams
# description: The worker of a young person on their case reads as others who work with the child do.
# custom:
#   id: youth-offending-own-case
#   source: Working Together 2013, chapter 2 (youth offending teams); decisions.md, roles
grant contains {"rule": "youth-offending-own-case", "tier": 3, "scope": "any"} if {
	asked(
		{"youth-offending-practitioner"}, {"allocated", "involved", "core-group"},
		protection | {"offender-risk", "plan-and-core-group", "conference"},
	)
}

# METADATA
# title: Border, forces and voluntary workers
# description: Those in front of the child or in the plan learn who is involved.
# custom:
#   id: wt-2-other-services-pointer
#   source: Working Together 2013, chapter 2, paragraph 36 and the sections on other services
grant contains {"rule": "wt-2-other-services-pointer", "tier": 1, "scope": "any"} if {
	asked(
		{"border-officer", "forces-welfare-worker"}, {"presenting", "involved", "core-group"},
		protection | {"plan-and-core-group", "direct-care"},
	)
}
