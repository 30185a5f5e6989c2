"""Backups by their moment, which their manifests tell: a folder's name is for people, and anybody can change it."""

from datetime import UTC, datetime
from pathlib import Path

from exchange.instants import parse_instant
from hub.backup.manifest import FILE, read_manifest
from hub.domain.errors import NotFound, Tampered

_STAMP = "%Y%m%dT%H%M%S%fZ"
BROKEN_OFF = ".partial"


def stamp(at: datetime) -> str:
    """Return an instant as backups are named by it, to the microsecond, so that names sort as time does."""
    return at.astimezone(UTC).strftime(_STAMP)


def taken_at(folder: Path) -> datetime | None:
    """Return the instant that a folder is named for, or None where it is named otherwise."""
    try:
        return datetime.strptime(folder.name.rpartition("-")[2], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def newest_until(place: Path, moment: datetime | None) -> Path:
    """Return a backup: `place` itself if it is one, else the newest in it that was taken at `moment` or before.

    That the hub signed what its manifest says is verified before anything of it is used (`bring_back`).

    Raises:
        NotFound: there is none.
        Tampered: one has a manifest that cannot be read, so that nobody can tell whether it is the newest.
    """
    if (place / FILE).exists():
        return place
    found = {folder: _moment_of(folder) for folder in place.iterdir() if _is_whole(folder)}
    dated = {folder: at for folder, at in found.items() if moment is None or at <= moment}
    if not dated:
        raise NotFound(f"no backup in {place} was taken by then: give a later moment, or another folder")
    return max(dated, key=lambda folder: dated[folder])


def _is_whole(folder: Path) -> bool:
    return folder.suffix != BROKEN_OFF and (folder / FILE).exists()


def _moment_of(folder: Path) -> datetime:
    try:
        return parse_instant(read_manifest(folder).taken_at)
    except ValueError:
        raise Tampered(
            f"{FILE} of {folder.name} does not say when it was taken: take it out, and see whose it is"
        ) from None
