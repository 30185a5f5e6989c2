package hub.disclosure

_professional_kinds := kinds - {"family", "area", "found"}

_working_purposes := casework | {
	"early-help", "direct-care", "school-safeguarding", "criminal-investigation", "offender-risk",
	"allegation-management",
}

# METADATA
# title: An agency's own entries
# description: A reader with a relationship to the child reads what the own agency told.
# custom:
#   id: wt-1.24-own-record
#   source: Working Together 2013, chapter 1, paragraphs 22 to 25
grant contains {"rule": "wt-1.24-own-record", "tier": 4, "scope": "own"} if {
	input.request.purpose in _working_purposes
	count(held & (_professional_kinds - {"household", "adult-linked", "referrer"})) > 0
	practitioner
}

grant contains {"rule": "originator-authorised", "tier": 4, "scope": "authorised"} if {
	input.request.purpose in _working_purposes
	count(held & (_professional_kinds | {"area"})) > 0
	practitioner
}

# METADATA
# title: The referrer is told
# description: Whoever referred the child learns what became of the referral.
# custom:
#   id: wt-1.21-referrer-feedback
#   source: Working Together 2013, chapter 1, paragraph 21
grant contains {"rule": "wt-1.21-referrer-feedback", "tier": 2, "scope": "outcome"} if {
	"referrer" in held
	input.request.purpose in _working_purposes
	practitioner
}
