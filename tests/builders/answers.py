"""Asks the embedded engine a question in the outer form and keeps its answer."""

from typing import Any

from enginelab.oracle.questions import question
from hub.policy import EmbeddedEngine, decide_document, load_bundle


class Answers:
    """Asks the engine and remembers the answer."""

    def __init__(self) -> None:
        self._engine = EmbeddedEngine(load_bundle())

    def to(self, reader: Any, request: Any, relations: Any, *entries: Any) -> "Answers":
        self.document = decide_document(self._engine, question(reader, request, relations, *entries))
        return self

    @property
    def outcome(self) -> str:
        return str(self.document["request"]["outcome"])

    @property
    def shown(self) -> list[str]:
        return [decision["shown"] for decision in self.document["decisions"]]

    @property
    def first(self) -> Any:
        return self.document["decisions"][0]
