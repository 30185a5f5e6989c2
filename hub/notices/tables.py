"""The tables of this room. Bodies are sealed; `sent` is 0 until the notice is on its topic."""

CREATE = (
    "CREATE TABLE IF NOT EXISTS notice ("
    "notice_id TEXT PRIMARY KEY, agency_id TEXT NOT NULL, number {int} NOT NULL, sent {int} NOT NULL, "
    "body {bytes} NOT NULL, UNIQUE (agency_id, number))",
    "CREATE INDEX IF NOT EXISTS notice_unsent ON notice (number, agency_id) WHERE sent=0",
    "CREATE TABLE IF NOT EXISTS stated_day (day TEXT PRIMARY KEY)",
)

KEY = "notices"
"""The name of the key under which this room seals bodies."""
