"""Police handling codes as forces write them: source, information and handling of 3x5x2, and the old 5x5x5.

    3x5x2   source 1 to 3, information A to E, handling P or C     A1P, 1AP, B2C, `3x5x2: A 1 P`, P
    5x5x5   source A to E, information 1 to 5, handling 1 to 5     E41, `5x5x5 B/2/4`, `5x5x5: 2`

The handling decides who may be shown it. How reliable source and information are is kept apart and shown to nobody: it
may point to a human source. A code that cannot be read refuses the record: it never means "to everybody".

Source: College of Policing, intelligence report; before it the National Intelligence Model's 5x5x5.
"""

import re
from dataclasses import dataclass

from connectors.drafts import Reason, Unusable
from exchange.strict_json import JsonObject

FIELD = "/handling/code"
UNREADABLE = "is no handling code of 3x5x2 (such as A1P) or 5x5x5 (such as E41)"
CONTRADICTS = "is not of the scheme that `scheme` names"
OWN_FORCE = "is handling for the originating force: until it is changed, nobody else is shown the entry"
POLICE_ONLY = "is handling for law enforcement: until it is changed, only the police are shown the entry"
NO_CONDITION = "is missing beside handling C: until it is given, only your own force is shown the entry"
NOBODY_NAMED = "names nobody: until it does, only your own force is shown the entry"

_SCHEME = re.compile(r"\s*([35])\s*[X×]\s*5\s*[X×]\s*([25])(?![0-9])(.*)", re.DOTALL)
_NEW = re.compile(r"(?:([1-3])([A-E])|([A-E])([1-3]))?([PC])")
_OLD = re.compile(r"(?:([A-E])([1-5]))?([1-5])")


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `source` and `information` are None where only the handling is written."""

    scheme: str
    handling: str
    source: str | None = None
    information: str | None = None

    def evaluation(self) -> JsonObject | None:
        """Return how reliable source and information are; None where the code does not say."""
        if self.source is None or self.information is None:
            return None
        return {"scheme": self.scheme, "source": self.source, "information": self.information}


def parse(text: str, scheme: str | None = None) -> Code:
    """Return the code in a text.

    Args:
        scheme: 3x5x2 or 5x5x5 where the record says it beside the code; None where the code must tell.

    Raises:
        Unusable: the text is no code, or is of another scheme than is said.
    """
    stated, rest = _stated(text)
    if scheme and stated and scheme != stated:
        raise Unusable(FIELD, CONTRADICTS)
    letters, named = re.sub(r"[\s/.,:;|–-]", "", rest), scheme or stated
    code = _new(letters) or _old(letters, told=named is not None)
    if code is None:
        raise Unusable(FIELD, UNREADABLE)
    if named and code.scheme != named:
        raise Unusable(FIELD, CONTRADICTS)
    return code


def police_code(given: JsonObject, code: Code) -> JsonObject:
    """Return the event's handling code, with its condition and for whom the force releases it."""
    extra: JsonObject = {name: given[name] for name in ("condition", "authorised_for") if name in given}
    return {"scheme": code.scheme, "code": code.handling, **extra}


def remarks(given: JsonObject, code: Code) -> list[Reason]:
    """Return what a sender should know because the code keeps the entry from others than they may think."""
    match code.handling:
        case "C" if not given.get("condition"):
            return [Reason("/handling/condition", NO_CONDITION)]
        case "C" | "2" if not given.get("authorised_for"):
            return [Reason("/handling/authorised_for", NOBODY_NAMED)]
        case "1":
            return [Reason(FIELD, POLICE_ONLY)]
        case "3" | "4" | "5":
            return [Reason(FIELD, OWN_FORCE)]
    return []


def _stated(text: str) -> tuple[str | None, str]:
    """Return the scheme that a text begins with, if it does, and the rest."""
    plain = text.upper()
    found = _SCHEME.fullmatch(plain)
    if found is None or (found[1], found[2]) not in {("3", "2"), ("5", "5")}:
        return None, plain
    return ("3x5x2" if found[1] == "3" else "5x5x5"), found[3]


def _new(letters: str) -> Code | None:
    found = _NEW.fullmatch(letters)
    return Code("3x5x2", found[5], found[1] or found[4], found[2] or found[3]) if found else None


def _old(letters: str, *, told: bool) -> Code | None:
    """Read 5x5x5; a digit that stands alone is a code only where the scheme is told."""
    found = _OLD.fullmatch(letters)
    if found is None or (found[1] is None and not told):
        return None
    return Code("5x5x5", found[3], found[1], found[2])
