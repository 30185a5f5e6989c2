"""Receipts against what is committed: each event has one, and none tells of what the store does not hold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from faultlab.oracle.keys import HubKeys
from faultlab.oracle.ledger import Expected
from faultlab.oracle.store import Stored, StoredReceipt
from faultlab.oracle.verdict import Law, Verdict
from faultlab.oracle.wire import Receipt, Wire

OUTCOMES = {
    "filed": "accepted",
    "person": "accepted",
    "held": "accepted",
    "not-admitted": "not-admitted",
    "quarantined": "quarantined",
}
"""The outcome that a receipt tells of each fate."""


def judge_receipts(verdict: Verdict, expected: Sequence[Expected], wire: Wire, stored: Stored, keys: HubKeys) -> None:
    """Judge every receipt on the wire, and every event that ought to have one."""
    answers: defaultdict[tuple[str, str], list[Receipt]] = defaultdict(list)
    for receipt in wire.receipts:
        answers[(receipt.source, receipt.id)].append(receipt)
    for one in expected:
        found = answers[(one.source, one.id)]
        verdict.receipted += bool(found)
        if not found:
            verdict.breach(Law.LOST, f"{one.id} has no receipt")
        for receipt in found:
            _judge_outcome(verdict, one, receipt, keys)
    for name, receipts in answers.items():
        committed = stored.receipts.get(keys.message(*name))
        for receipt in receipts:
            if reason := _premature(receipt, committed):
                verdict.breach(Law.RECEIPT_BEFORE_COMMIT, f"{receipt.id} revision {receipt.revision}: {reason}")
    _judge_time(verdict, expected, wire, answers)


def _judge_outcome(verdict: Verdict, one: Expected, receipt: Receipt, keys: HubKeys) -> None:
    if receipt.outcome != OUTCOMES[one.fate]:
        verdict.breach(Law.LOST, f"{one.id} ought to be {one.fate} and its receipt says {receipt.outcome}")
    if receipt.outcome == "accepted" and one.person is None:
        promised = tuple(keys.entry_id(one.source, one.id, reference) for reference, _ in one.children)
        if receipt.entries != promised:
            verdict.breach(Law.LOST, f"the receipt of {one.id} names other entries than its own")


def _premature(receipt: Receipt, committed: StoredReceipt | None) -> str:
    """Return why a receipt tells of what was not committed when it was sent; nothing where it does not.

    A receipt that was sent and whose transaction then failed is given away by its instant: the message is taken again,
    and no instant is given twice.
    """
    if committed is None or committed.revision < receipt.revision:
        return "the store holds no such revision"
    if committed.revision > receipt.revision:
        return ""
    if (committed.outcome, committed.recorded) != (receipt.outcome, _padded(receipt.recorded)):
        return "the store holds another"
    if receipt.appended + 1 <= committed.committed:
        return f"it was on the topic {committed.committed - receipt.appended:.0f} ms before the commit"
    return ""


def _padded(instant: str) -> str:
    """Return an instant of the wire with six digits of a second, as the store writes it."""
    whole, _, fraction = instant.removesuffix("Z").partition(".")
    return f"{whole}.{fraction.ljust(6, '0')}Z"


def _judge_time(
    verdict: Verdict,
    expected: Iterable[Expected],
    wire: Wire,
    answers: Mapping[tuple[str, str], Sequence[Receipt]],
) -> None:
    """What came later on a partition was recorded later, whatever the clocks of the machines did (T11, G12)."""
    names = {value: (one.source, one.id) for one in expected for value in one.values}
    last: dict[tuple[str, int], str] = {}
    seen: set[tuple[str, str]] = set()
    for message in wire.inbound:
        name = names.get(message.sha256)
        first = [one for one in answers.get(name, ()) if one.revision == 1] if name is not None else []
        if name is None or name in seen or not first:
            continue
        seen.add(name)
        place, recorded = (message.topic, message.partition), _padded(first[0].recorded)
        if recorded <= last.get(place, ""):
            verdict.breach(Law.TIME_WENT_BACK, f"{name[1]} was recorded before what came before it")
        last[place] = recorded
