"""Who a child is by some of the entries only: the hashes that those entries claim."""

from collections.abc import Collection, Mapping
from typing import Any

from hub.identity.claims import Hasher
from hub.keys import KeyProvider
from hub.record.contents import open_content
from hub.record.database import Cursor
from hub.views.read import read_child


def known_by(cursor: Cursor, keys: KeyProvider, child_id: str, entry_ids: Collection[str]) -> frozenset[str]:
    """Return the keyed hashes by which these entries of a child, and no others, tell who the child is."""
    file = read_child(cursor, keys, child_id)
    if file is None:
        return frozenset()
    hasher = Hasher(keys)
    told = [one for one in file.entries if one.labels.entry_id in entry_ids]
    claims = [hasher.claims(_child(open_content(keys, one.content, one.labels))) for one in told]
    return frozenset(hashed for one in claims for hashed in (*one.identifiers.values(), *one.whole))


def _child(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the child as the event described them: an entry's addresses are those of the whole household."""
    addresses = [one for one in content.get("addresses", []) if one.get("of") == "child"]
    return {**content.get("identity", {}), "addresses": addresses}
