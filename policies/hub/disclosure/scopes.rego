package hub.disclosure

# METADATA
# title: Scopes
# description: Which entries a grant covers; a scope that is not proved to cover an entry gives nothing.
# custom:
#   id: grant-scope
#   source: Working Together 2013, chapter 3, paragraph 21; design decision 10
covers("any", _)

covers("own", entry) if entry.agency == input.reader.agency

# The first of the lineage is the entry's own label: who was named for a source was not named for what derives from it.
covers("authorised", entry) if authorised(entry.lineage[0])

covers("authority", entry) if entry.agency_type == "childrens-social-care"

covers("health", entry) if entry.agency_type == "health"

covers("consented", entry) if entry.agency_type in input.request.consent.agency_types

covers("consented", entry) if entry.agency == input.reader.agency

covers("plan", entry) if entry.category in plan_categories

covers("status", entry) if entry.category in status_categories

covers("missing", entry) if entry.category in missing_categories

covers("allegation", entry) if entry.category in allegation_categories

covers("outcome", entry) if entry.category in outcome_categories

covers("domestic-abuse", entry) if entry.category == "domestic-abuse-incident"

# METADATA
# title: Operation Encompass
# description: A school's safeguarding lead receives the notice of a domestic incident that a pupil was linked to.
# custom:
#   id: encompass-notice
#   source: decisions.md row 8 (Victims and Prisoners Act 2024); Working Together 2013, chapter 1, paragraph 24
covers("encompass", entry) if {
	encompass_reader
	entry.agency_type == "police"
	entry.category == "domestic-abuse-incident"
}

covers("ordered", entry) if entry.ordered == true

covers("released", entry) if {
	released := {member | some member in entry.released_to}
	references := {reference | some reference in input.reader.references}
	count(released & references) > 0
}
