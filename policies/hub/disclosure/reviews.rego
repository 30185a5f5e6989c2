package hub.disclosure

# METADATA
# title: Child death reviews
# description: The panel's manager reads what agencies hold of a child whose death is reviewed.
# custom:
#   id: wt-5-child-death-review
#   source: Working Together 2013, chapter 5; decisions.md row 29
grant contains {"rule": "wt-5-child-death-review", "tier": 3, "scope": "any"} if {
	asked({"cdop-manager", "designated-paediatrician"}, {"appointed"}, {"child-death-review"})
}

# METADATA
# title: Serious case reviews
# description: The appointed author reads what was known, as it was known at the time.
# custom:
#   id: wt-4-serious-case-review
#   source: Working Together 2013, chapter 4, paragraph 10; decisions.md row 32
grant contains {"rule": "wt-4-serious-case-review", "tier": 3, "scope": "any"} if {
	asked({"review-author"}, {"appointed"}, {"serious-case-review"})
}

# METADATA
# title: A board's request
# description: A request with its power named opens a summary.
# custom:
#   id: wt-3.21-board-request
#   source: Working Together 2013, chapter 3, paragraph 21 (Children Act 2004, section 14B)
grant contains {"rule": "wt-3.21-board-request", "tier": 2, "scope": "any"} if {
	asked({"lscb-officer"}, {"appointed", "area"}, {"lscb-request"})
	input.request.legal_basis == true
}

# METADATA
# title: Live proceedings are asked about first
# description: A reviewer who meets a marked entry is sent to the lead investigator.
# custom:
#   id: wt-5.20-lead-investigator
#   source: Working Together 2013, chapter 5, paragraph 20; decisions.md row 30
default _review_route := "none"

_review_route := "wt-5.20-lead-investigator" if input.request.purpose in {"child-death-review", "serious-case-review"}
