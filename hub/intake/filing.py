"""Filing: which children an arrival is about, whether it is admitted, and its entries put on their records."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from exchange.receipts import FiledEntry
from hub.domain.amendments import amended_by
from hub.domain.child import Child
from hub.domain.chronology import Signature, SourceRef
from hub.domain.people import Person
from hub.domain.targets import Placed, Targets, index_by_origin
from hub.domain.vocabulary import AmendmentKind
from hub.failpoints import Point, reach
from hub.identity.claims import Claims, Hasher
from hub.identity.index import Index
from hub.identity.match import Doubt, Known, Match, Unsure, match
from hub.intake.arrivals import Arrival
from hub.intake.drafting import Draft, amendment, draft_child, draft_person, entry_id
from hub.intake.inheriting import Inheritance
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.contents import compartment_key, seal_content
from hub.record.database import Cursor
from hub.record.mapper import aggregate_key


@dataclass(frozen=True, slots=True)
class Admitted:
    """It is filed: for each of the event's children, in order, the match and the claims by which it was made."""

    children: tuple[tuple[Match, Claims], ...] = ()


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """It is only context, and none of its children is open to the hub as far as its sender may know."""


@dataclass(frozen=True, slots=True)
class ForAPerson:
    """The hub takes it, and a person says which child is meant."""

    doubt: Doubt
    candidates: tuple[str, ...]


Decision = Admitted | NotAdmitted | ForAPerson


class SealedEntry(TypedDict):
    """What every record keeps of an entry beside its labels, as `record_entry` takes it; bytes are in base64."""

    sealed: str
    wrapped_key: str
    compartment: str | None
    placed: tuple[Placed, ...]


SPARE_IDS = 64
OWN_WORDS = frozenset({AmendmentKind.CORRECTED, AmendmentKind.WITHDRAWN})
"""What an agency does to its own events only."""
NOBODY = UUID(int=0)
"""The id of a record that is never saved: an entry is drafted on it before anybody has said on whose it belongs."""


class IdPool:
    """Random ids whose keys are durable before they are used; made many at a time, since each making is a commit."""

    def __init__(self, keys: KeyProvider, new_id: Callable[[], UUID]) -> None:
        self._keys = keys
        self._new_id = new_id
        self._spare: list[UUID] = []

    def take(self) -> UUID:
        """Return an id that no record has yet."""
        if not self._spare:
            fresh = [self._new_id() for _ in range(SPARE_IDS)]
            reach(Point.BEFORE_KEYS)
            self._keys.make(aggregate_key(one) for one in fresh)
            reach(Point.AFTER_KEYS)
            self._spare = fresh
        return self._spare.pop()


