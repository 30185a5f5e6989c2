"""Mutants that disclose what the policy does, each with the reason: judged by hand, and asked like any other."""

_NAMES = "which rules are named differs, not what is disclosed"
_WITHIN = "an entry below the tier `restricted` is within reach already"
_STATED = "what the hub asks always states it"
_HOME = "a role is refused in an agency of another kind before its grants count"

EQUIVALENTS: dict[str, str] = {
    "disclosure.rego: "
    'decision := {"outcome": "refuse", "rules": refusal, "entries": []} if not admissible: rule removed': _NAMES,
    "entry.rego: rank[entry.tier] == 4: condition dropped": _WITHIN,
    'entry.rego: _mask_rules(masks, marked) := {"third-party-masked" | count(masks - marked) > 0} | '
    '{"wt-strategy-field-withheld" | count(masks & marked) > 0}: comparison turned': _NAMES,
    'entry.rego: _mask_rules(masks, marked) := {"third-party-masked" | count(masks - marked) > 0} | '
    '{"wt-strategy-field-withheld" | count(masks & marked) > 0}: comparison turned (2)': _NAMES,
    'entry.rego: _silent_rules(given, silent) := {"wt-strategy-field-withheld" | count(given & silent) > 0}: '
    "comparison turned": _NAMES,
    'withholding.rego: input.reader.agency_type == "childrens-social-care": condition dropped': _HOME,
    "withholding.rego: is_array(family.members): condition dropped": _STATED,
    "withholding.rego: family.all in {true, false}: condition dropped": _STATED,
    'family.rego: input.reader.agency_type == "family": condition dropped': _HOME,
    'police.rego: input.reader.agency_type == "police": condition dropped': _NAMES
    + ": social care's own rule grants its lead workers the same in an emergency",
    'request.rego: refusal contains "request-not-a-read" if not reading: rule removed': _NAMES,
    'request.rego: refusal contains "reason-not-given" if not reason_given: rule removed': _NAMES,
    'request.rego: refusal contains "purpose-not-known" if not purpose_known: rule removed': _NAMES,
    'request.rego: refusal contains "role-reads-no-entries" if not role_may_read: rule removed': _NAMES,
    'request.rego: refusal contains "role-not-of-this-agency" if not role_at_home: rule removed': _NAMES,
    'request.rego: refusal contains "conflict-of-interest" if not unconflicted: rule removed': _NAMES,
    'request.rego: refusal contains "wt-1.10-agreement-needed" if not agreement_held: rule removed': _NAMES,
    'request.rego: refusal contains "no-ground-to-read" if count(grant) == 0: comparison turned (2)': _NAMES,
}
