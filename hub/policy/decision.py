"""What a decision says: the answer to the request, and for each entry what is shown and by which rules."""

from dataclasses import dataclass

from hub.domain.vocabulary import Outcome, Shown


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision for one class of entries.

    `fields` may be shown; `masks` are removed and named to the reader; `because` holds only the grounds of what is
    shown and may be told; `rules` are all rules that took part, for the audit record and never for the reader.
    """

    shown: Shown
    fields: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def is_visible(self) -> bool:
        return self.shown is not Shown.HIDDEN


@dataclass(frozen=True, slots=True)
class EntryDecision:
    """The decision for one entry."""

    id: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole answer. `refuse` hides every entry; `allow` and `route` both carry decisions.

    `route` means that something marked has a human owner, named by the rules, who is to be asked.
    """

    policy: str
    outcome: Outcome
    rules: tuple[str, ...]
    entries: tuple[EntryDecision, ...]

    def by_id(self) -> dict[str, Verdict]:
        """Each entry's verdict by entry id."""
        return {entry.id: entry.verdict for entry in self.entries}
