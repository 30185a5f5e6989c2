# METADATA
# title: Disclosure
# description: What of one child's entries one reader may see for one purpose, at one moment.
# schemas:
#   - input: schema.input
package hub.disclosure

# METADATA
# title: The decision
# description: The one entrypoint. Denies unless the request is proved admissible; hides each entry unless it is proved clear.
# entrypoint: true
# custom:
#   id: denied-by-default
#   source: Working Together 2013, chapter 1, paragraphs 22 to 25; chapter 2, paragraph 15
default decision := {"outcome": "refuse", "rules": ["denied-by-default"], "entries": []}

decision := {"outcome": "refuse", "rules": refusal, "entries": []} if not admissible

decision := {"outcome": outcome, "rules": rules, "entries": answers} if {
	admissible
	answers := [entry_answer(entry) | some entry in input.entries]
	routes := {answer.route | some answer in answers; answer.route != "none"}
	outcome := _outcome(routes)
	rules := {given.rule | some given in grant} | routes
}

_outcome(routes) := "allow" if count(routes) == 0

_outcome(routes) := "route" if count(routes) > 0
