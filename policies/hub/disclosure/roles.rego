package hub.disclosure

_csc := ["childrens-social-care"]

_police := ["police"]

_health := ["health"]

_learning := ["school", "early-years"]

_community := ["voluntary", "faith", "nspcc", "early-years"]

_social_work := ["childrens-social-care", "nspcc"]

_front_door_agencies := ["childrens-social-care", "police", "health"]

_adoption_agencies := ["childrens-social-care", "voluntary"]

_school_nursing := ["health", "school", "early-years"]

_early_help := [
	"childrens-social-care", "school", "early-years", "voluntary", "faith", "nspcc", "health", "housing",
	"youth-offending",
]

_everywhere := [
	"childrens-social-care", "police", "health", "school", "early-years", "housing", "adult-social-care", "probation",
	"prison", "secure-estate", "youth-offending", "border", "cafcass", "forces-welfare", "nspcc", "voluntary", "faith",
	"board", "coroner", "registrar", "inspectorate", "hub",
]

# The kinds of agency in which each role exists.
homes := {
	"social-worker": _social_work,
	"team-manager": _social_work,
	"duty-manager": _csc,
	"mash-practitioner": _front_door_agencies,
	"emergency-duty-worker": _csc,
	"conference-chair": _csc,
	"conference-administrator": _csc,
	"independent-reviewing-officer": _csc,
	"lado": _csc,
	"early-help-practitioner": _early_help,
	"adoption-worker": _adoption_agencies,
	"legal-officer": _everywhere,
	"director-of-childrens-services": _csc,
	"officer-in-charge": _police,
	"police-supervisor": _police,
	"senior-investigating-officer": _police,
	"superintendent": _police,
	"duty-inspector": _police,
	"response-officer": _police,
	"public-protection-officer": _police,
	"gp": _health,
	"health-visitor": _health,
	"midwife": _health,
	"school-nurse": _school_nursing,
	"paediatrician": _health,
	"designated-paediatrician": _health,
	"emergency-clinician": _health,
	"camhs-clinician": _health,
	"sexual-health-clinician": _health,
	"named-professional": _health,
	"designated-professional": _health,
	"designated-safeguarding-lead": _learning,
	"deputy-safeguarding-lead": _learning,
	"teacher": _learning,
	"adult-social-worker": ["adult-social-care", "health"],
	"housing-officer": ["housing"],
	"probation-officer": ["probation"],
	"prison-public-protection": ["prison", "secure-estate"],
	"youth-offending-practitioner": ["youth-offending", "secure-estate"],
	"border-officer": ["border"],
	"cafcass-officer": ["cafcass"],
	"voluntary-worker": _community,
	"forces-welfare-worker": ["forces-welfare"],
	"lscb-officer": ["board"],
	"cdop-manager": ["board", "health", "childrens-social-care"],
	"review-author": ["board", "childrens-social-care", "inspectorate"],
	"data-officer": _everywhere,
	"court-expert": _everywhere,
	"investigator": _everywhere,
	"ig-lead": _everywhere,
	"subject-access-officer": _everywhere,
	"parent": ["family"],
	"child": ["family"],
	"representative": ["family"],
	"operator": _everywhere,
}

lead_workers := {
	"social-worker", "team-manager", "duty-manager", "emergency-duty-worker", "director-of-childrens-services",
}

chairs := {"conference-chair", "independent-reviewing-officer"}

detectives := {
	"officer-in-charge", "police-supervisor", "senior-investigating-officer", "superintendent", "duty-inspector",
	"public-protection-officer",
}

clinicians := {
	"gp", "health-visitor", "midwife", "school-nurse", "paediatrician", "designated-paediatrician", "camhs-clinician",
	"emergency-clinician", "sexual-health-clinician", "named-professional", "designated-professional",
}

safeguarding_leads := {"designated-safeguarding-lead", "deputy-safeguarding-lead"}

family_roles := {"parent", "child", "representative"}

_reads_nothing := {"teacher", "operator", "ig-lead", "data-officer", "investigator"}

_reads_by_special_rule := {"subject-access-officer", "court-expert", "conference-administrator"}

# METADATA
# title: Roles that may read
# description: Teachers are told by their safeguarding lead; operators, auditors and statisticians never read entries.
# custom:
#   id: role-reads-no-entries
#   source: decisions.md rows 12, 18, 33, 62, 64; Working Together 2013, chapter 2 (schools designate a lead)
role_may_read if {
	role := input.reader.role
	is_array(homes[role])
	not role in _reads_nothing
}

professional if {
	role := input.reader.role
	role_may_read
	not role in family_roles
}

practitioner if {
	role := input.reader.role
	professional
	not role in _reads_by_special_rule
}
