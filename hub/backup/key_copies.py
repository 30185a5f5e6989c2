"""The key store's own backups: kept apart from the store's, and no longer than a destroyed key may live on in them.

What is copied is the table of keys, each sealed by the master key, which is never copied here.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from hub.backup.choose import stamp, taken_at
from hub.backup.sqlite_copy import copy_online
from hub.domain.errors import Misconfigured

KEPT = timedelta(days=35)
FILE = "keys.db"


def copy_keys(keys_folder: Path, to: Path, hub_id: str, at: datetime) -> Path:
    """Copy the table of keys into a new folder under `to`, and delete copies older than `KEPT`."""
    folder = to / f"{hub_id}-keys-{stamp(at)}"
    folder.mkdir(mode=0o700, parents=True)
    copy_online(keys_folder / FILE, folder / FILE)
    for old in to.iterdir():
        taken = taken_at(old) if old.name.startswith(f"{hub_id}-keys-") else None
        if taken is not None and at - taken > KEPT:
            shutil.rmtree(old)
    return folder


def bring_keys_back(keys_folder: Path, place: Path | None) -> None:
    """Put a copy of the keys where there are none; those that are there are newer than any copy.

    Raises:
        Misconfigured: there are none, and no copy or no master key is at hand.
    """
    if (keys_folder / FILE).exists():
        return
    if not (keys_folder / "master.key").exists():
        raise Misconfigured(f"{keys_folder} has no master.key: put it there from its own backup, chmod 600, first")
    if place is None:
        raise Misconfigured(f"{keys_folder} has no {FILE}: say where its backup is, by --keys")
    copy_online(_newest(place), keys_folder / FILE)


def _newest(place: Path) -> Path:
    if (place / FILE).exists():
        return place / FILE
    found = sorted(place.glob(f"*-keys-*/{FILE}"))
    if not found:
        raise Misconfigured(f"no copy of the keys is in {place}: give the folder that `hub backup --keys-to` filled")
    return found[-1]
