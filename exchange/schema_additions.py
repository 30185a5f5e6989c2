"""Schemas that an operator adds to those that ship: read from a folder, each judged before it counts.

A file that is not taken is left out alone, with the reason: what is of its type waits in quarantine, and all other
messages go on. A version that ships may be added to (new optional fields), never narrowed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exchange.errors import ExchangeError
from exchange.names import event_name, major_version
from exchange.schemas import Annotations, Schemas, compiler, type_of
from exchange.upcasting import Step, steps_of

NEEDED = frozenset({"headline", "occurred", "author", "children"})
"""What every event says, and the hub files nothing without."""
ANNOTATED = ("title", "x-lane", "x-admission", "x-category")
COMMON = "common.v1.json"

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Added:
    """The schemas that count, and why each file that does not was left out, by its name."""

    schemas: Schemas
    faults: Mapping[str, str]


def with_added(shipped: Schemas, folder: Path) -> Added:
    """Return what ships with the schemas of a folder's `events/` added, in the order of their versions."""
    found, faults = shipped, dict[str, str]()
    events = folder / "events"
    if not events.is_dir():
        return Added(shipped, {str(folder): "there is no folder `events` in it"})
    for path in sorted(events.glob("*.json"), key=lambda path: (len(path.name), path.name)):
        try:
            found = _with_one(found, path)
        except (ValueError, KeyError, TypeError, OSError, ExchangeError) as error:
            faults[path.name] = _reason(error)
    return Added(found, faults)


def _with_one(schemas: Schemas, path: Path) -> Schemas:
    event_type = type_of(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    _require_complete(document)
    validator = compiler(schemas.common)(document)
    if any(not validator.is_valid(example) for example in document.get("examples", ())):
        raise ValueError("an example in it does not follow it")
    if event_type in schemas.documents:
        _require_no_narrower(schemas.documents[event_type], document, validator.is_valid)
    return replace(
        schemas,
        documents={**schemas.documents, event_type: document},
        validators={**schemas.validators, event_type: validator},
        notes={**schemas.notes, event_type: Annotations.of(document)},
        steps={**schemas.steps, event_type: _steps(schemas, event_type, document)},
    )


def _require_complete(document: Document) -> None:
    if missing := [name for name in ANNOTATED if name not in document]:
        raise ValueError(f"it lacks {', '.join(missing)}")
    if missing := sorted(NEEDED - set(document.get("required", ()))):
        raise ValueError(f"it does not require {', '.join(missing)}, which every event says")


def _require_no_narrower(before: Document, now: Document, takes: Any) -> None:
    """Raise ValueError where what followed the version as it was would not follow it any more."""
    if set(now["required"]) - set(before["required"]) or set(before["properties"]) - set(now["properties"]):
        raise ValueError("it takes less than the version did before: make it a new version")
    if not all(takes(example) for example in before.get("examples", ())):
        raise ValueError("the version's own example does not follow it any more: make it a new version")


def _steps(schemas: Schemas, event_type: str, document: Document) -> tuple[Step, ...]:
    """Return the steps from the version before to this one; () for a first version."""
    before = schemas.documents.get(previous(event_type))
    if before is None and major_version(event_type) > 1:
        raise ValueError("there is no version before it: add that one first")
    if before is None:
        return ()
    if "x-upcast" not in document:
        raise ValueError("it does not say by x-upcast how the version before reads in it: [] where nothing moved")
    steps = steps_of(document["x-upcast"])
    for field in (name for step in steps for name in (step.reads, step.writes)):
        _require_own((before, document), field)
    return steps


def _require_own(versions: Sequence[Document], field: str) -> None:
    """Raise ValueError unless a field is the event's own in both versions: none of those that all events share."""
    told = [one["properties"][field] for one in versions if field in one["properties"]]
    if not told or field in {"children", "persons"} or any(COMMON in str(one.get("$ref", "")) for one in told):
        raise ValueError(f"x-upcast moves {field}, which is not a field of the event's own")


def previous(event_type: str) -> str:
    """Return the type of the version before: `…v1` of `…v2`; one that is never there of a first version."""
    return f"safeguarding.{event_name(event_type)}.v{major_version(event_type) - 1}"


def _reason(error: Exception) -> str:
    told = str(error).splitlines() or [type(error).__name__]
    return f"it lacks {told[0]}" if isinstance(error, KeyError) else told[0][:200]
