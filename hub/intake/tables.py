"""The tables of this room: what was taken and what was answered. Bodies are sealed; look-up is by keyed hash."""

CREATE = (
    "CREATE TABLE IF NOT EXISTS topic_offset ("
    "topic TEXT NOT NULL, part {int} NOT NULL, next_offset {int} NOT NULL, PRIMARY KEY (topic, part))",
    "CREATE TABLE IF NOT EXISTS last_recorded (one {int} PRIMARY KEY, at {int} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS message (message TEXT PRIMARY KEY, digest TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS signature (message TEXT PRIMARY KEY, kid TEXT NOT NULL, logged TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS signature_kid ON signature (kid, logged)",
    "CREATE TABLE IF NOT EXISTS receipt ("
    "message TEXT PRIMARY KEY, agency_id TEXT NOT NULL, revision {int} NOT NULL, outcome TEXT NOT NULL, "
    "recorded TEXT NOT NULL, body {bytes} NOT NULL)",
    "CREATE INDEX IF NOT EXISTS receipt_agency ON receipt (agency_id, recorded, message)",
    "CREATE TABLE IF NOT EXISTS not_admitted ("
    "hash TEXT NOT NULL, message TEXT NOT NULL, agency_id TEXT NOT NULL, until TEXT NOT NULL, "
    "PRIMARY KEY (hash, message))",
    "CREATE INDEX IF NOT EXISTS not_admitted_message ON not_admitted (message)",
    "CREATE INDEX IF NOT EXISTS not_admitted_until ON not_admitted (until)",
    "CREATE TABLE IF NOT EXISTS history_due (child_id TEXT PRIMARY KEY, turn {int} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS delivery ("
    "topic TEXT NOT NULL, part {int} NOT NULL, record_offset {int} NOT NULL, agency_id TEXT NOT NULL, "
    "body {bytes} NOT NULL, PRIMARY KEY (topic, part, record_offset))",
    "CREATE TABLE IF NOT EXISTS quarantine ("
    "quarantine_id TEXT PRIMARY KEY, agency_id TEXT NOT NULL, received TEXT NOT NULL, state TEXT NOT NULL, "
    "problem TEXT NOT NULL, body {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS incident ("
    "incident_id TEXT PRIMARY KEY, kind TEXT NOT NULL, topic TEXT NOT NULL, part {int} NOT NULL, "
    "first_offset {int} NOT NULL, last_offset {int}, noticed TEXT NOT NULL, "
    "closed_at TEXT, closed_by TEXT, reason TEXT)",
    "CREATE TABLE IF NOT EXISTS held ("
    "message TEXT PRIMARY KEY, agency_id TEXT NOT NULL, received TEXT NOT NULL, state TEXT NOT NULL, "
    "doubt TEXT NOT NULL, body {bytes} NOT NULL)",
)

KEY = "intake"
"""The name of the key under which this room seals bodies."""
