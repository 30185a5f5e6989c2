"""The law of conservation: whatever was sent is in exactly one place, once, on the right child, and was answered.

Source: `security.md` section 4. Filed once on each child it names, or kept on a person, held for a person, put in
quarantine with its bytes, or not admitted, with nothing kept; and a receipt that tells of what is committed.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from faultlab.oracle.answers import judge_receipts
from faultlab.oracle.keys import HubKeys
from faultlab.oracle.ledger import Expected
from faultlab.oracle.store import Stored
from faultlab.oracle.verdict import Law, Verdict
from faultlab.oracle.wire import Wire

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)


def judge(expected: Sequence[Expected], wire: Wire, stored: Stored, keys: HubKeys) -> Verdict:
    """Return the verdict on a run that has come to rest."""
    verdict = Verdict(sent=len(expected), fates=Counter(one.fate for one in expected))
    _judge_entries(verdict, expected, stored, keys)
    _judge_children(verdict, expected, stored, keys)
    _judge_places(verdict, expected, stored, keys)
    _judge_quarantine(verdict, expected, wire, stored)
    judge_receipts(verdict, expected, wire, stored, keys)
    for owner in stored.unopened:
        verdict.breach(Law.GARBLED, f"stream {owner} has an event that does not open where it stands")
    for owner in stored.broken_streams:
        verdict.breach(Law.LOST, f"stream {owner} has a gap in its versions")
    return verdict


def _promised(one: Expected, keys: HubKeys) -> list[str]:
    """Return the ids of the entries that an event has where it is filed."""
    references = [one.person] if one.person is not None else [reference for reference, _ in one.children]
    return [keys.entry_id(one.source, one.id, reference) for reference in references]


def _judge_entries(verdict: Verdict, expected: Sequence[Expected], stored: Stored, keys: HubKeys) -> None:
    """Each promised entry stands once in the streams and, but for a person's, once in the rows; nothing else does."""
    in_streams = Counter(entry.entry_id for entry in stored.entries)
    in_rows = Counter(row.entry_id for row in stored.rows)
    headlines = {row.entry_id: row.headline for row in stored.rows}
    due: dict[str, Expected] = {}
    for one in expected:
        if one.fate in ("filed", "person"):
            due |= dict.fromkeys(_promised(one, keys), one)
    for entry_id, one in due.items():
        wanted = 0 if one.person is not None else 1
        _count(verdict, in_streams[entry_id], 1, f"{one.id} in the streams")
        _count(verdict, in_rows[entry_id], wanted, f"{one.id} in the rows")
        if wanted and headlines.get(entry_id, one.headline) != one.headline:
            verdict.breach(Law.GARBLED, f"{one.id} does not open to what was said")
    for entry_id in (in_streams.keys() | in_rows.keys()) - due.keys():
        verdict.breach(Law.DUPLICATED, f"entry {entry_id} was promised to nobody")


def _count(verdict: Verdict, found: int, wanted: int, what: str) -> None:
    if found < wanted:
        verdict.breach(Law.LOST, f"{what}: {found} for {wanted}")
    if found > wanted:
        verdict.breach(Law.DUPLICATED, f"{what}: {found} for {wanted}")


def _judge_children(verdict: Verdict, expected: Sequence[Expected], stored: Stored, keys: HubKeys) -> None:
    """All that is told of one child stands on one record, and nothing else stands there."""
    meant = {keys.entry_id(one.source, one.id, ref): number for one in expected for ref, number in one.children}
    stands = [(row.child_id, meant[row.entry_id]) for row in stored.rows if row.entry_id in meant]
    stands += [(entry.owner, meant[entry.entry_id]) for entry in stored.entries if entry.entry_id in meant]
    home, owner = _commonest(stands), _commonest((number, record) for record, number in stands)
    for record, number in stands:
        if owner[number] != record or home[record] != number:
            verdict.breach(Law.WRONG_CHILD, f"child {number} has an entry on record {record}")


def _commonest(pairs: Iterable[tuple[K, V]]) -> dict[K, V]:
    """Return for each key the value that it has most often."""
    found: defaultdict[K, Counter[V]] = defaultdict(Counter)
    for key, value in pairs:
        found[key][value] += 1
    return {key: counts.most_common(1)[0][0] for key, counts in found.items()}


def _judge_places(verdict: Verdict, expected: Sequence[Expected], stored: Stored, keys: HubKeys) -> None:
    """What was taken is known by its id, once; what is held waits; of what was not admitted nothing is kept."""
    for one in expected:
        name = keys.message(one.source, one.id)
        is_taken = one.fate in ("filed", "person", "held")
        _count(verdict, int(name in stored.messages), int(is_taken), f"{one.id} among the messages taken")
        _count(verdict, int(name in stored.held), int(one.fate == "held"), f"{one.id} among those held")


def _judge_quarantine(verdict: Verdict, expected: Sequence[Expected], wire: Wire, stored: Stored) -> None:
    """Each poisonous message on a topic is in quarantine once, by its place, with the bytes that lay there."""
    names = {value: one.id for one in expected if one.fate == "quarantined" for value in one.values}
    due = Counter((m.topic, m.partition, m.offset, m.sha256) for m in wire.inbound if m.sha256 in names)
    kept = Counter((k.topic, k.partition, k.offset, k.sha256) for k in stored.quarantined)
    _judge_missing(verdict, due - kept, kept - due)
    never_sent = {value for one in expected for value in one.values} - {message.sha256 for message in wire.inbound}
    for value in sorted(never_sent):
        verdict.breach(Law.LOST, f"message {value[:12]} is on no topic")


def _judge_missing(
    verdict: Verdict,
    missing: Mapping[tuple[str, int, int, str], int],
    surplus: Mapping[tuple[str, int, int, str], int],
) -> None:
    for place in missing:
        verdict.breach(Law.LOST, f"poison at {place[0]} {place[1]} {place[2]} is not in quarantine")
    for place in surplus:
        verdict.breach(Law.DUPLICATED, f"{place[0]} {place[1]} {place[2]} is in quarantine without need")
