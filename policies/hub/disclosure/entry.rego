package hub.disclosure

# METADATA
# title: The answer for one entry
# description: Withholdings first, then what the reader may reach, then handling and sensitive classes, then fields.
# custom:
#   id: entry-proved-clear
#   source: decisions.md, rules of thumb 3; Working Together 2013, chapter 1, strategy discussion
entry_answer(entry) := _answer(entry, binding(entry), reach(entry)) if {
	_labelled(entry)
} else := _hidden("not-proved-clear")

_answer(entry, bound, tier) := _hidden("wt-strategy-withheld-silent") if {
	not not_silenced(bound)
} else := _hidden("out-of-reach") if {
	not _reached(entry, tier)
} else := _marked("ca1989-42-originator-consent", "ca1989-42-originator-consent") if {
	not handling_clear(entry)
	originator_is_asked(entry)
} else := _hidden("police-handling-code") if {
	not handling_clear(entry)
} else := _marked("protected-address-by-duty-worker", "protected-address-by-duty-worker") if {
	not sensitive_clear(entry)
	address_is_asked_for(entry)
} else := _hidden("sensitive-class") if {
	not sensitive_clear(entry)
} else := _marked("wt-strategy-withheld-marked", _review_route) if {
	not not_marked(bound)
} else := _shown(entry, bound, tier)

_hidden(rule) := {
	"shown": "hidden", "fields": [], "masks": [],
	"grounds": [], "rules": [rule], "route": "none",
}

_marked(rule, route) := {
	"shown": "marked", "fields": [], "masks": [],
	"grounds": [], "rules": [rule], "route": route,
}

# METADATA
# title: Fully labelled
# description: An entry that leaves a label out, or is locked to another purpose, is not shown.
# custom:
#   id: not-proved-clear
#   source: decisions.md, rules of thumb 1; Working Together 2013, chapter 1, strategy discussion
_labelled(entry) if {
	rank[entry.tier] >= 0
	is_array(entry.fields)
	is_string(entry.agency)
	is_string(entry.agency_type)
	is_string(entry.category)
	entry.lock in {"none", input.request.purpose}
	every label in entry.lineage {
		is_array(label.withholdings)
	}
}

# METADATA
# title: The tier reached
# description: The highest tier of the grants whose scope covers the entry.
# custom:
#   id: necessary-and-proportionate
#   source: Working Together 2013, chapter 3, paragraph 21; design decision 10
reach(entry) := max({0} | {given.tier | some given in grant; covers(given.scope, entry)})

# METADATA
# title: Within reach
# description: An entry is shown only where a grant covers it, and a restricted one only where it is named.
# custom:
#   id: out-of-reach
#   source: Working Together 2013, chapter 3, paragraph 21; design decision 10
_reached(entry, tier) if {
	tier >= 1
	_within(entry, tier)
}

_within(entry, _) if rank[entry.tier] <= 3

_within(_, 4)

_within(entry, 3) if {
	rank[entry.tier] == 4
	some label in entry.lineage
	label.sensitive in {"sexual-health", "mental-health", "substance-misuse", "protected-address", "adoption"}
}

_shown(entry, bound, tier) := {
	"shown": _how(entry, tier, masks), "fields": open - masks, "masks": masks,
	"grounds": grounds, "rules": ((grounds | _mask_rules(masks, marked)) | _silent_rules(given, silent)), "route": "none",
} if {
	silent := silent_fields(bound)
	marked := marked_fields(bound)
	given := {field | some field in entry.fields}
	open := {field | some field in (given - silent); object.get(field_tier, field, 3) <= tier}
	masks := (marked | _third_parties(entry)) & open
	grounds := {granted.rule | some granted in grant; granted.tier == tier; covers(granted.scope, entry)}
}

_how(_, 1, _) := "pointer"

_how(entry, 2, _) := "summary" if rank[entry.tier] > 2

_how(entry, 2, masks) := _whole(masks) if rank[entry.tier] <= 2

_how(_, tier, masks) := _whole(masks) if tier >= 3

_whole(masks) := "full" if count(masks) == 0

_whole(masks) := "masked" if count(masks) > 0

# METADATA
# title: Masks
# description: Third parties are masked unless the purpose needs them; fields under a marked withholding are named.
# custom:
#   id: third-party-masked
#   source: Working Together 2013, chapter 1, paragraph 24; decisions.md row 16
_third_parties(entry) := set() if third_parties_needed(entry)

_third_parties(entry) := third_party_fields if not third_parties_needed(entry)

third_parties_needed(entry) if {
	every label in entry.lineage {
		label.third_party == false
	}
}

third_parties_needed(entry) if entry.agency == input.reader.agency

third_parties_needed(_) if input.request.purpose in (protection | {
	"conference", "criminal-investigation", "court-proceedings", "child-death-review", "serious-case-review",
})

third_parties_needed(_) if {
	input.request.purpose in casework
	input.reader.agency_type == "childrens-social-care"
}

third_parties_needed(entry) if covers("encompass", entry)

third_parties_needed(_) if of_the_family

_mask_rules(masks, marked) := {"third-party-masked" | count(masks - marked) > 0} | {"wt-strategy-field-withheld" | count(masks & marked) > 0}

_silent_rules(given, silent) := {"wt-strategy-field-withheld" | count(given & silent) > 0}
