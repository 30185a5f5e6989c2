"""The errors that only the interface has, in the hub's family.

HubError             (hub.domain.errors)
├── Unauthenticated  no token, or one that does not hold
├── TooLarge         a body over the wire's limit
├── Unsupported      a content type that is not taken
├── TooSlow          a body that does not come
└── Unavailable      a part that the request needs is not there now
"""

from dataclasses import dataclass
from typing import ClassVar

from hub.domain.errors import HubError


@dataclass
class Unauthenticated(HubError):
    code: ClassVar[str] = "unauthenticated"


@dataclass
class TooLarge(HubError):
    code: ClassVar[str] = "too-large"


@dataclass
class Unsupported(HubError):
    code: ClassVar[str] = "unsupported"


@dataclass
class TooSlow(HubError):
    code: ClassVar[str] = "too-slow"


@dataclass
class Unavailable(HubError):
    code: ClassVar[str] = "unavailable"
