"""The embedded engine: the same Rego files, decided in this process by regopy."""

import json
import threading
from collections.abc import Mapping

from regopy import Interpreter, RegoError

from hub.policy.bundles import PolicyBundle
from hub.policy.errors import PolicyUnavailable

_QUERY = "data.hub.disclosure.decision"
_ENTRYPOINT = "hub/disclosure/decision"


class _Compiled(threading.local):
    """The compiled policy of the thread at hand."""

    policy: tuple[Interpreter, object] | None = None


class EmbeddedEngine:
    """Decides in process; one compiled interpreter per thread, because an interpreter is not shared safely."""

    def __init__(self, bundle: PolicyBundle) -> None:
        self._bundle = bundle
        self._digest = bundle.digest
        self._local = _Compiled()

    @property
    def digest(self) -> str:
        return self._digest

    def decide(self, document: Mapping[str, object]) -> Mapping[str, object]:
        """Return the raw decision; PolicyUnavailable if the policy is undefined or failed."""
        try:
            interpreter, compiled = self._compiled()
            interpreter.set_input(document)
            output = interpreter.query_bundle(compiled)
        except RegoError as error:
            raise PolicyUnavailable("the embedded policy engine failed on this request") from error
        return {"policy": self._digest, "decision": _only_expression(output.ok(), str(output))}

    def _compiled(self) -> tuple[Interpreter, object]:
        if self._local.policy is None:
            self._local.policy = _compile(self._bundle)
        return self._local.policy


def _compile(bundle: PolicyBundle) -> tuple[Interpreter, object]:
    interpreter = Interpreter()
    interpreter.strict_built_in_errors = True
    for path, text in bundle.modules:
        interpreter.add_module(path, text)
    return interpreter, interpreter.build(_QUERY, [_ENTRYPOINT])


def _only_expression(succeeded: bool, text: str) -> object:
    """The one value of a query; an undefined or failed one is no answer."""
    if not succeeded or text == "undefined":
        raise PolicyUnavailable("the embedded policy engine gave no decision")
    try:
        return json.loads(text)["expressions"][0]
    except (ValueError, LookupError, TypeError) as error:
        raise PolicyUnavailable("the embedded policy engine gave no decision") from error
