"""Taking a backup while the hub runs: the store first, then what must be at least as new as it."""

import json
from datetime import datetime
from pathlib import Path

from exchange.instants import format_instant
from hub.audit.proofs import signed_checkpoint
from hub.backup.choose import stamp
from hub.backup.manifest import Manifest, part_of, write_manifest
from hub.backup.port import Checkpointing, StoreCopy
from hub.backup.sqlite_copy import copy_online
from hub.config import Settings
from hub.keys import KeyProvider
from hub.policy import load_bundle

STORE, TOPICS, POLICY = "store", "topics.db", "policy.json"


def take(settings: Settings, keys: KeyProvider, store: StoreCopy, to: Path, at: datetime) -> tuple[Path, Manifest]:
    """Write a backup into a new folder under `to`, which has its name only once it is whole.

    Returns:
        The folder, and what it holds: the store as of one moment, the policy, and the embedded topic log, which is
        copied last so that it holds whatever the store had read of it.
    """
    folder = to / f"{settings.id}-{stamp(at)}"
    draft = to / f"{folder.name}.partial"
    draft.mkdir(mode=0o700, parents=True)
    copied = store.copy(draft / STORE, _checkpoint(settings, keys))
    digest = _write_policy(settings, draft / POLICY)
    topics = settings.data / TOPICS
    if settings.transport == "embedded" and topics.exists():
        copy_online(topics, draft / TOPICS)
    manifest = Manifest(
        hub=settings.id,
        taken_at=format_instant(at),
        store=store.kind,
        policy=digest,
        rows=copied.rows,
        checkpoint=copied.checkpoint,
        parts=tuple(part_of(file) for file in sorted(draft.iterdir())),
    )
    write_manifest(draft, manifest, keys.signing_key.as_dict(private=True))
    draft.replace(folder)
    return folder, manifest


def _checkpoint(settings: Settings, keys: KeyProvider) -> Checkpointing:
    return lambda cursor: signed_checkpoint(cursor, settings.id, keys.signing_key)


def _write_policy(settings: Settings, file: Path) -> str:
    """Write the policy's texts, so that a hub that lost its checkout can be given the policy it had."""
    bundle = load_bundle(settings.policies)
    told = {"digest": bundle.digest, "modules": [list(module) for module in bundle.modules]}
    file.write_text(json.dumps(told), encoding="utf-8")
    return bundle.digest
