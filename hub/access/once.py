"""What is asked for twice under one name is done once: the name is part of the id of what was placed.

Whoever asks gives the name; it is theirs alone, so that nobody finds out by it what others placed.
"""

import json
from collections.abc import Mapping
from typing import Any

from hub.access.answering import Held
from hub.access.asked import Viewer
from hub.access.door import Door
from hub.domain.errors import NameTaken

ANOTHER = "Under this name something else was placed before. Nothing was placed now: use a new name for what is new."


def named_id(door: Door, viewer: Viewer, child_id: str, name: str | None, asked_for: Mapping[str, Any]) -> str:
    """Return the id of a withholding to be placed: random without a name, else the same for the same request.

    The same name with something else asked for is told apart by the id's second half.
    """
    if name is None:
        return f"w-{door.random_id()}"
    printed = json.dumps(asked_for, default=_plain, sort_keys=True)
    return _prefix(door, viewer, child_id, name) + door.token("withholding-content", printed)


def placed_under(
    door: Door, viewer: Viewer, child_id: str, name: str | None, placed: Mapping[str, Held]
) -> Held | None:
    """Return what this viewer placed on the child under that name, None where that is nothing."""
    if name is None:
        return None
    prefix = _prefix(door, viewer, child_id, name)
    return next((one for withholding_id, one in placed.items() if withholding_id.startswith(prefix)), None)


def must_be_the_same(placed: Held, withholding_id: str) -> None:
    """Raise NameTaken where something else was placed under the name."""
    if placed.withholding.id != withholding_id:
        raise NameTaken(ANOTHER)


def _prefix(door: Door, viewer: Viewer, child_id: str, name: str) -> str:
    return f"w-{door.token('withholding-name', viewer.agency, viewer.id, child_id, name)}."


def _plain(value: object) -> object:
    """Sets have no order of their own, and print in another one in each process."""
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)
