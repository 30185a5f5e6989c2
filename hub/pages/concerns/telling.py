"""A concern as `concern-raised` events: one about all children who are known by name, and one for each who is not.

A child whom nobody can name waits for a person to say who it is; told apart, that child does not keep the concern from
the records of the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hub.access import Viewer
from hub.domain.vocabulary import Ground, Mode, Role
from hub.pages.concerns.answers import Answers, Other
from hub.pages.concerns.children import Child
from hub.pages.concerns.port import Concern
from hub.pages.concerns.questions import ParentsTold
from hub.pages.present import LONDON

FIRST_REVIEW = timedelta(days=28)
"""For what is kept from the family on the ground of significant harm (`security.md` 3.3)."""
AGE_MARGIN = 1
DANGER = "Whoever raised this said that a child was in immediate danger at the time."


@dataclass(frozen=True, slots=True)
class Telling:
    """One concern being told: its reference, by whom, what, and on which local date."""

    id: str
    viewer: Viewer
    said: Answers
    today: date

    def concern(self) -> Concern:
        """Return the concern with its events; the first has the concern's own id, each further one the next number."""
        groups = self._groups()
        ids = [self.id, *(f"{self.id}.{number}" for number in range(2, len(groups) + 1))]
        events = {name: self._event(group) for name, group in zip(ids, groups, strict=True)}
        return Concern(self.id, events, _about(self.said.children))

    def _groups(self) -> list[list[Child]]:
        named = [child for child in self.said.children if child.is_known_by_name]
        return [group for group in (named, *([one] for one in self.said.children if one not in named)) if group]

    def _event(self, group: Sequence[Child]) -> dict[str, Any]:
        said = self.said
        told = {
            "headline": said.headline,
            "occurred": _occurred(said),
            "category": said.kind,
            "narrative": _narrative(said, group),
            "how_known": said.how_known,
            "source_of_information": said.told_by,
            "action_taken": said.action,
            "family_response": _family(said),
            "author": self._author(),
            "on_behalf_of": self.viewer.agency,
            "children": [self._child(child) for child in group],
            "persons": self._persons(group),
            "handling": self._handling(),
        }
        return {name: value for name, value in told.items() if value}

    def _author(self) -> dict[str, str]:
        who = self.viewer
        return {"staff_id": who.id, "name": who.name, "role": who.role, "contact": self.said.contact}

    def _child(self, child: Child) -> dict[str, Any]:
        told = {
            "local_ref": self._ref(child),
            "identifiers": _identifiers(child),
            **_who(child, self.today),
            "addresses": _addresses(child),
            "impact_on_child": child.impact,
            "childs_voice": _voice(child),
            "significance": self._significance(),
        }
        return {name: value for name, value in told.items() if value}

    def _ref(self, child: Child) -> str:
        return f"{self.id}-child-{child.number}"

    def _significance(self) -> dict[str, str]:
        by = self.viewer.name
        return {"level": "significant", "by": by, "why": DANGER} if self.said.in_danger else {}

    def _persons(self, group: Sequence[Child]) -> list[dict[str, Any]]:
        """The others who were there, and the concern's other children, who are told of in events of their own."""
        absent = [child for child in self.said.children if child not in group]
        others = [self._other(number, one, group) for number, one in enumerate(self.said.others, 1)]
        return [*others, *(self._fellow(child, group) for child in absent)]

    def _other(self, number: int, other: Other, group: Sequence[Child]) -> dict[str, Any]:
        relation = [{"child": self._ref(child), "relation": other.relation} for child in group if child.number == 1]
        told = {"reference": f"{self.id}-person-{number}", "part": other.part, "relations": relation}
        return told | ({"family_name": other.name} if other.name else {})

    def _fellow(self, child: Child, group: Sequence[Child]) -> dict[str, Any]:
        relations = [{"child": self._ref(one), "relation": _between(child, one)} for one in group]
        told: dict[str, Any] = {"reference": self._ref(child), "part": "subject", "relations": relations}
        names = {"given_names": child.given_names, "family_name": child.family_name, "description": child.description}
        return told | {name: value for name, value in names.items() if value}

    def _handling(self) -> dict[str, Any]:
        reason = self.said.withhold_reason
        if reason is None:
            return {}
        withholding = {
            "ground": Ground.SIGNIFICANT_HARM,
            "mode": Mode.SILENT,
            "audience": {"family": True},
            "owner": Role.SOCIAL_WORKER,
            "reason": reason,
            "placed_by": self.viewer.id,
            "review_by": (self.today + FIRST_REVIEW).isoformat(),
        }
        return {"withholdings": [withholding]}


