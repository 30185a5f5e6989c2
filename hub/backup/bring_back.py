"""Bringing a store back from a backup: everything is verified before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hub.backup.choose import stamp
from hub.backup.manifest import Manifest, must_be_signed, must_be_whole, read_manifest
from hub.backup.port import StoreCopy
from hub.backup.sqlite_copy import copy_online
from hub.backup.take import STORE, TOPICS
from hub.config import Settings
from hub.domain.errors import Refused, Tampered
from hub.keys import KeyProvider


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What was done: from which backup, where the store that stood there is now, and whether the topics came too."""

    manifest: Manifest
    aside: str | None
    topics: bool


def bring_back(
    settings: Settings,
    open_keys: Callable[[], KeyProvider],
    store: StoreCopy,
    folder: Path,
    at: datetime,
    *,
    replace: bool = False,
) -> BroughtBack:
    """Fill the store of these settings from a backup.

    Args:
        open_keys: opens the hub's keys, by which the manifest is verified, once the parts are known to be whole.
        replace: set aside a store that stands there; nothing of it is deleted.

    Raises:
        Tampered: the backup is damaged, or not this hub's; names the part. Nothing was written.
        Refused: a store stands there, or the backup is of another kind of store.
    """
    manifest = read_manifest(folder)
    must_be_whole(folder, manifest)
    must_be_signed(folder, open_keys().signing_key.as_dict(private=False))
    _must_fit(manifest, settings, store)
    empty = store.is_empty()
    if not empty and not replace:
        raise Refused("a store stands there already: give --replace, which sets it aside, or another HUB_DATA")
    aside = None if empty else store.set_aside(stamp(at))
    settings.data.mkdir(parents=True, exist_ok=True)
    rows = store.bring_back(folder / STORE)
    if dict(rows) != dict(manifest.rows):
        raise Tampered(f"what came back from {folder.name} has other counts than it says: take another backup")
    return BroughtBack(manifest, aside, _bring_topics_back(settings, folder))


def _must_fit(manifest: Manifest, settings: Settings, store: StoreCopy) -> None:
    if manifest.store != store.kind:
        raise Refused(f"the backup is of a {manifest.store} store, HUB_STORE names {store.kind}")
    if manifest.hub != settings.id:
        raise Refused(f"the backup is of {manifest.hub}, not of {settings.id}: correct HUB_ID, or take another")


def _bring_topics_back(settings: Settings, folder: Path) -> bool:
    """A topic log that is still there holds what was sent since the backup: it stays."""
    there = settings.data / TOPICS
    if settings.transport != "embedded" or there.exists() or not (folder / TOPICS).exists():
        return False
    copy_online(folder / TOPICS, there)
    return True