class Filing:
    """Files the arrivals of one batch. The aggregates it changes wait in `changed` to be saved together."""

    def __init__(self, cursor: Cursor, record: ChildRecord, keys: KeyProvider, pool: IdPool) -> None:
        self._record = record
        self._keys = keys
        self._pool = pool
        self._hasher = Hasher(keys)
        self.index = Index(cursor)
        self.learn: Callable[[str, Claims], None] = self.index.learn
        self._claims: dict[str, tuple[Claims, ...]] = {}
        self.changed: dict[str, Child | Person] = {}
        self._inheritance = Inheritance(cursor, keys, self._holder, self.changed)
        self.standing = self._inheritance.standing

    def expect(self, arrival: Arrival) -> None:
        """Note what an arrival claims of its children, which `look_up` reads for all of them at once."""
        self._claims_of(arrival)

    def look_up(self) -> None:
        """Have the index read what it will be asked of the children of the arrivals expected."""
        self.index.expect([one for claims in self._claims.values() for one in claims])

    def decide(self, arrival: Arrival, *, amends_taken: bool = False) -> Decision:
        """Say what happens to an arrival; changes nothing.

        Args:
            amends_taken: it corrects or withdraws, for one of its children, what the hub took: that is no mere context.
        """
        matched = self.matches(arrival)
        matches = [one for one, _ in matched]
        is_context = arrival.notes.admission == "contextual" and not amends_taken
        if matched and is_context and not self._any_open(arrival, matches):
            return NotAdmitted()
        doubts = [one for one in matches if isinstance(one, Unsure)]
        if doubts:
            return ForAPerson(doubts[0].doubt, tuple(candidate for one in doubts for candidate in one.candidates))
        return Admitted(matched)

    def matches(self, arrival: Arrival) -> tuple[tuple[Match, Claims], ...]:
        """Return for each of the event's children, in order, whom the index says is meant, and by which claims."""
        told = arrival.data.get("children", [])
        claims = self._claims_of(arrival)
        amended = (self._amended(arrival, child) for child in told)
        found = [known or match(self.index, one) for known, one in zip(amended, claims, strict=True)]
        return tuple(zip(_told_apart(claims, found), claims, strict=True))

    def claims(self, arrival: Arrival) -> tuple[Claims, ...]:
        """Return what an arrival claims of each of its children."""
        return self._claims_of(arrival)

    def _claims_of(self, arrival: Arrival) -> tuple[Claims, ...]:
        if arrival.digest not in self._claims:
            told = arrival.data.get("children", [])
            self._claims[arrival.digest] = tuple(self._hasher.claims(child) for child in told)
        return self._claims[arrival.digest]

    def drafts(self, arrival: Arrival, recorded: datetime) -> tuple[Draft, ...]:
        """Return the entries as they would be filed on nobody's record yet, each with what it would inherit."""
        nobody = Child.register(NOBODY, recorded)
        told = [draft_child(self._keys, arrival, child, recorded) for child in arrival.data["children"]]
        drafted = told or [draft_person(self._keys, arrival, recorded)]
        return tuple(self._with_inherited(draft, nobody) for draft in drafted)

    def named(self, arrival: Arrival, origin: SourceRef) -> set[str]:
        """Return the ids that the entries of another of the agency's events have for this one's children."""
        return {entry_id(self._keys, origin, told["local_ref"]) for told in arrival.data.get("children", [])}

    def has(self, child_id: str, origin: SourceRef) -> bool:
        """Say whether an agency's event stands on a child's record."""
        return self._child(child_id).entry_of(origin) is not None

    def is_open_to_sender(self, arrival: Arrival, child_ids: Iterable[str]) -> bool:
        """Say whether any of these children is open to the hub, as far as the sender may know."""
        agency = arrival.voice
        return any(self._child(one).is_open_to(agency.agency_id, agency.agency_type) for one in sorted(set(child_ids)))

    def file(self, arrival: Arrival, admitted: Admitted, recorded: datetime) -> tuple[FiledEntry, ...]:
        """Put the entries on the records of all the event's children, in their order, or of its person."""
        pairs = zip(arrival.data["children"], admitted.children, strict=True)
        filed = [self._file_on_child(arrival, child, *decided, recorded) for child, decided in pairs]
        filed = filed or [self._file_on_person(arrival, recorded)]
        if any(holder.placed for holder, _ in filed):
            for origin in filter(None, (corrected_or_withdrawn(arrival), arrival.origin)):
                self._inheritance.hand_down(origin, recorded)
        return tuple(entry for _, entry in filed)

    def entries_to_be(self, arrival: Arrival, recorded: datetime) -> tuple[FiledEntry, ...]:
        """Return the entries that an arrival will have, in the order of its children, wherever a person files it."""
        drafts = [draft_child(self._keys, arrival, child, recorded) for child in arrival.data["children"]]
        return tuple(FiledEntry(draft.labels.entry_id) for draft in drafts)

    def _any_open(self, arrival: Arrival, matches: Sequence[Match]) -> bool:
        return self.is_open_to_sender(arrival, (candidate for one in matches for candidate in candidates(one)))

    def _amended(self, arrival: Arrival, told: Mapping[str, Any]) -> Known | None:
        """Return the child on whom the entry stands that this agency corrects or withdraws, by its own reference.

        Who the child is was decided when that entry was filed; what is told of the child now may be what is corrected.
        """
        target = corrected_or_withdrawn(arrival)
        if target is None:
            return None
        entry = entry_id(self._keys, target, told["local_ref"])
        holders = (one for one in self._inheritance.holders(target) if isinstance(one, Child))
        return next((Known(str(child.id)) for child in holders if entry in child.entries), None)

    def _file_on_child(
        self, arrival: Arrival, told: Mapping[str, Any], matched: Match, claims: Claims, recorded: datetime
    ) -> tuple[Child | Person, FiledEntry]:
        teaches = self._teaches(arrival, told, claims)
        child = self._child(matched.child_id) if isinstance(matched, Known) else self._new_child(recorded)
        draft = self._with_inherited(reaching_back(draft_child(self._keys, arrival, told, recorded), child), child)
        child.record_entry(
            draft.labels,
            **self._sealed(child.id, draft),
            involvements=draft.involvements,
            statuses=draft.statuses,
            signature=Signature(arrival.kid, arrival.logged),
        )
        self.changed[str(child.id)] = child
        if teaches:
            self.learn(str(child.id), claims)
        return child, FiledEntry(draft.labels.entry_id)

    def _teaches(self, arrival: Arrival, told: Mapping[str, Any], claims: Claims) -> bool:
        """Say whether the identity index learns what is told of a child.

        A withdrawal teaches nothing. What is filed by the reference of the entry that it corrects teaches only where
        it leads to that child by itself: it may say that another child was meant, and what others send of that child
        would follow it onto the wrong record (`security.md` T19).
        """
        amends = amendment(arrival)
        if amends is not None and amends.kind is AmendmentKind.WITHDRAWN:
            return False
        known = self._amended(arrival, told)
        return known is None or match(self.index, claims) == known

    def _file_on_person(self, arrival: Arrival, recorded: datetime) -> tuple[Child | Person, FiledEntry]:
        draft = draft_person(self._keys, arrival, recorded)
        hashed = self._hasher.person(arrival.agency.agency_id, draft.local_ref)
        known = self.index.person(hashed)
        person = self._person(known) if known is not None else Person.register(self._pool.take(), recorded)
        draft = self._with_inherited(draft, person)
        person.record_entry(draft.labels, **self._sealed(person.id, draft))
        self.changed[str(person.id)] = person
        if known is None:
            self.index.learn_person(hashed, str(person.id))
        return person, FiledEntry(draft.labels.entry_id)

    def _with_inherited(self, draft: Draft, holder: Child | Person) -> Draft:
        return replace(draft, placed=(*draft.placed, *self._inheritance.inherited(draft.labels, holder)))

    def _sealed(self, owner: UUID, draft: Draft) -> SealedEntry:
        compartment = draft.labels.agency if draft.placed else None
        if compartment is not None:
            self._keys.make([compartment_key(compartment)])
        content = seal_content(self._keys, str(owner), draft.labels, draft.content, compartment)
        return SealedEntry(
            sealed=b64encode(content.sealed).decode(),
            wrapped_key=b64encode(content.wrapped_key).decode(),
            compartment=compartment,
            placed=draft.placed,
        )

    def _new_child(self, recorded: datetime) -> Child:
        return Child.register(self._pool.take(), recorded)

    def _holder(self, name: str) -> Child | Person:
        return self.changed.get(name) or self._record.repository.get(UUID(name))

    def _child(self, child_id: str) -> Child:
        changed = self.changed.get(child_id)
        return changed if isinstance(changed, Child) else self._record.child(child_id)

    def _person(self, person_id: str) -> Person:
        changed = self.changed.get(person_id)
        return changed if isinstance(changed, Person) else self._record.repository.get(UUID(person_id))


