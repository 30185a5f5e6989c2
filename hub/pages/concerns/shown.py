"""The choices of the form as the components of the pages take them."""

from collections.abc import Mapping

from hub.pages.concerns import questions
from hub.pages.templating import govuk_items


def choices() -> dict[str, object]:
    """Return each question's items, without which of them was chosen."""
    return {
        "yes_no": _items(questions.YES_NO),
        "how_known": _items(questions.HOW_KNOWN),
        "when": _items(questions.WHEN),
        "seen": _items(questions.SEEN),
        "parents": _items(questions.PARENTS),
        "kinds": govuk_items(questions.KINDS, "Not sure"),
        "parts": govuk_items(questions.PARTS, "Select their part"),
        "relations": govuk_items(questions.RELATIONS, "Not known"),
        "to_first_child": govuk_items(questions.TO_FIRST_CHILD, "Select"),
        "more_persons": range(2, questions.MOST_PERSONS + 1),
    }


def _items(titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": str(value), "text": text} for value, text in titles.items()]
