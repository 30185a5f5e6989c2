"""The grammar of names in an envelope: sources, event types, ids."""

import re

from exchange.errors import EnvelopeMalformed, Fault

AGENCY_SOURCE = re.compile(r"urn:agency:([a-z0-9-]{3,64}):([A-Za-z0-9._~:-]{1,64})", re.ASCII)
HUB_SOURCE = re.compile(r"urn:hub:([a-z0-9-]{3,64})", re.ASCII)
ANY_SOURCE = re.compile(f"{AGENCY_SOURCE.pattern}|{HUB_SOURCE.pattern}", re.ASCII)
EVENT_TYPE = re.compile(r"safeguarding\.([a-z0-9]+(?:-[a-z0-9]+)*)\.v([1-9][0-9]{0,2})", re.ASCII)
MESSAGE_ID = re.compile(r"[!-~](?:[ -~]{0,254}[!-~])?", re.ASCII)
"""1 to 256 printable ASCII characters, no space at either end."""
SUBJECT = re.compile(r"[A-Za-z0-9+/=_-]{16,128}", re.ASCII)
"""A keyed hash in hex or base64; a name or a number of ten digits does not pass."""
AUDIENCE = re.compile(r"[a-z0-9-]{3,64}", re.ASCII)


def agency_of(source: str) -> str:
    """Return the agency id in `urn:agency:<agency_id>:<system>`; EnvelopeMalformed otherwise."""
    return _part(AGENCY_SOURCE, source, "/source", "is not urn:agency:<agency_id>:<system>")


def hub_of(source: str) -> str:
    """Return the hub id in `urn:hub:<hub_id>`; EnvelopeMalformed otherwise."""
    return _part(HUB_SOURCE, source, "/source", "is not urn:hub:<hub_id>")


def event_name(event_type: str) -> str:
    """Return `concern-raised` of `safeguarding.concern-raised.v1`; EnvelopeMalformed otherwise."""
    return _part(EVENT_TYPE, event_type, "/type", "is not safeguarding.<event-name>.v<major>")


def major_version(event_type: str) -> int:
    """Return 1 of `safeguarding.concern-raised.v1`; EnvelopeMalformed otherwise."""
    event_name(event_type)
    return int(event_type.rpartition(".v")[2])


def is_from_hub(source: str) -> bool:
    return HUB_SOURCE.fullmatch(source) is not None


def _part(pattern: re.Pattern[str], text: str, pointer: str, detail: str) -> str:
    match = pattern.fullmatch(text)
    if match is None:
        raise EnvelopeMalformed(f"{pointer} {detail}", (Fault(pointer, detail),))
    return match.group(1)
