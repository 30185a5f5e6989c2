"""The whole of a decision: classes, inner form, engine, strict decoder, and back to each entry."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hub.domain.vocabulary import Outcome, Shown
from hub.policy.classes import EntryClass, class_of_each
from hub.policy.decision import Decision, EntryDecision, Verdict
from hub.policy.decoder import DecodedDecision, decode
from hub.policy.inner import inner_document
from hub.policy.outer import parse_request
from hub.policy.port import PolicyEngine
from hub.policy.request import DecisionRequest


def decide(engine: PolicyEngine, request: DecisionRequest) -> Decision:
    """Ask once per class of entries, in one batch, and return a verdict for every entry of the request.

    Raises: PolicyUnavailable, and then nothing may be shown. Source: design decision 9.
    """
    each = class_of_each(request)
    classes = list(dict.fromkeys(each))
    stated = [entry_class.labels.fields or frozenset() for entry_class in classes]
    decoded = decode(engine.decide(inner_document(request, classes)), engine.digest, stated)
    verdicts = _verdicts(classes, decoded)
    pairs = zip(request.entries, each, strict=True)
    entries = tuple(EntryDecision(entry.id, verdicts[entry_class]) for entry, entry_class in pairs)
    return Decision(decoded.policy, decoded.outcome, decoded.rules, entries)


def confirms(engine: PolicyEngine, request: DecisionRequest, decision: Decision) -> bool:
    """Say whether an earlier decision on this very request stands: the engine decides now, and by the same policy.

    It is asked of the request without its entries, each of which is decided by itself (`policies/hub/disclosure`); the
    same policy decides the same of the same input, since nothing else can be read by a rule (design decision 9).
    Raises: PolicyUnavailable, and then nothing may be shown.
    """
    now = decide(engine, replace(request, entries=()))
    is_refused = now.outcome is Outcome.REFUSE
    return now.policy == decision.policy and is_refused is (decision.outcome is Outcome.REFUSE)


def _verdicts(classes: list[EntryClass], decoded: DecodedDecision) -> dict[EntryClass, Verdict]:
    if decoded.outcome is Outcome.REFUSE:
        return dict.fromkeys(classes, Verdict(Shown.HIDDEN, rules=decoded.rules))
    return dict(zip(classes, decoded.verdicts, strict=True))


def decide_document(engine: PolicyEngine, outer: object) -> dict[str, Any]:
    """The contract's JSON in, the contract's JSON out ("A decision, as `hub policy decide` takes and gives it").

    Fields come in the order in which the entry states them.
    Raises: Invalid, with JSON pointers, for a document of another shape; PolicyUnavailable.
    """
    document, request = parse_request(outer)
    decision = decide(engine, request)
    return {
        "policy": decision.policy,
        "request": {"outcome": decision.outcome.value, "rules": list(decision.rules)},
        "decisions": [
            _entry_document(entry, stated.get("fields", []))
            for entry, stated in zip(decision.entries, document["entries"], strict=True)
        ],
    }


def _entry_document(entry: EntryDecision, stated_fields: Sequence[str]) -> dict[str, Any]:
    verdict = entry.verdict
    return {
        "id": entry.id,
        "shown": verdict.shown.value,
        "fields": sorted(verdict.fields, key=stated_fields.index),
        "masks": sorted(verdict.masks, key=stated_fields.index),
        "rules": list(verdict.rules),
    }
