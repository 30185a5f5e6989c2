"""The fields of an entry's content, and where each field of an event goes."""

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
CHILD_FIELDS = ("impact_on_child", "childs_voice", "significance")
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
NOT_CONTENT = frozenset({"children", "persons", "handling", "occurred", "category", "derived_from", "corrects"})
"""What becomes labels, or is told of each child apart."""


def content_field(name: str) -> str:
    """Return the field of the content in which a field of the event stands (`addresses.lines` in `addresses`)."""
    first = name.partition(".")[0]
    if first in IDENTITY_FIELDS:
        return "identity"
    if first in (*SHARED_FIELDS, *CHILD_FIELDS, "persons", "addresses", "identity"):
        return first
    return "details"
