"""`hub backup` and `hub restore`: a lost store comes back, and nobody reads before what was withheld counts."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from exchange.instants import format_instant, parse_instant
from hub.audit.checkpoint import read
from hub.backup import KEYS_FILE, bring_back, bring_keys_back, copy_keys, newest_until, store_copy, take
from hub.cli.operations import NO_WITNESS
from hub.cli.parts import Parts, Store
from hub.cli.printing import AsJson, show_document
from hub.config import Settings
from hub.domain.errors import Invalid
from hub.keys import LocalKeys
from hub.witness import Gap

To = Annotated[Path, typer.Option("--to", help="The folder for backups; not on the disk of the store.")]
KeysTo = Annotated[Path | None, typer.Option("--keys-to", help="Another folder, for the keys; copies live 35 days.")]
From = Annotated[Path | None, typer.Argument(help="A backup, or a folder of them, of which the newest is taken.")]
Moment = Annotated[str | None, typer.Option(help="The newest backup taken by this instant, with offset.")]
Keys = Annotated[Path | None, typer.Option("--keys", help="Where copies of the keys are, if they are lost too.")]
Replace = Annotated[bool, typer.Option("--replace", help="Set aside the store that stands there.")]
AcceptLoss = Annotated[bool, typer.Option("--accept-loss", help="Open to readers without what cannot be had back.")]
Operator = Annotated[str | None, typer.Option(help="Who accepts the loss, by name.")]
Reason = Annotated[str | None, typer.Option(help="Why it is accepted.")]


def add_to(app: typer.Typer, parts: Parts) -> None:
    """Add the commands."""

    @app.command("backup")
    def backup(to: To, keys_to: KeysTo = None, as_json: AsJson = False) -> None:
        """Copy the store as of one moment, while the hub runs, with policy and embedded topics; keys apart from it."""
        show_document(back_up(parts, to, keys_to), as_json=as_json)

    @app.command("restore")
    def restore(
        place: From = None,
        moment: Moment = None,
        keys: Keys = None,
        replace: Replace = False,
        accept_loss: AcceptLoss = False,
        operator: Operator = None,
        reason: Reason = None,
        as_json: AsJson = False,
    ) -> None:
        """Bring a store back from a backup; stop the hub first. Readers wait until the witness is satisfied."""
        settings = parts.settings()
        told: dict[str, object] = {}
        if place is not None:
            told |= brought_back(parts, settings, place, moment, keys, replace=replace)
        elif not accept_loss:
            raise Invalid("say which backup, or --accept-loss for a store that is back already")
        told |= caught_up(parts, settings)
        if accept_loss:
            told |= loss_accepted(parts, settings, operator, reason)
        show_document(told, as_json=as_json)


def back_up(parts: Parts, to: Path, keys_to: Path | None) -> Mapping[str, object]:
    """Take a backup and say what is in it."""
    settings = parts.settings()
    store = parts.open_store(settings)
    at = store.clock()
    folder, manifest = take(settings, store.keys, store_copy(settings.store, settings.data), to, at)
    keys = None if keys_to is None else copy_keys(settings.keys_folder, keys_to, settings.id, store.clock())
    store.close()
    return {
        "backup": str(folder),
        "taken": manifest.taken_at,
        "bytes": sum(part.bytes for part in manifest.parts),
        "rows": sum(manifest.rows.values()),
        "keys": str(keys) if keys is not None else "not copied: give --keys-to",
        "witness": settings.witnesses or NO_WITNESS,
    }


def brought_back(
    parts: Parts, settings: Settings, place: Path, moment: str | None, keys: Path | None, *, replace: bool
) -> Mapping[str, object]:
    """Bring the store back and say from where."""
    folder = newest_until(place, _instant(moment))
    had_keys = (settings.keys_folder / KEYS_FILE).exists()

    def open_keys() -> LocalKeys:
        bring_keys_back(settings.keys_folder, keys)
        return LocalKeys(settings.keys_folder)

    copier = store_copy(settings.store, settings.data)
    done = bring_back(settings, open_keys, copier, folder, parts.clock(), replace=replace)
    return {
        "backup": str(folder),
        "taken": done.manifest.taken_at,
        "rows": sum(done.manifest.rows.values()),
        "set aside": done.aside or "nothing stood there",
        "keys": "those at hand" if had_keys else "from their backup",
        "topics": "from the backup" if done.topics else "those at hand",
    }


def caught_up(parts: Parts, settings: Settings) -> Mapping[str, object]:
    """Take again what can be, and say whether readers must still wait."""
    store = parts.open_store(settings)
    missing = parts.open_witness(store).gaps
    told = {} if missing else checkpoint_set_aside(settings, store)
    store.close()
    if not settings.witness_folders:
        return {"readers": "open", "witness": NO_WITNESS} | told
    return told | {"readers": "wait" if missing else "open", "missing": _lines(missing)}


def loss_accepted(parts: Parts, settings: Settings, operator: str | None, reason: str | None) -> Mapping[str, object]:
    """Give up what is missing, in somebody's name."""
    if not operator or not reason:
        raise Invalid("--accept-loss needs --operator, the name of whoever answers for it, and --reason")
    store = parts.open_store(settings)
    witness = parts.open_witness(store)
    lost = witness.accept_loss(operator, reason)
    left = witness.gaps
    told = checkpoint_set_aside(settings, store)
    store.close()
    return told | {"readers": "wait" if left else "open", "missing": _lines(left), "given up": _lines(lost)}


def checkpoint_set_aside(settings: Settings, store: Store) -> dict[str, str]:
    """Rename the kept checkpoint where the restored log does not continue it, and say so: it stays as evidence."""
    kept = settings.data / "checkpoints" / "latest"
    if not kept.is_file():
        return {}
    known = read(kept.read_text("utf-8"))
    if store.audit.root_at(known.size) == known.root:
        return {}
    aside = kept.with_name(f"until-{known.size}-leaves")
    kept.replace(aside)
    return {"checkpoint": f"the audit log no longer continues {aside}: what it held beyond the backup is lost"}


def _lines(gaps: tuple[Gap, ...]) -> list[str]:
    return [f"{gap.about}: {gap.detail}" for gap in gaps]


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError:
        now = format_instant(datetime.now().astimezone())
        raise Invalid(f"a moment is an instant with its offset, such as {now}") from None
