"""What pages say of messages that wait: how long, what is wrong and what to do, and how two accounts agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.pages.present import day_words
from hub.pages.words import IDENTIFIERS, plain

MINUTES_IN_AN_HOUR = 60
HOURS_IN_TWO_DAYS = 48
PARTS = {
    "given_names": "given names",
    "family_name": "family name",
    "date_of_birth": "date of birth",
    "expected_date_of_birth": "expected date of birth",
    "sex": "sex",
    "postcode": "postcode",
}
SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept a message out, in plain words, and what to do about it."""

    title: str
    todo: str


ASK_TO_SEND_AGAIN = "Ring the agency and ask it to mend the message and send it again. Then close this one."
NOT_PROVED = Trouble(
    "The hub cannot be sure who sent this",
    "Its signature does not hold. It cannot be filed as the agency’s words. Ring the agency: did it send this?",
)
GARBLED = Trouble("The message cannot be read", ASK_TO_SEND_AGAIN)
TROUBLES = {
    "signature-invalid": NOT_PROVED,
    "key-unknown": Trouble(
        "The hub does not know the key that signed this",
        "Ask an operator to register the agency’s key, then have the hub judge the message again. Until then it cannot "
        "be filed as the agency’s words.",
    ),
    "key-not-for-type": Trouble(
        "The key that signed this is not for this kind of message",
        "It cannot be filed as the agency’s words. Ring the agency: did it send this, and with the right key?",
    ),
    "route-mismatch": NOT_PROVED,
    "sealed-unreadable": GARBLED,
    "json-malformed": GARBLED,
    "duplicate-key": GARBLED,
    "envelope-malformed": GARBLED,
    "unknown-type": Trouble(
        "The hub does not know this kind of message",
        "It is kept, and may be a concern: ring the agency and ask what it says. Ask an operator to add its schema, "
        "then have the hub judge it again.",
    ),
    "too-large": Trouble("The message is too large", ASK_TO_SEND_AGAIN),
    "data-invalid": Trouble(
        "Part of the message is missing or wrong",
        "The places are listed below. Where only words are missing you can file it as it is; else ring the agency.",
    ),
    "type-not-allowed": Trouble(
        "This agency does not send this kind of message",
        "You can file what it says as a note. It opens no case and gives nobody access.",
    ),
    "content-conflict": Trouble(
        "The same message came twice and says different things",
        "The first one is filed. Ask the agency which is right. You can file this one beside it, or close it.",
    ),
    "hub-fault": Trouble("The hub failed on this message", "Tell an operator. Then have the hub judge it again."),
}


def problem_of(code: str) -> Trouble:
    """The trouble of a problem's code; one that is not in the table in its own words."""
    return TROUBLES.get(code, Trouble(plain(code), ASK_TO_SEND_AGAIN))


def waited_words(minutes: int) -> str:
    """How long it has waited: `25 minutes`, `3 hours`, `2 days`; whole units, rounded down."""
    hours = minutes // MINUTES_IN_AN_HOUR
    if hours >= HOURS_IN_TWO_DAYS:
        return f"{hours // 24} days"
    return _count(hours, "hour") if hours else _count(minutes, "minute")


def likeness_words(lines: Iterable[Mapping[str, object]]) -> str:
    """How two accounts agree, in one sentence: `Same date of birth; other NHS number.`"""
    told = list(lines)
    same = [part_title(str(one["part"])) for one in told if one["likeness"] == SAME]
    other = [part_title(str(one["part"])) for one in told if one["likeness"] == DIFFERENT]
    parts = [f"same {_listed(same)}"] if same else []
    parts += [f"other {_listed(other)}"] if other else []
    said = "; ".join(parts) or "nothing that both tell"
    return f"{said[:1].upper()}{said[1:]}."


def part_title(part: str) -> str:
    """`date_of_birth` as `date of birth`, `nhs-number` as `NHS number`."""
    return PARTS.get(part) or IDENTIFIERS.get(part, plain(part))


def told_words(part: str, values: Iterable[str]) -> str:
    """What an account tells of a part; dates in words."""
    said = [day_words(value) if part.endswith("date_of_birth") else value for value in values]
    return ", ".join(said) or "not told"


def type_title(event_type: str) -> str:
    """`safeguarding.concern-raised.v1` as `Concern raised`."""
    name = event_type.removeprefix("safeguarding.").rpartition(".v")[0]
    return plain(name) if name else "Unknown kind of message"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
