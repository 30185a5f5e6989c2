"""Every error that the hub raises on purpose, one family.

HubError
├── Refused              a request that the rules do not allow, with a reason the caller may read
├── NotFound             no such thing, or nothing of it that the caller may know of
├── Invalid              what was sent is not well-formed: names the place by JSON pointer
├── Conflict             somebody else wrote first; read again and retry
│   └── NameTaken        the name of this request was given to another one before
├── PolicyError          the policy engine gave no usable answer: nothing is shown
├── AuditError           the access could not be recorded: nothing is shown
│   └── AuditWentBack    the store was put back beneath this process: it ends
├── ClosedAfterRestore   the store was restored and has not caught up: readers wait, senders do not
├── TooMany              more than is taken now: says how many seconds to wait
├── KeyMissing           a key was destroyed or was never there
├── Tampered             sealed bytes do not open: changed, cut, or moved from another place
└── Misconfigured        a setting or a service the hub needs is wrong: says which
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass
class HubError(Exception):
    """The root. `code` is stable; `detail` is for people and never holds personal data.

    `exit_status` is what a process says that ends by it.
    """

    detail: str
    code: ClassVar[str] = "hub-error"
    exit_status: ClassVar[int] = 1

    def __str__(self) -> str:
        return self.detail


@dataclass
class Refused(HubError):
    rules: tuple[str, ...] = ()
    code: ClassVar[str] = "refused"


@dataclass
class NotFound(HubError):
    code: ClassVar[str] = "not-found"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document: where (RFC 6901 pointer) and what. Never the value itself."""

    pointer: str
    detail: str


@dataclass
class Invalid(HubError):
    faults: tuple[Fault, ...] = ()
    code: ClassVar[str] = "invalid"


@dataclass
class Conflict(HubError):
    code: ClassVar[str] = "conflict"


@dataclass
class NameTaken(Conflict):
    code: ClassVar[str] = "name-taken"


@dataclass
class PolicyError(HubError):
    code: ClassVar[str] = "policy-unavailable"


@dataclass
class AuditError(HubError):
    code: ClassVar[str] = "audit-unavailable"


@dataclass
class AuditWentBack(AuditError):
    code: ClassVar[str] = "audit-log-went-back"
    exit_status: ClassVar[int] = 4


@dataclass
class ClosedAfterRestore(HubError):
    code: ClassVar[str] = "closed-after-restore"


@dataclass
class TooMany(HubError):
    retry_after_s: int = 1
    code: ClassVar[str] = "too-many"


@dataclass
class KeyMissing(HubError):
    code: ClassVar[str] = "key-missing"


@dataclass
class Tampered(HubError):
    code: ClassVar[str] = "tampered"


@dataclass
class Misconfigured(HubError):
    code: ClassVar[str] = "misconfigured"
