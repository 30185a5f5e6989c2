"""What a restored store lacks of what was witnessed, in words for the operator; never told to readers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hub.witness.acts import Act, Kind

_ACTS = {
    Kind.WITHHOLDING: "acts on withholdings have not come back: they wait for the messages that they are about",
    Kind.FINDING: "findings on suspect messages have not come back: they wait for those messages",
    Kind.AGENCY: "changes to agencies or their keys have not come back",
    Kind.POLICY: "releases of the policy have not come back",
    Kind.ERASURE: "erasures have not been done again",
    Kind.LOSS: "losses that were accepted have not come back",
    Kind.WITNESS: "notes of witnesses have not come back",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that keeps readers out: `about` is a word for programs, `detail` a sentence for the operator."""

    about: str
    detail: str


def of_acts(missing: Sequence[Act]) -> list[Gap]:
    """Return a gap for each kind of act that is missing."""
    counted = Counter(act.kind for act in missing)
    return [Gap(kind.value, f"{count} {_ACTS[kind]}") for kind, count in sorted(counted.items())]


def of_policy(digest: str | None, released: Sequence[str]) -> list[Gap]:
    """Return a gap where the policy at hand is not the one that was released last."""
    if digest is None or not released or released[-1] == digest:
        return []
    return [Gap("policy", f"the policy at hand is {digest}, the one released last {released[-1]}: install that one")]


def of_audit(size: int, root: bytes | None, witnessed_size: int, witnessed_root: bytes) -> list[Gap]:
    """Return a gap where the audit log does not continue what was witnessed.

    Args:
        root: that of the log's first `witnessed_size` leaves, None where it has fewer.
    """
    if root is None:
        lost = f"leaves {size} to {witnessed_size - 1} of the audit log are missing and no witness mirrors them"
        return [Gap("audit", lost)]
    if root != witnessed_root:
        return [Gap("audit", f"the audit log is not the one whose {witnessed_size} leaves were witnessed")]
    return []
