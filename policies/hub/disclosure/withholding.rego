package hub.disclosure

# METADATA
# title: What binds the reader
# description: Every withholding on the entry, and on what it derives from, that is not proved to leave this reader free.
# custom:
#   id: wt-strategy-withheld
#   source: Working Together 2013, chapter 1, strategy discussion (jeopardise a police investigation; significant harm)
binding(entry) := [withholding |
	some label in entry.lineage
	some withholding in label.withholdings
	not does_not_bind(withholding)
]

# METADATA
# title: Not silenced
# description: Nothing that binds the reader hides the whole entry in silence.
# custom:
#   id: wt-strategy-withheld-silent
#   source: Working Together 2013, chapter 1, strategy discussion; security.md 3.6
not_silenced(bound) if {
	every withholding in bound {
		_leaves_a_trace(withholding)
	}
}

_leaves_a_trace(withholding) if withholding.whole == false

_leaves_a_trace(withholding) if marked_openly(withholding)

# METADATA
# title: Not marked
# description: Nothing that binds the reader covers the whole entry.
# custom:
#   id: wt-strategy-withheld-marked
#   source: Working Together 2013, chapter 1, strategy discussion; security.md 3.6
not_marked(bound) if {
	every withholding in bound {
		withholding.whole == false
	}
}

# METADATA
# title: Does not bind
# description: Released, or this reader is proved outside the audience. An overdue review still binds; an unknown state binds everybody.
# custom:
#   id: wt-strategy-audience
#   source: Working Together 2013, chapter 1, strategy discussion; security.md 3.5 and 3.10
does_not_bind(withholding) if withholding.state == "released"

does_not_bind(withholding) if {
	withholding.state in {"provisional", "in-force", "overdue"}
	_outside(withholding.audience)
}

does_not_bind(withholding) if {
	withholding.state == "held-narrow"
	_outside(withholding.audience)
	_in_narrow_circle(withholding)
}

_in_narrow_circle(withholding) if withholding.placed_at == input.reader.agency

_in_narrow_circle(_) if {
	input.reader.role == "duty-manager"
	input.reader.agency_type == "childrens-social-care"
	count(held & {"area", "duty", "team", "allocated"}) > 0
}

_outside(audience) if {
	agency_types := audience.agency_types
	agencies := audience.agencies
	roles := audience.roles
	persons := audience.persons
	not input.reader.agency_type in agency_types
	not input.reader.agency in agencies
	not input.reader.role in roles
	not input.reader.id in persons
	_outside_family(audience.family)
	_outside_exceptions(audience.everyone_but)
}

_outside_family(family) if {
	is_array(family.members)
	family.all in {true, false}
	not of_the_family
}

_outside_family(family) if {
	family.all == false
	members := {member | some member in family.members}
	references := {reference | some reference in input.reader.references}
	count(members & references) == 0
}

of_the_family if input.reader.agency_type == "family"

of_the_family if input.reader.role in family_roles

_outside_exceptions(listed) if {
	count(listed.names) == 0
	count(listed.agency_roles) == 0
}

_outside_exceptions(listed) if input.reader.id in listed.names

_outside_exceptions(listed) if input.reader.agency in listed.names

_outside_exceptions(listed) if {"agency": input.reader.agency, "role": input.reader.role} in listed.agency_roles

# METADATA
# title: Fields withheld
# description: Fields that a binding withholding names; in silence they are gone, where marked they are named as masks.
# custom:
#   id: wt-strategy-field-withheld
#   source: Working Together 2013, chapter 1, strategy discussion; security.md 3.4
silent_fields(bound) := {field |
	some withholding in bound
	not marked_openly(withholding)
	some field in withholding.fields
}

marked_fields(bound) := {field |
	some withholding in bound
	marked_openly(withholding)
	some field in withholding.fields
}

marked_openly(withholding) if {
	withholding.mode == "marked"
	withholding.state in {"provisional", "in-force", "overdue"}
}
