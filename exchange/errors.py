"""Every error that the wire raises on purpose, one family, for hub and connectors alike.

ExchangeError                     exchange-error
├── Malformed                     malformed             something sent is not well-formed: `faults` name the places
│   ├── JsonMalformed             json-malformed        not the JSON that we take (RFC 8259, I-JSON limits)
│   ├── DuplicateKey              duplicate-key         one object has the same key twice
│   ├── EnvelopeMalformed         envelope-malformed    not a CloudEvents envelope of the contract
│   │   └── TypeUnknown           unknown-type          an event type, or a version of one, without a schema
│   ├── ReceiptMalformed          receipt-malformed     not a receipt of the contract
│   └── NoticeMalformed           notice-malformed      not a notice of the contract
├── TooLarge                      too-large             over a limit of bytes, levels or nodes
├── RouteMismatch                 route-mismatch        the envelope names another topic, agency or audience
├── SignatureInvalid              signature-invalid     the detached JWS does not hold for these bytes
├── SealedUnreadable              sealed-unreadable     the JWE is malformed, or sealed to another key
├── KeyUnknown                    key-unknown           no key of this id
├── KeyMalformed                  key-malformed         a JWK of another kind, or a key file that cannot be read
├── OutboxConflict                outbox-conflict       an outbox row that contradicts what is asked
├── FolderUnreadable              folder-unreadable     an agency's folder lacks a file or holds a wrong one
└── TransportError                transport-failed      the topic log or the hub's address did not do its part
    ├── Unreachable               transport-unreachable nobody answers, or the log-in is refused
    ├── AskedToWait               transport-busy        the hub takes no more of this lane now, and says until when
    ├── UnknownTopic              topic-unknown         no such topic, or not for this sender
    ├── CommitRefused             commit-refused        the partition belongs to another member by now
    ├── OffsetLost                offset-lost           the wanted offset has fallen off the log
    └── ExtraMissing              extra-missing         an optional package is not installed
"""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document: where (RFC 6901 pointer) and what. Never the value itself."""

    pointer: str
    detail: str


@dataclass(eq=False)
class ExchangeError(Exception):
    """The root. `code` is stable; `detail` is for people and never holds personal data."""

    detail: str
    faults: tuple[Fault, ...] = ()
    code: ClassVar[str] = "exchange-error"

    def __str__(self) -> str:
        return self.detail

    @property
    def pointer(self) -> str:
        """Where the first fault is; "" for the document as a whole."""
        return self.faults[0].pointer if self.faults else ""


@dataclass(eq=False)
class Malformed(ExchangeError):
    code: ClassVar[str] = "malformed"


@dataclass(eq=False)
class JsonMalformed(Malformed):
    code: ClassVar[str] = "json-malformed"


@dataclass(eq=False)
class DuplicateKey(Malformed):
    code: ClassVar[str] = "duplicate-key"


@dataclass(eq=False)
class EnvelopeMalformed(Malformed):
    code: ClassVar[str] = "envelope-malformed"


@dataclass(eq=False)
class TypeUnknown(EnvelopeMalformed):
    code: ClassVar[str] = "unknown-type"


@dataclass(eq=False)
class ReceiptMalformed(Malformed):
    code: ClassVar[str] = "receipt-malformed"


@dataclass(eq=False)
class NoticeMalformed(Malformed):
    code: ClassVar[str] = "notice-malformed"


@dataclass(eq=False)
class TooLarge(ExchangeError):
    code: ClassVar[str] = "too-large"


@dataclass(eq=False)
class RouteMismatch(ExchangeError):
    code: ClassVar[str] = "route-mismatch"


@dataclass(eq=False)
class SignatureInvalid(ExchangeError):
    code: ClassVar[str] = "signature-invalid"


@dataclass(eq=False)
class SealedUnreadable(ExchangeError):
    code: ClassVar[str] = "sealed-unreadable"


@dataclass(eq=False)
class KeyUnknown(ExchangeError):
    code: ClassVar[str] = "key-unknown"


@dataclass(eq=False)
class KeyMalformed(ExchangeError):
    code: ClassVar[str] = "key-malformed"


@dataclass(eq=False)
class OutboxConflict(ExchangeError):
    code: ClassVar[str] = "outbox-conflict"


@dataclass(eq=False)
class FolderUnreadable(ExchangeError):
    code: ClassVar[str] = "folder-unreadable"


@dataclass(eq=False)
class TransportError(ExchangeError):
    """`taken`: of the messages before the one it broke off at, which were taken; `retry_after_s`: the wait asked."""

    taken: tuple[bool, ...] = field(default=(), kw_only=True)
    retry_after_s: float = field(default=0.0, kw_only=True)
    code: ClassVar[str] = "transport-failed"


@dataclass(eq=False)
class Unreachable(TransportError):
    code: ClassVar[str] = "transport-unreachable"


@dataclass(eq=False)
class AskedToWait(TransportError):
    code: ClassVar[str] = "transport-busy"


@dataclass(eq=False)
class UnknownTopic(TransportError):
    code: ClassVar[str] = "topic-unknown"


@dataclass(eq=False)
class CommitRefused(TransportError):
    code: ClassVar[str] = "commit-refused"


@dataclass(eq=False)
class OffsetLost(TransportError):
    """Records from `wanted` up to `beginning` are gone; or, where `wanted` is past the end, the log was made anew."""

    topic: str = ""
    partition: int = 0
    wanted: int = 0
    beginning: int = 0
    code: ClassVar[str] = "offset-lost"


@dataclass(eq=False)
class ExtraMissing(TransportError):
    code: ClassVar[str] = "extra-missing"
