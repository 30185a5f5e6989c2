package hub.disclosure

# METADATA
# title: Police on the case
# description: Detectives in a joint enquiry read what the other agencies tell of the child.
# custom:
#   id: wt-2.15-joint-enquiry
#   source: Working Together 2013, chapter 2, paragraph 15; chapter 1, strategy discussion; decisions.md row 17
grant contains {"rule": "wt-2.15-joint-enquiry", "tier": 3, "scope": "any"} if {
	asked(
		detectives, {"allocated", "involved", "strategy-group", "core-group", "team", "duty"},
		protection | {"conference", "criminal-investigation", "plan-and-core-group"},
	)
}

# METADATA
# title: Police at the door
# description: They learn who is involved and whom to ring, and where the child was found before.
# custom:
#   id: response-vital-interests
#   source: decisions.md row 19; Working Together 2013, chapter 1, immediate protection
grant contains {"rule": "response-vital-interests", "tier": 1, "scope": "any"} if _at_the_door

# METADATA
# title: Where the child was found before
# description: Earlier missing episodes are read by police at the door.
# custom:
#   id: response-missing-child
#   source: decisions.md row 19
grant contains {"rule": "response-missing-child", "tier": 3, "scope": "missing"} if _at_the_door

# METADATA
# title: Police in a countersigned emergency
# description: Entries open to police once another person has signed for the emergency.
# custom:
#   id: response-emergency
#   source: decisions.md row 20 and emergency access
grant contains {"rule": "response-emergency", "tier": 3, "scope": "any"} if {
	emergency
	input.reader.agency_type == "police"
}

_at_the_door if {
	asked({"response-officer", "duty-inspector"}, {"presenting", "found"}, {"immediate-protection"})
}
