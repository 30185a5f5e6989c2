"""The strict decoder: only a well-formed decision of the expected policy passes; anything else shows nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from hub.domain.vocabulary import Outcome, Shown
from hub.policy.decision import Verdict
from hub.policy.errors import PolicyUnavailable

_ENTRY_KEYS = {"shown", "fields", "masks", "grounds", "rules", "route"}
_EMPTY_WHEN = {Shown.HIDDEN, Shown.MARKED}


@dataclass(frozen=True, slots=True)
class DecodedDecision:
    """The outcome, its rules, and one verdict per class in the order asked (none where refused)."""

    policy: str
    outcome: Outcome
    rules: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


def decode(raw: object, expected_digest: str, stated: Sequence[frozenset[str]]) -> DecodedDecision:
    """Return the decision in `raw` (`{"policy", "decision"}`); `stated` has the fields of each class asked about.

    Raises: PolicyUnavailable, for every other shape, policy, length or word.
    """
    answer = _object(raw, {"policy", "decision"})
    if answer["policy"] != expected_digest:
        _refuse("it comes from another policy than the one expected")
    decision = _object(answer["decision"], {"outcome", "rules", "entries"})
    outcome = _outcome(decision["outcome"])
    verdicts = tuple(_verdict(entry) for entry in _list(decision["entries"]))
    if len(verdicts) != (0 if outcome is Outcome.REFUSE else len(stated)):
        _refuse("it does not answer for each class of entries")
    for verdict, fields in zip(verdicts, stated, strict=False):
        _keep_to(fields, verdict)
    return DecodedDecision(expected_digest, outcome, _some_words(decision["rules"]), verdicts)


def _keep_to(stated: frozenset[str], verdict: Verdict) -> None:
    fields, masks = set(verdict.fields), set(verdict.masks)
    if fields & masks or not fields | masks <= stated:
        _refuse("it names fields that the entry does not state, or both shows and masks one")


def _verdict(value: object) -> Verdict:
    entry = _object(value, _ENTRY_KEYS)
    shown = _shown(entry["shown"])
    verdict = Verdict(
        shown, _words(entry["fields"]), _words(entry["masks"]), _words(entry["grounds"]), _some_words(entry["rules"])
    )
    if shown in _EMPTY_WHEN and (verdict.fields or verdict.masks or verdict.because):
        _refuse("it gives fields of an entry that is not shown")
    if shown not in _EMPTY_WHEN and not verdict.because:
        _refuse("it shows an entry without a ground")
    if (shown is Shown.FULL) == bool(verdict.masks) and shown in (Shown.FULL, Shown.MASKED):
        _refuse("its masks do not agree with what is shown")
    return verdict


def _outcome(value: object) -> Outcome:
    if value not in [outcome.value for outcome in Outcome]:
        _refuse("its outcome is not one of the contract")
    return Outcome(str(value))


def _shown(value: object) -> Shown:
    if value not in [shown.value for shown in Shown]:
        _refuse("it shows an entry in a way that is not of the contract")
    return Shown(str(value))


def _object(value: object, keys: set[str]) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or set(value) != keys:
        _refuse("it does not have the keys of a decision")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        _refuse("it does not have the lists of a decision")
    return value


def _words(value: object) -> tuple[str, ...]:
    words = _list(value)
    if not all(isinstance(word, str) and word for word in words) or len(set(map(str, words))) != len(words):
        _refuse("it names rules or fields by something other than words")
    return tuple(sorted(map(str, words)))


def _some_words(value: object) -> tuple[str, ...]:
    words = _words(value)
    if not words:
        _refuse("it names no rule")
    return words


def _refuse(why: str) -> NoReturn:
    raise PolicyUnavailable(f"the policy engine's answer is not used: {why}")
