"""Backups taken while the hub runs, and a store brought back from one. That nothing is shown too early is not decided
here but by the witness, whoever brought the store back and with whatever tool."""

from hub.backup.bring_back import BroughtBack, bring_back
from hub.backup.choose import newest_until
from hub.backup.copies import store_copy
from hub.backup.key_copies import FILE as KEYS_FILE
from hub.backup.key_copies import bring_keys_back, copy_keys
from hub.backup.manifest import Manifest
from hub.backup.take import take

__all__ = [
    "KEYS_FILE",
    "BroughtBack",
    "Manifest",
    "bring_back",
    "bring_keys_back",
    "copy_keys",
    "newest_until",
    "store_copy",
    "take",
]
