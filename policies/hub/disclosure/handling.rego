package hub.disclosure

# METADATA
# title: Police handling is cleared
# description: Each handling code on the entry, and on what it derives from, is proved to permit this reader.
# custom:
#   id: police-handling-code
#   source: Working Together 2013, chapter 2, paragraph 15; decisions.md, police handling (3x5x2 P and C, 5x5x5 1 to 5)
handling_clear(entry) if {
	every label in entry.lineage {
		_handled(label)
	}
}

_handled(label) if label.handling.scheme == "none"

_handled(label) if originated(label)

_handled(label) if {
	label.handling.scheme == "3x5x2"
	label.handling.code == "P"
}

_handled(label) if {
	label.handling.scheme == "3x5x2"
	label.handling.code == "C"
	label.handling.conditioned == true
	authorised(label)
}

_handled(label) if {
	label.handling.scheme == "5x5x5"
	label.handling.code == "1"
	input.reader.agency_type == "police"
}

_handled(label) if {
	label.handling.scheme == "5x5x5"
	label.handling.code == "2"
	authorised(label)
}

originated(label) if label.agency == input.reader.agency

# METADATA
# title: Authorised by the originator
# description: The originator has named this reader, as person, agency, kind of agency, role, or the group that they belong to.
# custom:
#   id: originator-authorised
#   source: Working Together 2013, chapter 1, strategy discussion; decisions.md rows 2, 5, 10
authorised(label) if {
	named := {name | some name in label.handling.authorised_for}
	reader := {input.reader.id, input.reader.agency, input.reader.agency_type, input.reader.role}
	count(named & (reader | (held - {"none"}))) > 0
}

# METADATA
# title: The originator is asked first
# description: A guardian reading the authority's records is told that a police-owned entry under a condition is held, and the originator is asked.
# custom:
#   id: ca1989-42-originator-consent
#   source: decisions.md row 26; Working Together 2013, chapter 2, paragraphs 33 to 35
originator_is_asked(entry) if {
	guardian
	some label in entry.lineage
	label.handling.scheme == "3x5x2"
	label.handling.code == "C"
}
