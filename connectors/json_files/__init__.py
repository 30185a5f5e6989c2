"""Events written as JSON, one a file: `{"type", "time", "system", "id", "about", "data"}`; the plainest way in.

`type` is an event's full name, `time` an RFC 3339 instant, `id` the record's own id. `system` names the source
system (absent: `records`), `about` the child's own reference (absent: the first child's `local_ref`, else the id).
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from connectors.drafts import Draft, Item, Reason, Refused, Unusable
from exchange.errors import ExchangeError
from exchange.instants import parse_instant
from exchange.strict_json import JsonObject, loads_object

SUFFIXES = frozenset({".json"})
FIELDS = frozenset({"type", "time", "system", "id", "about", "data"})


def read(file: Path) -> Iterator[Item]:
    """Yield what a file comes to: one event, or a refusal."""
    try:
        yield _draft(loads_object(file.read_bytes()))
    except Unusable as unusable:
        yield Refused("document", (unusable.reason,))
    except ExchangeError as error:
        yield Refused("document", (Reason("document", f"is not JSON that can be taken ({error.code})"),))


def _draft(document: JsonObject) -> Draft:
    if not document.keys() <= FIELDS:
        raise Unusable("document", f"may hold only {', '.join(sorted(FIELDS))}")
    data = document.get("data")
    if not isinstance(data, dict):
        raise Unusable("data", "is required, and is an object")
    record = _text(document, "id")
    return Draft(
        place="document",
        type=_text(document, "type"),
        system=_text(document, "system", "records"),
        id=record,
        time=_time(document),
        about=_text(document, "about", _first_child(data) or record),
        data=data,
    )


def _text(document: JsonObject, name: str, otherwise: str = "") -> str:
    found = document.get(name, otherwise)
    if not isinstance(found, str) or not found:
        raise Unusable(name, "is required, and is text")
    return found


def _time(document: JsonObject) -> datetime:
    try:
        return parse_instant(_text(document, "time"))
    except ValueError as error:
        raise Unusable("time", "is not an instant such as 2026-03-02T10:00:00Z") from error


def _first_child(data: JsonObject) -> str | None:
    children = data.get("children")
    first = children[0] if isinstance(children, list) and children else None
    found = first.get("local_ref") if isinstance(first, dict) else None
    return found if isinstance(found, str) else None


__all__ = ["SUFFIXES", "read"]
