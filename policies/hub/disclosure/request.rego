package hub.disclosure

# METADATA
# title: Admissible request
# description: A request is answered only if each of its parts is proved right; what cannot be proved is named in `refusal`.
# custom:
#   id: request-admissible
#   source: Working Together 2013, chapter 3, paragraph 21 (a request is necessary, proportionate and explained)
admissible if {
	reading
	reason_given
	purpose_known
	role_may_read
	role_at_home
	unconflicted
	agreement_held
	count(grant) > 0
}

# METADATA
# title: Reading
# description: Only reading is decided here.
# custom:
#   id: request-not-a-read
#   source: decisions.md, rules of thumb 1 (deny by default on reads)
reading if input.request.action == "read"

# METADATA
# title: A reason is given
# description: Whoever asks says why, in ten to five hundred characters.
# custom:
#   id: reason-not-given
#   source: Working Together 2013, chapter 3, paragraph 21
reason_given if input.request.reason_well_formed == true

# METADATA
# title: Known purposes
# description: A purpose that the partnership did not agree on is refused.
# custom:
#   id: purpose-not-known
#   source: Working Together 2013, chapter 3, paragraph 21; decisions.md row 18
purpose_known if input.request.purpose in purposes

# METADATA
# title: A role belongs to a kind of agency
# description: A role claimed by a reader of another kind of agency is not believed.
# custom:
#   id: role-not-of-this-agency
#   source: decisions.md, rules of thumb 3 (identity first)
role_at_home if input.reader.agency_type in homes[input.reader.role]

# METADATA
# title: No conflict of interest
# description: A relative, an excluded person or somebody named in an allegation reads nothing of the child.
# custom:
#   id: conflict-of-interest
#   source: Working Together 2013, chapter 2, paragraph 4 (allegations against those who work with children)
unconflicted if count(input.reader.conflicts) == 0

# METADATA
# title: Agreement to early help
# description: Early help below the threshold rests on the family's agreement, given and not withdrawn.
# custom:
#   id: wt-1.10-agreement-needed
#   source: Working Together 2013, chapter 1, paragraph 10
agreement_held if input.request.purpose in (purposes - {"early-help"})

agreement_held if consented

consented if {
	input.request.consent.given == true
	input.request.consent.withdrawn == false
}

refusal contains "request-not-a-read" if not reading

refusal contains "reason-not-given" if not reason_given

refusal contains "purpose-not-known" if not purpose_known

refusal contains "role-reads-no-entries" if not role_may_read

refusal contains "role-not-of-this-agency" if not role_at_home

refusal contains "conflict-of-interest" if not unconflicted

refusal contains "wt-1.10-agreement-needed" if not agreement_held

# METADATA
# title: No ground to read
# description: No rule gives this role, in a relationship that it holds today, anything for this purpose.
# custom:
#   id: no-ground-to-read
#   source: Working Together 2013, chapter 3, paragraph 21; decisions.md, rules of thumb 1
refusal contains "no-ground-to-read" if count(grant) == 0
