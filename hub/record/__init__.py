"""The event store: one application over children, people and agencies, on SQLite or PostgreSQL, sealed at rest."""
