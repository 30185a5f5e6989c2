"""The fields of an entry's content, and where each field of an event goes."""

from collections.abc import Iterable

SHARED_FIELDS = (
    "headline",
    "narrative",
    "action_taken",
    "no_action_reason",
    "outcome",
    "family_response",
    "author",
    "source_of_information",
    "how_known",
    "verified",
    "evidence",
    "record_ref",
)
CHILD_FIELDS = ("impact_on_child", "childs_voice", "presence", "significance")
IDENTITY_FIELDS = (
    "given_names",
    "family_name",
    "date_of_birth",
    "expected_date_of_birth",
    "sex",
    "identifiers",
    "description",
    "approximate_age",
)
NOT_CONTENT = frozenset(
    {"children", "persons", "handling", "occurred", "category", "derived_from", "corrects", "local_ref", "extensions"}
)
"""What becomes labels, is told of each child apart, or is an agency's own and shown to nobody."""


def content_field(name: str) -> str | None:
    """Return the field of the content in which a field of the event stands (`addresses.lines` in `addresses`).

    None where it stands in no one field, as all of `children` or a label: only the whole entry can be withheld then.
    """
    first = name.removeprefix("children.").partition(".")[0]
    if first in IDENTITY_FIELDS:
        return "identity"
    if first in (*SHARED_FIELDS, *CHILD_FIELDS, "persons", "addresses", "identity"):
        return first
    return None if first in NOT_CONTENT else "details"


def content_fields(names: Iterable[str]) -> frozenset[str] | None:
    """Return the fields of the content in which these stand; None for the whole entry."""
    fields = [content_field(name) for name in names]
    return None if None in fields else frozenset(field for field in fields if field is not None) or None
