"""A request for history: the hub asks an agency to send again what it was not admitted for, by the agency's own ids."""

from dataclasses import dataclass
from datetime import timedelta

from exchange.errors import Fault, NoticeMalformed
from exchange.strict_json import JsonObject

KEPT_FOR = timedelta(days=365)
"""How long a connector keeps what was not admitted, and how long after it the hub may ask for it: one school year."""

ANSWERS = "inreplyto"
"""The attribute of a message that is sent again for a notice: the notice's id. It is no part of what is said."""

SourceAndId = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HistoryRequest:
    """The messages wanted, all of one subject: nothing in it is not the agency's own, and no child is named."""

    messages: tuple[SourceAndId, ...]

    def to_data(self) -> JsonObject:
        return {"messages": [{"source": source, "id": id} for source, id in self.messages]}

    @classmethod
    def from_data(cls, data: JsonObject) -> "HistoryRequest":
        """Return the request in a notice; NoticeMalformed where it is none."""
        try:
            wanted = tuple((one["source"], one["id"]) for one in data["messages"])
        except (KeyError, TypeError) as error:
            raise _malformed() from error
        if not all(isinstance(part, str) for one in wanted for part in one):
            raise _malformed()
        return cls(wanted)


def _malformed() -> NoticeMalformed:
    detail = "must list messages, each with source and id"
    return NoticeMalformed(f"/data/messages {detail}", (Fault("/data/messages", detail),))
