package hub.disclosure

# Kinds that belong to a named person: an agency's allocation is no licence for everybody who works there.
_personal := {"allocated", "lead-professional", "family"}

# METADATA
# title: Relationships held now
# description: The kinds in which this reader stands to the child today, by name or through the agency.
# custom:
#   id: relationship-current
#   source: decisions.md, rules of thumb 3; Working Together 2013, chapter 1, paragraph 24
held contains relationship.kind if {
	some relationship in input.relationships
	relationship.agency == input.reader.agency
	relationship.kind in kinds
	relationship.since <= input.today
	input.today <= relationship.until
	_theirs(relationship)
}

# METADATA
# title: No relationship
# description: A reader without any is `none`, which opens only what a rule names.
# custom:
#   id: relationship-none
#   source: decisions.md row 27
held contains "none"

_theirs(relationship) if relationship.person == input.reader.id

_theirs(relationship) if {
	relationship.person == ""
	relationship.kind in (kinds - _personal)
}

asked(roles, relations, aims) if {
	input.reader.role in roles
	input.request.purpose in aims
	count(held & relations) > 0
}
