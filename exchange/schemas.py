"""The JSON Schemas of events, loaded once: does this data follow its type's schema, and what is noted of the type?"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol, Self

from jsonschema_rs import Draft202012Validator, Registry

from exchange.errors import Fault, TypeUnknown
from exchange.instants import is_instant, is_local_date
from exchange.names import event_name, major_version
from exchange.schema_faults import faults_of
from exchange.upcasting import Step, upcast

FORMATS = {"date": is_local_date, "date-time": is_instant}
"""What the hub can read back: the grammar alone also takes leap seconds and years that no calendar here holds."""


@dataclass(frozen=True, slots=True)
class InvolvementNote:
    """How an event tells of somebody's standing with the child (`x-involvement`).

    `kind` is the relationship kind, or None where the event's own field `kind_from` gives it. `of` is `agency` (the
    sending agency as a whole), or the field that names one practitioner, or several: `practitioner` (the sending
    agency where none is named), `attended`, `members`. `ended` is the field that names whose standing the event ends.
    Where `field` is given, the standing starts if that field is `starts` and ends if it is `ends`.
    """

    of: str
    kind: str | None = None
    kind_from: str | None = None
    field: str | None = None
    starts: str | None = None
    ends: str | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Annotations:
    """What a schema notes of its event type, for senders and the hub.

    `lane` is urgent or events; `admission` always or contextual; `category` the entry's category where the event
    gives none; `opens` the case status that the event starts, if any, and `closes` those that it ends; `senders` the
    types of agency that may send it, None where any may. `amends` says what it does to the event in `corrects`
    (corrected, withdrawn, disputed, significance-changed) and `agreement` what it tells of agreement to early help
    (given, withdrawn). `significant` is how an entry is judged where its sender gives no judgement (`x-significance`).
    """

    title: str
    lane: str
    admission: str
    category: str
    opens: str | None
    closes: tuple[str, ...]
    senders: tuple[str, ...] | None
    involvement: InvolvementNote | None
    amends: str | None
    agreement: str | None
    significant: bool

    @classmethod
    def of(cls, schema: Mapping[str, Any]) -> Self:
        noted, senders = schema.get("x-involvement"), schema.get("x-senders")
        return cls(
            title=schema["title"],
            lane=schema["x-lane"],
            admission=schema["x-admission"],
            category=schema["x-category"],
            opens=schema.get("x-opens"),
            closes=tuple(schema.get("x-closes", ())),
            senders=None if senders is None else tuple(senders),
            involvement=InvolvementNote(**noted) if noted else None,
            amends=schema.get("x-amends"),
            agreement=schema.get("x-agreement"),
            significant=schema.get("x-significance", _usual(schema)) == "significant",
        )


def _usual(schema: Mapping[str, Any]) -> str:
    """What merely adds context is routine unless somebody judges otherwise."""
    return "significant" if schema["x-admission"] == "always" else "routine"


class EventSchemas(Protocol):
    """What judges and reads events: a fixed set of schemas, or one that grows while the hub runs.

    Types are written in full: `safeguarding.concern-raised.v1`.
    """

    def types(self) -> tuple[str, ...]:
        """The known types in order."""
        ...

    def annotations(self, event_type: str) -> Annotations:
        """What is noted of a type. Raises: TypeUnknown."""
        ...

    def validate(self, event_type: str, data: object) -> list[Fault]:
        """What is wrong with an event's data. Raises: TypeUnknown."""
        ...

    def as_newest(self, event_type: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """The event's own fields as the newest version of its type has them."""
        ...


@dataclass(frozen=True, slots=True)
class Schemas:
    """Every event schema, compiled; `steps` lead to a type from the version before it."""

    documents: Mapping[str, Mapping[str, Any]]
    validators: Mapping[str, Draft202012Validator]
    notes: Mapping[str, Annotations]
    hints: Mapping[str, str]
    common: dict[str, Any]
    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)

    def known(self, event_type: str) -> bool:
        return event_type in self.validators

    def types(self) -> tuple[str, ...]:
        """Return the known types in order."""
        return tuple(sorted(self.validators))

    def annotations(self, event_type: str) -> Annotations:
        """Return what is noted of a type.

        Raises:
            TypeUnknown: there is no schema for this type.
        """
        self._require(event_type)
        return self.notes[event_type]

    def validate(self, event_type: str, data: object) -> list[Fault]:
        """Return what is wrong with an event's data, at most 50 faults; none where it follows the schema.

        Pointers are into `data`; neither they nor the texts hold a value that was sent.

        Raises:
            TypeUnknown: there is no schema for this type.
        """
        self._require(event_type)
        return faults_of(self.validators[event_type], data, self.hints.get)

    def as_newest(self, event_type: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the event's own fields as the newest version of its type has them, one version after another.

        Those of a type that is not known any more are returned as they are.
        """
        if not self.steps or event_type not in self.validators:
            return details
        name, version = event_name(event_type), major_version(event_type) + 1
        while (newer := f"safeguarding.{name}.v{version}") in self.validators:
            details = upcast(self.steps.get(newer, ()), details)
            version += 1
        return details

    def _require(self, event_type: str) -> None:
        if event_type not in self.validators:
            detail = "is a type for which the hub has no schema"
            raise TypeUnknown(f"/type {detail}", (Fault("/type", detail),))


def load(folder: Path | None = None) -> Schemas:
    """Return the schemas of a folder: `common.v1.json` and `events/*.json`; by default those that ship with the hub."""
    return _load(folder or shipped())


def shipped() -> Path:
    """Return the folder of schemas: inside an installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    packaged = here / "_schemas"
    return packaged if packaged.is_dir() else here.parent / "schemas"


def categories(folder: Path | None = None) -> tuple[Mapping[str, str], ...]:
    """Return the vocabulary of categories: each with code, title, description and source."""
    return tuple(_read((folder or shipped()) / "categories.v1.json")["categories"])


def themes(folder: Path | None = None) -> tuple[Mapping[str, Any], ...]:
    """Return the themes that group categories: each with code, title, source and categories (codes)."""
    return tuple(_read((folder or shipped()) / "themes.v1.json")["themes"])


@cache
def _load(folder: Path) -> Schemas:
    common = _read(folder / "common.v1.json")
    documents = {type_of(path): _read(path) for path in sorted((folder / "events").glob("*.json"))}
    compiled = compiler(common)
    return Schemas(
        documents=documents,
        validators={name: compiled(schema) for name, schema in documents.items()},
        notes={name: Annotations.of(schema) for name, schema in documents.items()},
        hints=dict(_hints(common, f"{common['$id']}#")),
        common=common,
    )


def compiler(common: dict[str, Any]) -> Callable[[Mapping[str, Any]], Draft202012Validator]:
    """Return what compiles a schema that refers to what all events share."""
    registry = Registry([(common["$id"], common)])
    return partial(Draft202012Validator, registry=registry, validate_formats=True, formats=FORMATS, offline=True)


def _hints(schema: object, place: str) -> Iterator[tuple[str, str]]:
    """Yield each `x-fault` by the location of the keywords that it explains."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            yield from _hints(item, f"{place}/{index}")
    if isinstance(schema, dict):
        for keyword in {"anyOf", "oneOf"} & schema.keys() if "x-fault" in schema else ():
            yield f"{place}/{keyword}", schema["x-fault"]
        for key, item in schema.items():
            yield from _hints(item, f"{place}/{key}")


def type_of(path: Path) -> str:
    """Return the type whose schema a file is, by its name; EnvelopeMalformed where that names none."""
    event_type = f"safeguarding.{path.name.removesuffix('.json')}"
    event_name(event_type)
    return event_type


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
