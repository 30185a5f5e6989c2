"""What was done to an entry after it came: corrections, disputes and later judgements, beside the original wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.pages.entry import Row, rows
from hub.pages.present import instant_words, occurred_words
from hub.pages.words import role_title

TITLES = {
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
    "disputed": "Disputed",
    "significance-changed": "Significance judged again",
}
LEVELS = {"significant": "Judged significant later", "routine": "Judged routine later"}


@dataclass(frozen=True, slots=True)
class Change:
    """One amendment: what it was, when and by whom, why, and the parts of the entry as they read before it."""

    title: str
    when: str
    by: str
    reason: str
    before: tuple[Row, ...]


def changes(entry: Mapping[str, object]) -> list[Change]:
    """Return an entry's amendments, oldest first, as access lists them."""
    listed = entry.get("amendments")
    told = listed if isinstance(listed, list | tuple) else ()
    return [_change(one) for one in told if isinstance(one, Mapping)]


def _change(one: Mapping[str, object]) -> Change:
    kind, level = str(one.get("kind") or ""), str(one.get("level") or "")
    return Change(
        title=LEVELS.get(level) or TITLES.get(kind, "Amended"),
        when=_when(one),
        by=_by(one),
        reason=_reason(one),
        before=_before(one.get("was")),
    )


def _when(one: Mapping[str, object]) -> str:
    """When whoever amended it wrote it down, or else when the hub learned of it."""
    moment = one.get("noted") or one.get("recorded")
    return instant_words(str(moment)) if moment else ""


def _by(one: Mapping[str, object]) -> str:
    agency, author = str(one.get("agency_name") or one.get("agency") or ""), one.get("author")
    if not isinstance(author, Mapping):
        return agency
    role = role_title(str(author["role"])) if author.get("role") else ""
    return ", ".join(part for part in (str(author.get("name") or ""), role, agency) if part)


def _reason(one: Mapping[str, object]) -> str:
    """Why, and who disputes it, where that is not who tells of it."""
    disputed_by, reason = str(one.get("disputed_by") or ""), str(one.get("reason") or "")
    return f"{disputed_by[:1].upper()}{disputed_by[1:]} says: {reason}" if disputed_by else reason


def _before(was: object) -> tuple[Row, ...]:
    """The earlier wording as titled rows: the headline and the date first, then the parts of an entry."""
    if not isinstance(was, Mapping):
        return ()
    headline = [Row("Headline", (str(was["headline"]),))] if was.get("headline") else []
    occurred = was.get("occurred")
    happened = [Row("Happened", (occurred_words(occurred),))] if isinstance(occurred, Mapping) else []
    return (*headline, *happened, *_parts(was))


def _parts(was: Mapping[str, object]) -> Sequence[Row]:
    return rows({name: value for name, value in was.items() if name != "masks"})
