package hub.disclosure

# METADATA
# title: The case's own social workers
# description: The allocated worker, the manager and the duty cover read what any agency tells of their child.
# custom:
#   id: wt-1.47-allocated-worker
#   source: Working Together 2013, chapter 1, section 47 (bodies assist the enquiry); decisions.md rows 1 and 2
grant contains {"rule": "wt-1.47-allocated-worker", "tier": 3, "scope": "any"} if {
	asked(
		lead_workers | {"independent-reviewing-officer", "conference-chair", "adoption-worker"},
		{"allocated", "team", "duty", "involved", "strategy-group", "core-group", "lead-professional"}, casework,
	)
}

# METADATA
# title: Duty and emergency cover of the responsible authority
# description: Out of hours the authority's duty team acts as the allocated worker would.
# custom:
#   id: wt-1-duty-cover
#   source: Working Together 2013, chapter 1, immediate protection; decisions.md, roles (emergency duty team)
grant contains {"rule": "wt-1-duty-cover", "tier": 3, "scope": "any"} if {
	asked({"emergency-duty-worker", "duty-manager"}, {"area", "duty"}, {"immediate-protection"})
}

# METADATA
# title: Front door with a threshold recorded
# description: Once a threshold for statutory help is recorded the screener reads what bears on the referral.
# custom:
#   id: wt-1.18-threshold-recorded
#   source: Working Together 2013, chapter 1, paragraph 18; decisions.md row 50
grant contains {"rule": "wt-1.18-threshold-recorded", "tier": 3, "scope": "any"} if {
	_front_door
	input.request.threshold in {"s17", "s20", "s31", "s47"}
}

# METADATA
# title: Front door with agreement
# description: Without a threshold, the family's agreement opens the agencies that it names.
# custom:
#   id: wt-1.10-front-door-agreement
#   source: Working Together 2013, chapter 1, paragraph 10; decisions.md, roles (MASH screener)
grant contains {"rule": "wt-1.10-front-door-agreement", "tier": 3, "scope": "consented"} if {
	_front_door
	consented
}

# METADATA
# title: Front door without a threshold
# description: Before a threshold or agreement is recorded the screener learns only that the own authority is involved.
# custom:
#   id: front-door-own-pointer
#   source: decisions.md row 49 (AB v Haringey)
grant contains {"rule": "front-door-own-pointer", "tier": 1, "scope": "own"} if _front_door

_front_door if {
	asked(
		{"mash-practitioner", "social-worker", "team-manager", "duty-manager", "emergency-duty-worker"}, {"area"},
		{"referral-decision", "assessment-s17", "enquiry-s47", "strategy-discussion"},
	)
}

# METADATA
# title: The receiving authority
# description: After a permanent move the receiving authority reads the whole chronology.
# custom:
#   id: wt-1-receiving-authority
#   source: Working Together 2013, chapter 1, children who move; decisions.md row 57
grant contains {"rule": "wt-1-receiving-authority", "tier": 3, "scope": "any"} if {
	asked(lead_workers | chairs, {"receiving-authority"}, casework)
}

# METADATA
# title: The authority where the child is found
# description: It learns at once whom to ring; in a countersigned emergency it reads the entries.
# custom:
#   id: wt-1-found-in-area
#   source: Working Together 2013, chapter 1, immediate protection; decisions.md row 48
grant contains {"rule": "wt-1-found-in-area", "tier": 1, "scope": "any"} if {
	asked(lead_workers, {"found"}, protection | {"referral-decision"})
}

grant contains {"rule": "emergency-countersigned", "tier": 3, "scope": "any"} if {
	emergency
	input.reader.role in lead_workers
}

# METADATA
# title: Conference chairs and reviewing officers
# description: They read what the conference or review must weigh, and settle with police what parents see.
# custom:
#   id: wt-1-conference-chair
#   source: Working Together 2013, chapter 1, initial child protection conferences; decisions.md row 44
grant contains {"rule": "wt-1-conference-chair", "tier": 3, "scope": "any"} if {
	asked(
		chairs, {"allocated", "appointed", "invited", "involved", "team", "area"},
		{"conference", "plan-and-core-group", "looked-after-care", "strategy-discussion"},
	)
}

# METADATA
# title: Conference administrators
# description: They read conference and plan papers, and no more.
# custom:
#   id: wt-1-conference-papers
#   source: Working Together 2013, chapter 1, initial child protection conferences; decisions.md row 45
grant contains {"rule": "wt-1-conference-papers", "tier": 3, "scope": "plan"} if {
	asked({"conference-administrator"}, {"team", "invited", "area", "involved"}, {"conference", "plan-and-core-group"})
}

# METADATA
# title: Allegations against those who work with children
# description: The designated officer reads allegations in full and learns who is involved with the child.
# custom:
#   id: wt-2.4-designated-officer
#   source: Working Together 2013, chapter 2, paragraph 4; decisions.md, roles (LADO)
grant contains {"rule": "wt-2.4-designated-officer", "tier": 3, "scope": "allegation"} if _designated_officer

# METADATA
# title: Who is involved, for the designated officer
# description: The designated officer learns who is involved with the child.
# custom:
#   id: wt-2.4-designated-officer-pointer
#   source: Working Together 2013, chapter 2, paragraph 4
grant contains {"rule": "wt-2.4-designated-officer-pointer", "tier": 1, "scope": "any"} if _designated_officer

_designated_officer if {
	asked({"lado"}, {"area", "allocated", "involved", "team", "duty"}, {"allegation-management"})
}

# METADATA
# title: Early help
# description: The lead professional reads the agencies that the family agreed to, and the own agency's entries.
# custom:
#   id: wt-1.10-early-help
#   source: Working Together 2013, chapter 1, paragraph 10; decisions.md rows 51 and 52
grant contains {"rule": "wt-1.10-early-help", "tier": 3, "scope": "consented"} if {
	input.request.purpose == "early-help"
	consented
	count(held & {"lead-professional", "allocated", "involved"}) > 0
	professional
}

# METADATA
# title: The authority's lawyers
# description: In court proceedings they read what the authority itself holds.
# custom:
#   id: ca1989-31-authority-lawyers
#   source: Working Together 2013, chapter 1, pre-proceedings
grant contains {"rule": "ca1989-31-authority-lawyers", "tier": 4, "scope": "own"} if {
	asked({"legal-officer"}, {"area", "allocated", "involved", "team"}, {"court-proceedings"})
}
