"""The fixed lines for what is held in `marked` mode: one for each withholding, however many entries it covers."""

from hub.access.asked import Viewer
from hub.access.door import Door
from hub.access.known import binding_whole
from hub.access.look import Look
from hub.access.order import Json
from hub.access.render import marked
from hub.access.seen import Seen
from hub.domain.vocabulary import Shown


def marks(door: Door, viewer: Viewer, sight: Look) -> list[Json]:
    """Return the marks in the order of their ids, which are stable for this viewer and tell nothing."""
    held = [seen for seen in sight.seen if seen.verdict.shown is Shown.MARKED]
    found = {mark for seen in held for mark in _of(door, viewer, sight, seen)}
    return [marked(mark, door.settings.duty_line) for mark in sorted(found)]


def _of(door: Door, viewer: Viewer, sight: Look, seen: Seen) -> set[str]:
    """One mark for each withholding that binds; one for the entry where the policy marks it without any."""
    bound = binding_whole(sight.file, seen.row.labels, viewer)
    names = [withholding.id for withholding in bound] or [seen.row.labels.entry_id]
    return {door.token("mark", viewer.id, name) for name in names}
