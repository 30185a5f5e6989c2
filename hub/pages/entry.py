"""An entry of the chronology as titled rows of text; a row says `not shown` only where the answer's masks say so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hub.pages.particulars import particulars
from hub.pages.present import how_known_words, verified_words
from hub.pages.words import PRESENCE, field_title, plain

ACTIONS = ("action_taken", "no_action_reason")
NOT_SHOWN = "Not shown for this purpose"
Entry = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """A titled part of an entry: one line or several, or a mask in its place."""

    title: str
    lines: tuple[str, ...]
    masked: bool = False


def rows(entry: Entry) -> list[Row]:
    """The parts of an entry that stand below its headline, in the order in which a chronology is read."""
    masks = entry.get("masks")
    masked = set(masks) if isinstance(masks, list | tuple) else set()
    made = (_row(field, say, entry, masked) for field, say in _PARTS.items())
    return [*(row for row in made if row is not None), *_particulars(entry, masked)]


def details(entry: Entry) -> list[Row]:
    """The parts that are folded away below an entry's first lines, which tell the headline and what was done."""
    above = {field_title(field) for field in ACTIONS}
    return [row for row in rows(entry) if row.masked or row.title not in above]


def _particulars(entry: Entry, masked: set[str]) -> list[Row]:
    if "details" in masked:
        return [Row(field_title("details"), (NOT_SHOWN,), masked=True)]
    told = particulars(entry.get("details"))
    said_already = field_title("on_behalf_of") if entry.get("entered_for") else None  # by name there, by id here
    return [Row(title, lines) for title, lines in told if title != said_already]


def _row(field: str, say: Callable[[object], tuple[str, ...]], entry: Entry, masked: set[str]) -> Row | None:
    if field in masked:
        return Row(field_title(field), (NOT_SHOWN,), masked=True)
    lines = say(entry[field]) if entry.get(field) not in (None, "", [], {}) else ()
    return Row(field_title(field), lines) if lines else None


def _text(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return (str(value),)


def _how_known(value: object) -> tuple[str, ...]:
    return (how_known_words(str(value)),)


def _verified(value: object) -> tuple[str, ...]:
    return (verified_words(value),)


def _persons(value: object) -> tuple[str, ...]:
    people = value if isinstance(value, list | tuple) else ()
    return tuple(_person(person) for person in people if isinstance(person, Mapping))


def _person(person: Mapping[str, object]) -> str:
    names = person.get("name") or _joined(person.get("given_names"), person.get("family_name"))
    name = names or person.get("description") or "Name not known"
    part, relation = plain(str(person.get("part") or "")), _relation(person)
    return ", ".join(words for words in (str(name), relation, part.lower()) if words)


def _relation(person: Mapping[str, object]) -> str:
    """How the person stands to the child; where the event names several children, to each."""
    relation = person.get("relation") or person.get("relations") or ""
    if isinstance(relation, list | tuple):
        named = (item.get("relation", "") if isinstance(item, Mapping) else item for item in relation)
        return ", ".join(dict.fromkeys(plain(str(word)).lower() for word in named if word))
    return plain(str(relation)).lower()


def _addresses(value: object) -> tuple[str, ...]:
    addresses = value if isinstance(value, list | tuple) else ()
    return tuple(_address(address) for address in addresses if isinstance(address, Mapping))


def _address(address: Mapping[str, object]) -> str:
    lines = address.get("lines")
    parts = [str(line) for line in lines] if isinstance(lines, list | tuple) else []
    words = ", ".join([*parts, str(address.get("postcode") or "")]).strip(", ")
    return f"{words} (protected)" if address.get("protected") else words


def _presence(value: object) -> tuple[str, ...]:
    return (PRESENCE.get(str(value), plain(str(value))),)


def _voice(value: object) -> tuple[str, ...]:
    if not isinstance(value, Mapping):
        return _text(value)
    words = str(value.get("wishes_and_feelings") or "")
    return tuple(line for line in (words, _seen(value)) if line)


def _seen(voice: Mapping[str, object]) -> str:
    if voice.get("seen_alone"):
        return "The child was seen alone."
    if voice.get("seen"):
        return "The child was seen, not alone."
    return "The child was not seen." if voice.get("seen") is False else ""


def _significance(value: object) -> tuple[str, ...]:
    if not isinstance(value, Mapping):
        return (plain(str(value)),)
    judged_by = f"Judged by {_by(value['by'])}" if value.get("by") else ""
    return tuple(
        line for line in (plain(str(value.get("level") or "")), str(value.get("why") or ""), judged_by) if line
    )


def _by(value: object) -> str:
    return str(value.get("name") or value.get("role") or "") if isinstance(value, Mapping) else str(value)


def _entered(value: object) -> tuple[str, ...]:
    """Who it was entered for: nobody should look for it in that agency's own system."""
    told = value if isinstance(value, Mapping) else {"name": value}
    reference = f"Reference {told['reference']}." if told.get("reference") else ""
    entered = f"On the hub’s page, on behalf of {told.get('name')}: it is not in that agency’s own system."
    return tuple(line for line in (entered, reference) if line)


def _evidence(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list | tuple) else (value,)
    return tuple(_described(item) for item in items)


def _described(item: object) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    return str(item.get("description") or item.get("title") or item.get("reference") or "")


def _joined(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part)


_PARTS: dict[str, Callable[[object], tuple[str, ...]]] = {
    "on_behalf_of": _text,
    "narrative": _text,
    "persons": _persons,
    "presence": _presence,
    "childs_voice": _voice,
    "impact_on_child": _text,
    "action_taken": _text,
    "no_action_reason": _text,
    "outcome": _text,
    "family_response": _text,
    "significance": _significance,
    "source_of_information": _text,
    "how_known": _how_known,
    "verified": _verified,
    "evidence": _evidence,
    "addresses": _addresses,
    "record_ref": _text,
    "entered_for": _entered,
}
