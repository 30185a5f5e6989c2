"""Why something is shown, in plain words: the title of a rule, what it says, and the guidance that it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.pages.words import plain
from hub.policy import RuleText

OF_THE_HUB = ("decisions.md", "design", "security.md")
AGREED_LOCALLY = "Agreed by the partnership"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule for people. `source` names the guidance, or who agreed on the rule where none does."""

    title: str
    description: str
    source: str


def reasons(rules: Iterable[str], texts: Mapping[str, RuleText]) -> list[Reason]:
    """Return the rules in words, each once; one without a text by its name."""
    return [_reason(rule, texts.get(rule)) for rule in dict.fromkeys(rules)]


def _reason(rule: str, text: RuleText | None) -> Reason:
    if text is None:
        return Reason(plain(rule), "", AGREED_LOCALLY)
    return Reason(text.title, text.description, guidance(text.source))


def guidance(source: str) -> str:
    """Return the parts of a rule's source that people outside can look up."""
    parts = (part.strip() for part in source.split(";"))
    return "; ".join(named for part in parts if (named := _outside(part))) or AGREED_LOCALLY


def _outside(part: str) -> str:
    """A reference to the hub's own papers is told by the law that stands behind it in brackets, if any does."""
    if not part.startswith(OF_THE_HUB):
        return part
    _, bracket, law = part.partition("(")
    return law.rstrip(")") if bracket else ""
