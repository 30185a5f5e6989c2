"""What one message claims of a child's identity, as keyed hashes that tell a reader of the table nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.identity.identifiers import is_trusted, normal, normal_name, normal_postcode
from hub.keys import KeyProvider, Secret, keyed_hash


@dataclass(frozen=True, slots=True)
class Claims:
    """Keyed hashes of one child as a message describes it.

    `identifiers` maps a system (nhs-number, upn) to the hash of a trusted value. `whole` holds a hash for each address:
    names, date of birth and postcode; `partial` the hash of names and date of birth alone.
    """

    identifiers: Mapping[str, str]
    born: str | None
    whole: tuple[str, ...]
    partial: str | None

    @property
    def can_begin_a_record(self) -> bool:
        """Say whether this is enough to know the child by, should another agency speak of them."""
        return self.partial is not None and bool(self.identifiers or self.whole)


class Hasher:
    """Makes claims of children, and hashes of queries, under the hub's identity secret."""

    def __init__(self, keys: KeyProvider) -> None:
        self._secret = keys.secret(Secret.IDENTITY)

    def claims(self, child: Mapping[str, Any]) -> Claims:
        """Return the claims of one member of an event's `children`."""
        born: str | None = child.get("date_of_birth")
        given, family = child.get("given_names"), child.get("family_name")
        names = (str(given), str(family), born) if given and family and born else None
        postcodes = sorted({normal_postcode(a["postcode"]) for a in child.get("addresses", []) if a.get("postcode")})
        return Claims(
            identifiers={i["system"]: self.identifier(i["system"], i["value"]) for i in _trusted(child)},
            born=keyed_hash(self._secret, "born", born) if born else None,
            whole=tuple(self._whole(*names, postcode) for postcode in postcodes) if names else (),
            partial=self.partial(*names) if names else None,
        )

    def identifier(self, system: str, value: str) -> str:
        """Return the hash of an identifier."""
        return keyed_hash(self._secret, system, normal(value))

    def partial(self, given_names: str, family_name: str, born: str) -> str:
        """Return the hash of names and date of birth."""
        return keyed_hash(self._secret, "partial", normal_name(given_names), normal_name(family_name), born)

    def person(self, agency: str, reference: str) -> str:
        """Return the hash of an adult as one agency refers to them."""
        return keyed_hash(self._secret, "person", agency, reference)

    def _whole(self, given_names: str, family_name: str, born: str, postcode: str) -> str:
        names = (normal_name(given_names), normal_name(family_name))
        return keyed_hash(self._secret, "whole", *names, born, postcode)


def _trusted(child: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [identifier for identifier in child.get("identifiers", []) if is_trusted(identifier)]
