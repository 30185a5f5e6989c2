package hub.disclosure

_lead_of_harm := ((lead_workers | chairs) | detectives) | {
	"paediatrician", "designated-paediatrician", "named-professional", "designated-professional",
}

# METADATA
# title: Sensitive classes are cleared
# description: Each sensitive class on the entry, and on what it derives from, is proved open to this reader.
# custom:
#   id: sensitive-class
#   source: Working Together 2013, chapter 1, paragraph 24; decisions.md rows 20, 41 to 43, 54
sensitive_clear(entry) if {
	every label in entry.lineage {
		_unprotected(label)
	}
}

_unprotected(label) if label.sensitive == "none"

# METADATA
# title: Sensitive services
# description: Sexual health, mental health and substance misuse open to the service itself, on the test of harm, or with the child's own agreement.
# custom:
#   id: sensitive-service-harm-or-consent
#   source: decisions.md rows 42 and 43; Working Together 2013, chapter 1, section 47
_unprotected(label) if {
	label.sensitive in {"sexual-health", "mental-health", "substance-misuse"}
	_service_open(label)
}

_service_open(label) if {
	originated(label)
	input.reader.role in _own_service[label.sensitive]
}

_service_open(_) if {
	input.request.threshold in {"s47", "s31"}
	input.request.purpose in (protection | {"conference"})
	input.reader.role in _lead_of_harm
}

_service_open(label) if {
	consented
	input.request.consent.by_child == true
	label.agency_type in input.request.consent.agency_types
}

_own_service := {
	"sexual-health": {"sexual-health-clinician"},
	"mental-health": {"camhs-clinician"},
	"substance-misuse": (clinicians | {"voluntary-worker"}),
}

# METADATA
# title: Protected address
# description: Only those who must find the child hold it, that is the case's own workers, its owner, and police in a countersigned emergency.
# custom:
#   id: protected-address-holders
#   source: decisions.md row 20; Working Together 2013, chapter 1, section 47
_unprotected(label) if {
	label.sensitive == "protected-address"
	_holds_address(label)
}

_holds_address(label) if originated(label)

_holds_address(_) if {
	input.reader.role in lead_workers
	count(held & {"allocated", "team", "duty"}) > 0
}

_holds_address(_) if emergency

# METADATA
# title: Adoption
# description: The link between a birth record and an adopted child opens to the adoption worker of the case alone.
# custom:
#   id: adoption-link
#   source: decisions.md row 54
_unprotected(label) if {
	label.sensitive == "adoption"
	input.reader.role == "adoption-worker"
}

# METADATA
# title: Informants
# description: Who informed in confidence is known to the agency that took it, and to nobody else.
# custom:
#   id: informant-confidence
#   source: decisions.md, legal bases (D v NSPCC); Working Together 2013, chapter 1, paragraph 19
_unprotected(label) if {
	label.sensitive == "informant"
	originated(label)
}

# METADATA
# title: Legal privilege
# description: Privileged advice is for the lawyers of the agency that sought it.
# custom:
#   id: legal-privilege
#   source: decisions.md, legal bases (DPA 2018, Schedule 2, paragraph 19)
_unprotected(label) if {
	label.sensitive == "legal-privilege"
	originated(label)
	input.reader.role == "legal-officer"
}

# METADATA
# title: Released to the family
# description: What was released to a member of the family by name is theirs, sensitive or not.
# custom:
#   id: family-own-data
#   source: decisions.md row 40
_unprotected(_) if of_the_family

# METADATA
# title: A protected address is asked for
# description: Police at a missing child's call are sent to the duty social worker for a protected address.
# custom:
#   id: protected-address-by-duty-worker
#   source: decisions.md row 20
address_is_asked_for(entry) if {
	asked({"response-officer"}, {"presenting", "found"}, {"immediate-protection"})
	every label in entry.lineage {
		label.sensitive in {"none", "protected-address"}
	}
}

# METADATA
# title: Countersigned emergency
# description: An emergency counts once another person has signed for it; it never opens adoption, privilege or a silent withholding.
# custom:
#   id: emergency-countersigned
#   source: decisions.md, emergency access and row 48; Working Together 2013, chapter 1, immediate protection
emergency if {
	input.request.emergency.declared == true
	input.request.emergency.countersigned == true
	input.request.purpose == "immediate-protection"
	input.reader.role in ((lead_workers | detectives) | {"response-officer"})
	count(held & {"found", "presenting", "area", "duty", "allocated", "team"}) > 0
}
