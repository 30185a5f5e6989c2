"""The embedded engine: the same Rego files, decided in this process by regopy."""

import json
import os
import threading
from collections import deque
from collections.abc import Mapping

from hub.policy.bundles import PolicyBundle
from hub.policy.errors import PolicyUnavailable
from hub.policy.rego_cpp import Interpreter, RegoError

_QUERY = "data.hub.disclosure.decision"
_ENTRYPOINT = "hub/disclosure/decision"
_AT_ONCE = min(os.cpu_count() or 1, 4)
"""Questions answered at one time: more would wait for a processor, and each needs a compiled policy of its own."""


class EmbeddedEngine:
    """Decides in process; who asks has a compiled policy to itself meanwhile, because one is not shared safely."""

    def __init__(self, bundle: PolicyBundle) -> None:
        self._bundle = bundle
        self._digest = bundle.digest
        self._turns = threading.Semaphore(_AT_ONCE)
        self._idle: deque[_CompiledPolicy] = deque()

    @property
    def digest(self) -> str:
        return self._digest

    def decide(self, document: Mapping[str, object]) -> Mapping[str, object]:
        """Return the raw decision; PolicyUnavailable if the policy is undefined or failed."""
        try:
            with self._turns:
                succeeded, text = self._ask(document)
        except (RegoError, ValueError) as error:
            raise PolicyUnavailable("the embedded policy engine failed on this request") from error
        return {"policy": self._digest, "decision": _only_expression(succeeded, text)}

    def _ask(self, document: Mapping[str, object]) -> tuple[bool, str]:
        """Ask a compiled policy that nobody else asks now; one that raised an error is not asked again."""
        try:
            policy = self._idle.pop()
        except IndexError:
            policy = _CompiledPolicy(self._bundle)
        answer = policy.ask(document)
        self._idle.append(policy)
        return answer


class _CompiledPolicy:
    """A policy, compiled: some 50 ms of work, and memory that regopy does not give back, so it outlives its thread."""

    def __init__(self, bundle: PolicyBundle) -> None:
        self._interpreter = Interpreter()
        self._interpreter.strict_built_in_errors = True
        for path, text in bundle.modules:
            self._interpreter.add_module(path, text)
        self._compiled = self._interpreter.build(_QUERY, [_ENTRYPOINT])

    def ask(self, document: Mapping[str, object]) -> tuple[bool, str]:
        """Return whether the query succeeded, and what it gave; nothing of the engine's own outlives the call."""
        self._interpreter.set_input(document)
        output = self._interpreter.query_bundle(self._compiled)
        return output.ok(), str(output)


def _only_expression(succeeded: bool, text: str) -> object:
    """The one value of a query; an undefined or failed one is no answer."""
    if not succeeded or text == "undefined":
        raise PolicyUnavailable("the embedded policy engine gave no decision")
    try:
        return json.loads(text)["expressions"][0]
    except (ValueError, LookupError, TypeError) as error:
        raise PolicyUnavailable("the embedded policy engine gave no decision") from error
