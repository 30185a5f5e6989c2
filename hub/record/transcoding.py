"""How values of the domain are written into events: plain JSON by name, read back into the same frozen values."""

from datetime import date
from typing import Any, Generic, TypeVar

from eventsourcing.persistence import JSONTranscoder, Transcoding
from pydantic import TypeAdapter

from hub.domain.agency import SigningKey
from hub.domain.chronology import Finding, Involvement, Labels, Signature, SourceRef, Status
from hub.domain.targets import Placed

T = TypeVar("T")


class AsPlain(Transcoding, Generic[T]):
    """One frozen dataclass as plain JSON; `name` is stored with the event and never changes."""

    def __init__(self, kind: type[T], name: str) -> None:
        self.type = kind
        self.name = name
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def encode(self, obj: Any) -> Any:
        return self._adapter.dump_python(obj, mode="json")

    def decode(self, data: Any) -> T:
        return self._adapter.validate_python(data)


STORED_NAMES: dict[type, str] = {
    Labels: "labels",
    Placed: "placed",
    Involvement: "involvement",
    Status: "status",
    Signature: "signature",
    SigningKey: "signing-key",
    SourceRef: "source-ref",
    Finding: "finding",
    date: "local-date",
}


def register(transcoder: JSONTranscoder) -> None:
    """Teach a transcoder every value that the domain's events carry."""
    for kind, name in STORED_NAMES.items():
        transcoder.register(AsPlain(kind, name))
