package hub.disclosure

# METADATA
# title: The children's guardian
# description: In public law the guardian examines and copies the authority's records about the child; others' entries in summary.
# custom:
#   id: ca1989-42-guardian
#   source: Working Together 2013, chapter 2, paragraphs 33 to 35; decisions.md row 25 (Children Act 1989, section 42)
grant contains {"rule": "ca1989-42-guardian", "tier": 3, "scope": "authority"} if guardian

# METADATA
# title: Partners' entries for the guardian
# description: What other agencies told is open to the guardian in summary.
# custom:
#   id: ca1989-42-guardian-partners
#   source: Working Together 2013, chapter 2, paragraphs 33 to 35; decisions.md row 26
grant contains {"rule": "ca1989-42-guardian-partners", "tier": 2, "scope": "any"} if guardian

guardian if asked({"cafcass-officer"}, {"appointed"}, {"court-proceedings"})

# METADATA
# title: Safeguarding checks in private law
# description: A Cafcass officer checking a named child learns only whether the authority is involved.
# custom:
#   id: private-law-check
#   source: decisions.md row 27
grant contains {"rule": "private-law-check", "tier": 1, "scope": "authority"} if {
	asked({"cafcass-officer"}, {"none"}, {"court-proceedings"})
}

# METADATA
# title: An expert by order
# description: The court's expert reads the documents that the order lists, while it lasts.
# custom:
#   id: court-order-listed
#   source: decisions.md row 63
grant contains {"rule": "court-order-listed", "tier": 4, "scope": "ordered"} if {
	asked({"court-expert"}, {"appointed"}, {"court-proceedings"})
	input.request.order.made == true
}
