"""The tables of this room. Nothing about a person stands in them unsealed; look-up is by keyed hash."""

CREATE = (
    "CREATE TABLE IF NOT EXISTS chronology_row ("
    "child_id TEXT NOT NULL, entry_id TEXT NOT NULL, position {int} NOT NULL, facts {bytes} NOT NULL, "
    "version {int} NOT NULL, sealed {bytes} NOT NULL, wrapped_key {bytes} NOT NULL, compartment TEXT, "
    "PRIMARY KEY (child_id, entry_id))",
    "CREATE TABLE IF NOT EXISTS withholding_row ("
    "child_id TEXT NOT NULL, withholding_id TEXT NOT NULL, position {int} NOT NULL, placed {bytes} NOT NULL, "
    "PRIMARY KEY (child_id, withholding_id))",
    "CREATE TABLE IF NOT EXISTS withholding_post_row ("
    "post TEXT NOT NULL, child_id TEXT NOT NULL, PRIMARY KEY (post, child_id))",
    "CREATE TABLE IF NOT EXISTS practitioner_row ("
    "practitioner TEXT NOT NULL, child_id TEXT NOT NULL, PRIMARY KEY (practitioner, child_id))",
    "CREATE TABLE IF NOT EXISTS origin_row ("
    "origin TEXT NOT NULL, child_id TEXT NOT NULL, PRIMARY KEY (origin, child_id))",
    "CREATE TABLE IF NOT EXISTS person_origin_row ("
    "origin TEXT NOT NULL, person_id TEXT NOT NULL, PRIMARY KEY (origin, person_id))",
    "CREATE TABLE IF NOT EXISTS agency_row ("
    "agency_id TEXT PRIMARY KEY, agency_type TEXT NOT NULL, name TEXT NOT NULL, area TEXT NOT NULL, "
    "duty_contact TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS agency_key_row ("
    "kid TEXT PRIMARY KEY, agency_id TEXT NOT NULL, jwk TEXT NOT NULL, valid_from TEXT NOT NULL, "
    "retired TEXT, compromised_since TEXT)",
    "CREATE TABLE IF NOT EXISTS agency_key_type_row ("
    "kid TEXT NOT NULL, event_name TEXT NOT NULL, PRIMARY KEY (kid, event_name))",
    "CREATE TABLE IF NOT EXISTS agency_quota_row ("
    "agency_id TEXT PRIMARY KEY, events {int} NOT NULL, urgent {int} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS feed_row ("
    "agency_id TEXT NOT NULL, topic TEXT NOT NULL, part {int} NOT NULL, current_as_of TEXT NOT NULL, "
    "PRIMARY KEY (topic, part))",
    "CREATE TABLE IF NOT EXISTS sequence_row ("
    "source TEXT PRIMARY KEY, agency_id TEXT NOT NULL, highest {int} NOT NULL, reused {int} NOT NULL, "
    "restarts {int} NOT NULL, given_up {int} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS gap_row ("
    "source TEXT NOT NULL, first_missing {int} NOT NULL, last_missing {int} NOT NULL, since TEXT NOT NULL, "
    "told {int} NOT NULL, PRIMARY KEY (source, first_missing))",
)

OF_CHILDREN = ("chronology_row", "withholding_row", "withholding_post_row", "practitioner_row", "origin_row")
OF_AGENCIES = ("agency_row", "agency_key_row", "agency_key_type_row", "agency_quota_row")
REBUILT = (*OF_CHILDREN, "person_origin_row", *OF_AGENCIES)
