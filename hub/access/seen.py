"""An entry of which a reader may see something: what every list, page and audit record is made of."""

from dataclasses import dataclass
from functools import cached_property

from hub.audit import DisclosedEntry
from hub.policy.decision import Verdict
from hub.views.model import EntryRow


@dataclass(frozen=True)
class Seen:
    """An entry of which this viewer may see something, and how much."""

    row: EntryRow
    verdict: Verdict

    @cached_property
    def line(self) -> DisclosedEntry:
        """What the audit keeps of it once shown, where nobody else is kept from it."""
        labels, verdict = self.row.labels, self.verdict
        return DisclosedEntry(
            entry_id=labels.entry_id,
            agency=labels.agency,
            category=labels.category,
            tier=labels.tier,
            shown=verdict.shown,
            masks=tuple(verdict.masks),
            rules=tuple(verdict.rules),
        )
