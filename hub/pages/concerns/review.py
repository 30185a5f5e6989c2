"""The answers laid out for checking before they are sent: sections of titled lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.pages.concerns.answers import Answers, Other
from hub.pages.concerns.children import Child
from hub.pages.concerns.questions import HOW_KNOWN, KINDS, PARENTS, PARTS, RELATIONS, SEEN, TO_FIRST_CHILD, WHEN
from hub.pages.present import day_words

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its title, the id of the place on the form to change it at, and what was answered."""

    title: str
    place: str
    lines: tuple[Line, ...]


def sections(said: Answers) -> tuple[Section, ...]:
    """Return the sections in the order of the form; what was left empty is left out."""
    children = [
        Section(_title(child, said), f"child-{child.number}", _filled(_child(child))) for child in said.children
    ]
    return (
        Section("Is a child in danger now?", "danger", (("In immediate danger", "Yes" if said.in_danger else "No"),)),
        *children,
        Section("What happened", "what", _filled(_what(said))),
        Section("Who else", "who-else", tuple(_other(one) for one in said.others) or (("Nobody else", "None named"),)),
        Section("What has been done", "done", _filled(_done(said))),
        Section("You", "you", (("How to reach you", said.contact),)),
    )


def _title(child: Child, said: Answers) -> str:
    return "The child" if len(said.children) == 1 else f"Child {child.number}"


def _filled(lines: Iterator[Line]) -> tuple[Line, ...]:
    return tuple((title, words) for title, words in lines if words)


def _child(child: Child) -> Iterator[Line]:
    yield "Name", " ".join(name for name in (child.given_names, child.family_name) if name) or "Not known"
    yield "Date of birth", day_words(child.born.isoformat()) if child.born else ""
    yield "Age", f"About {child.age}" if child.age is not None and not child.born else ""
    yield "Description", child.description
    yield "Address", "\n".join([*child.address, child.postcode]).strip()
    yield "School or nursery", child.school
    yield "NHS number", child.nhs_number
    yield "Unique pupil number (UPN)", child.upn
    yield "To the first child", TO_FIRST_CHILD.get(child.relation, "")
    yield "Seen", SEEN.get(child.seen, "")
    yield "In the child’s own words", child.voice
    yield "What it means for the child", child.impact


def _what(said: Answers) -> Iterator[Line]:
    yield "In one line", said.headline
    yield "What happened", said.narrative
    yield "Kind of worry", KINDS.get(said.kind, "")
    yield "How you know", HOW_KNOWN.get(said.how_known, "")
    yield "Who told you", said.told_by
    clock = f", {said.clock:%H:%M}" if said.clock else ""
    yield "When", f"{day_words(said.day.isoformat())}{clock} ({WHEN[said.precision].lower()})"
    yield "Where", said.place


def _other(other: Other) -> Line:
    return (
        other.name or "Name not known",
        f"{PARTS.get(other.part, '')}. To the first child: {RELATIONS[other.relation]}",
    )


def _done(said: Answers) -> Iterator[Line]:
    yield "What you have done", said.action
    yield "Parents or carers told", PARENTS[said.parents]
    yield "What they said, or why not told", said.parents_words
    yield "Keep from the family", "Yes" if said.withhold_reason is not None else "No"
    yield "What harm it may do", said.withhold_reason or ""
