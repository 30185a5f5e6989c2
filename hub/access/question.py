"""The question put to the policy: one viewer, one request, one child's rows after they were filtered for the viewer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from hub.access.asked import Asked, Viewer
from hub.access.relations import Relationship
from hub.domain.amendments import as_corrected, root_of
from hub.domain.chronology import Agreement, Labels, PoliceHandling, SourceRef
from hub.domain.targets import index_by_origin
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Withholding, at
from hub.policy import Consent, DecisionRequest, Entry, Handling, HeldWithholding, Purposeful
from hub.policy import Labels as PolicyLabels
from hub.policy import Relationship as PolicyRelationship
from hub.policy import Viewer as PolicyViewer
from hub.views.model import ChildFile


def question(
    viewer: Viewer, asked: Asked, file: ChildFile, standing: Sequence[Relationship], now: datetime
) -> DecisionRequest:
    """Return what the policy decides on: labels, never a word of what was said."""
    suspects = frozenset(row.labels.origin for row in file.entries if row.is_suspect)
    told = [_released_by(row.labels, suspects) for row in file.entries]
    by_origin = index_by_origin(told)
    return DecisionRequest(
        now=now,
        viewer=PolicyViewer(viewer.id, viewer.agency, viewer.agency_type, viewer.role, viewer.conflicts),
        request=_request(asked, file.agreement),
        child_id=file.child_id,
        relationships=tuple(_relationship(relation) for relation in standing),
        entries=tuple(_entry(labels, _held(file, labels, now), by_origin) for labels in as_corrected(told, suspects)),
    )


def _released_by(labels: Labels, suspects: Collection[SourceRef]) -> Labels:
    """Release nothing to the family by what may not be its agency's word."""
    return replace(labels, released_to=()) if labels.released_to and labels.origin in suspects else labels


def _request(asked: Asked, agreement: Agreement | None) -> Purposeful:
    return Purposeful(
        purpose=asked.purpose,
        reason=asked.reason,
        legal_basis=asked.basis,
        threshold=asked.threshold,
        consent=Consent(agreement.given_by, frozenset(agreement.agency_types)) if agreement else None,
        emergency=asked.emergency,
        countersigned_by=asked.countersigned_by,
    )


def _relationship(relation: Relationship) -> PolicyRelationship:
    until = date.fromisoformat(relation.until) if relation.until else None
    return PolicyRelationship(
        relation.agency, relation.kind, relation.person, date.fromisoformat(relation.since), until
    )


def _held(file: ChildFile, labels: Labels, now: datetime) -> frozenset[HeldWithholding]:
    placed = file.withholdings.get(labels.entry_id, ())
    return frozenset(_withholding(at(one, now)) for one in placed) if placed else frozenset()


def _withholding(one: Withholding) -> HeldWithholding:
    placed_at = (one.agency or None) if one.state is WithholdingState.HELD_NARROW else None
    return HeldWithholding(one.mode, one.state, one.audience, one.fields, placed_at)


def _entry(labels: Labels, held: frozenset[HeldWithholding], by_origin: Mapping[SourceRef, Labels]) -> Entry:
    """What an entry derives from is named by entry id; an origin that is not here stays unknown to the policy."""
    behind = tuple(
        by_origin[ref].entry_id if ref in by_origin else f"{ref.source} {ref.id}" for ref in labels.derived_from
    )
    return Entry(labels.entry_id, _labels(labels, held, _category(labels, by_origin)), behind)


def _category(labels: Labels, by_origin: Mapping[SourceRef, Labels]) -> str:
    """Return the category that rules go by: whoever sees an entry for its category sees what amended it too."""
    amended = by_origin.get(root_of(labels, by_origin))
    return amended.category if amended is not None else labels.category


def _labels(labels: Labels, held: frozenset[HeldWithholding], category: str) -> PolicyLabels:
    return PolicyLabels(
        agency=labels.agency,
        agency_type=labels.agency_type,
        category=category,
        tier=labels.tier,
        third_party=labels.third_party,
        sensitive=labels.sensitive or "none",
        handling=_handling(labels.handling),
        fields=frozenset(labels.fields),
        withholdings=held,
        released_to=frozenset(labels.released_to),
    )


def _handling(code: PoliceHandling | None) -> Handling:
    if code is None:
        return Handling()
    return Handling(code.scheme, code.code, bool(code.condition), frozenset(code.authorised_for))
