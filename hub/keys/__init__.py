"""The hub's keys: made, kept, used and destroyed by name; and how bytes are sealed and identifiers hashed with them."""

from hub.keys.local_file import LocalKeys
from hub.keys.port import KeyProvider, Secret
from hub.keys.sealing import keyed_hash, open_at, open_sealed, place, seal

__all__ = ["KeyProvider", "LocalKeys", "Secret", "keyed_hash", "open_at", "open_sealed", "place", "seal"]
