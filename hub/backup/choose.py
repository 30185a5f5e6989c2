"""Backups by their moment: each is a folder named for the hub and the instant (UTC) at which it was taken."""

from datetime import UTC, datetime
from pathlib import Path

from hub.backup.manifest import FILE
from hub.domain.errors import NotFound

_STAMP = "%Y%m%dT%H%M%S%fZ"


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

    Raises:
        NotFound: there is none.
    """
    if (place / FILE).exists():
        return place
    found = {folder: taken_at(folder) for folder in place.iterdir() if (folder / FILE).exists()}
    dated = {folder: at for folder, at in found.items() if at is not None and (moment is None or at <= moment)}
    if not dated:
        raise NotFound(f"no backup in {place} was taken by then: give a later moment, or another folder")
    return max(dated, key=lambda folder: dated[folder])
