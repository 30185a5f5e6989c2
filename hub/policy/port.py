"""The port to a decision engine: a document in, a raw answer out, and the digest of the policy that is expected."""

from collections.abc import Mapping
from typing import Protocol


class PolicyEngine(Protocol):
    """Decides `data.hub.disclosure.decision` for an inner document (`policies/schemas/input.json`)."""

    @property
    def digest(self) -> str:
        """`sha256:` and the hexadecimal digest of the policy that every answer must come from."""

    def decide(self, document: Mapping[str, object]) -> Mapping[str, object]:
        """Return `{"policy": digest that the engine reports, "decision": its result}`, neither of them checked.

        Raises: PolicyUnavailable, if there is no answer.
        """
