"""The one key that wraps all others: 32 bytes in a file that only the hub's user may read."""

import os
import secrets
from pathlib import Path

from hub.domain.errors import Misconfigured

KEY_BYTES = 32
_OTHERS = 0o077


def private_folder(folder: Path) -> None:
    """Make the folder for its owner alone; Misconfigured if it is there and open to others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & _OTHERS:
        raise Misconfigured(f"the key folder {folder} is open to other users: chmod 700 it")


def master_key(file: Path, *, may_make: bool) -> bytes:
    """Return the key in `file`, made first where `may_make`; of several processes one makes it and all read that one.

    Raises Misconfigured if the file is missing and may not be made, is open to others, or is not 32 bytes long.
    """
    if may_make and not file.exists():
        _publish(file, secrets.token_bytes(KEY_BYTES))
    if not file.exists():
        raise Misconfigured(f"{file} is missing though it wraps the keys beside it: restore it from its own backup")
    if file.stat().st_mode & _OTHERS:
        raise Misconfigured(f"{file} is open to other users: chmod 600 it")
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise Misconfigured(f"{file} holds {len(key)} bytes, not {KEY_BYTES}: restore it from its own backup")
    return key


def _publish(file: Path, content: bytes) -> None:
    """Give the file its name only once it is whole and on the disk; whoever links first wins."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    _write_durably(draft, content)
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
        _sync_folder(file.parent)


def _write_durably(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