def _about(children: Sequence[Child]) -> str:
    return ", ".join(child.initials for child in children)


def _between(one: Child, other: Child) -> str:
    """How two children of the form stand to each other: the form asks it of each and the first alone."""
    if 1 in (one.number, other.number):
        return one.relation or other.relation
    siblings = {one.relation, other.relation} == {"sibling"}
    return "sibling" if siblings else "unknown"


def _occurred(said: Answers) -> dict[str, str]:
    if said.clock is not None and said.precision != "month":
        moment = datetime.combine(said.day, said.clock, LONDON)
        return {"from": moment.isoformat(), "precision": "about" if said.precision == "about" else "exact"}
    first = said.day.replace(day=1) if said.precision == "month" else said.day
    return {"from": first.isoformat(), "precision": said.precision}


def _narrative(said: Answers, group: Sequence[Child]) -> str:
    places = [f"Where: {said.place}"] if said.place else []
    schools = [f"School or nursery of {child.initials}: {child.school}" for child in group if child.school]
    return "\n\n".join([*([DANGER] if said.in_danger else []), said.narrative, *places, *schools])


def _family(said: Answers) -> str:
    told = {
        ParentsTold.YES: "Parents or carers were told that this concern is raised.",
        ParentsTold.UNSAFE: "Parents or carers were not told, since telling them may put somebody at risk.",
        ParentsTold.NOT_YET: "Parents or carers have not been told.",
    }
    return f"{told[said.parents]} {said.parents_words}".strip()


def _identifiers(child: Child) -> list[dict[str, str]]:
    """Numbers that a person typed are claimed, not verified: they alone lead to nobody's record."""
    typed = {"nhs-number": child.nhs_number, "upn": child.upn}
    return [{"system": system, "value": value, "status": "claimed"} for system, value in typed.items() if value]


def _who(child: Child, today: date) -> dict[str, Any]:
    names = {"given_names": child.given_names, "family_name": child.family_name}
    if child.born and child.born > today and child.family_name:
        return {**names, "expected_date_of_birth": child.born.isoformat()}
    born = {"date_of_birth": child.born.isoformat()} if child.born and child.born <= today else {}
    if child.is_known_by_name:
        return {**names, **born, "description": child.description, **_age(child, child.description)}
    description = child.description or f"Known as {' '.join(name for name in names.values() if name)}"
    return {**names, **born, "description": description, **_age(child, description)}


def _age(child: Child, description: str) -> dict[str, Any]:
    """The age that goes with a description; a year either way where nobody knows the date of birth."""
    if not description:
        return {}
    margin = 0 if child.born else AGE_MARGIN
    years = child.age or 0
    return {"approximate_age": {"from": max(0, years - margin), "to": min(25, years + margin)}}


def _addresses(child: Child) -> list[dict[str, Any]]:
    if not (child.address or child.postcode):
        return []
    lines = list(child.address) or ["Address not known beyond the postcode"]
    return [{"lines": lines} | ({"postcode": child.postcode} if child.postcode else {})]


def _voice(child: Child) -> dict[str, Any]:
    seen = {"alone": {"seen": True, "seen_alone": True}, "not-alone": {"seen": True, "seen_alone": False}}
    told: dict[str, Any] = dict(seen.get(child.seen, {"seen": False} if child.seen == "no" else {}))
    return told | ({"wishes_and_feelings": child.voice} if child.voice else {})
