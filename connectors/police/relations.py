"""How adults stand to each child, read from the links of a record in either direction."""

from collections.abc import Mapping
from dataclasses import dataclass

from exchange.strict_json import JsonObject

PARENTS = frozenset({"mother-of", "father-of", "parent-of", "step-parent-of"})
BY_SEX = {"female": "mother", "male": "father"}
STRAIGHT = {
    "mother-of": "mother",
    "father-of": "father",
    "step-parent-of": "step-parent",
    "carer-of": "carer",
    "foster-carer-of": "foster-carer",
    "sibling-of": "sibling",
    "grandparent-of": "grandparent",
    "relative-of": "other-relative",
    "household-member-of": "household-member",
    "friend-of": "friend",
    "professional-for": "professional",
    "no-relation-to": "none",
}
"""What a link to a child says in an event's words."""

EITHER_WAY = frozenset({"sibling-of", "relative-of", "household-member-of", "friend-of", "no-relation-to"})


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one record: `said[(person, to)]` is every relation given between two persons, in order."""

    said: Mapping[tuple[str, str], tuple[str, ...]]

    def relation(self, person: JsonObject, child: str) -> str:
        """Return how a person stands to a child; `unknown` where no link tells."""
        told = [found for link in self._between(person["id"], child) if (found := _in_words(link, person))]
        if told:
            return told[0]
        return "partner-of-parent" if self._partner_of_a_parent(person["id"], child) else "unknown"

    def _between(self, person: str, child: str) -> tuple[str, ...]:
        """Return links from a person to a child, with those turned round that read the same the other way."""
        back = self.said.get((child, person), ())
        turned = tuple(
            "parent-of" if link == "child-of" else link for link in back if link in {*EITHER_WAY, "child-of"}
        )
        return self.said.get((person, child), ()) + turned

    def _partner_of_a_parent(self, person: str, child: str) -> bool:
        partners = {to for (one, to), links in self.said.items() if one == person and "partner-of" in links}
        partners |= {one for (one, to), links in self.said.items() if to == person and "partner-of" in links}
        return any(PARENTS & set(self._between(partner, child)) for partner in partners)


def links_of(document: JsonObject) -> Links:
    """Return the links of a record."""
    said: dict[tuple[str, str], tuple[str, ...]] = {}
    for link in document.get("links", []):
        pair = (link["person"], link["to"])
        said[pair] = (*said.get(pair, ()), link["relation"])
    return Links(said)


def _in_words(link: str, person: JsonObject) -> str | None:
    """Return a link as an event says it; a parent whose sex is not known is told as `other`."""
    if link == "parent-of":
        return BY_SEX.get(person.get("sex", ""), "other")
    return STRAIGHT.get(link)