def corrected_or_withdrawn(arrival: Arrival) -> SourceRef | None:
    """Return the agency's own event that this one corrects or withdraws; a dispute does neither."""
    amends = amendment(arrival)
    return amends.target if amends is not None and amends.kind in OWN_WORDS else None


def reaching_back(draft: Draft, child: Child) -> Draft:
    """Return a draft whose own withholdings cover what it corrects too, back to its first wording.

    An agency that says too late that a thing must be withheld means what it said first as well (`security.md` 3.13).
    """
    amends = draft.labels.amends
    if amends is None or amends.kind is not AmendmentKind.CORRECTED:
        return draft
    covered = Targets(origins=amended_by(draft.labels, index_by_origin(child.entries.values())))
    return replace(draft, placed=tuple(replace(one, targets=covered) for one in draft.placed))


def candidates(matched: Match) -> tuple[str, ...]:
    """Return the ids of the children whom a match names: one where it is known, those in question where it is not."""
    if isinstance(matched, Known):
        return (matched.child_id,)
    return matched.candidates if isinstance(matched, Unsure) else ()


def _told_apart(claims: Sequence[Claims], matches: Sequence[Match]) -> list[Match]:
    """Return the matches, in doubt where two children of one event can't be told apart."""
    apart: list[Match] = list(matches)
    for number, one in enumerate(claims):
        for other in range(number):
            if alike(one, claims[other]) or _same_child(matches[number], matches[other]):
                apart[number] = Unsure(Doubt.IDENTIFIERS_DISAGREE, candidates(matches[number]))
    return apart


def alike(one: Claims, other: Claims) -> bool:
    """Say whether two children as they are told of have an identifier, or names and date of birth, in common."""
    hashes = {*one.identifiers.values(), *one.whole, one.partial}
    return bool((hashes & {*other.identifiers.values(), *other.whole, other.partial}) - {None})


def _same_child(one: Match, other: Match) -> bool:
    return isinstance(one, Known) and isinstance(other, Known) and one.child_id == other.child_id
