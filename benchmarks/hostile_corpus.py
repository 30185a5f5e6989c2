"""Hostile messages: what a poison sender (`security.md` T6, T7) would put on its own topic, each made anew when asked.

Kinds say how far a message comes: `bytes` are not an envelope, `envelope` is signed and wrong, `signature` and `seal`
attack what is verified and opened, and `data` is signed, sealed and opens.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from exchange.encoding import from_base64url, to_base64url
from exchange.envelope import Envelope, encode
from exchange.keys import Jwk
from exchange.limits import MAX_MESSAGE_BYTES
from exchange.messages import Headers, Message, signed_headers
from exchange.sealing import seal
from exchange.signing import sign
from exchange.strict_json import canonical

MIB = 2**20
SECOND_OF_MARCH = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
FULL = MAX_MESSAGE_BYTES - 2_000
"""As much as a value may hold beside its headers."""


@dataclass(frozen=True, slots=True)
class Forge:
    """An agency's own credentials, used for ill. `event` is the data of a sound concern."""

    agency: str
    hub: str
    signing_key: Jwk
    sealing_key: Jwk
    event: Mapping[str, Any]

    def envelope(self, data: Any, name: str) -> Envelope:
        """Return an envelope that is sound but for what it carries."""
        return Envelope(
            id=f"hostile-{name}",
            source=f"urn:agency:{self.agency}:system",
            type="safeguarding.concern-raised.v1",
            time=SECOND_OF_MARCH,
            subject="h" * 43,
            topic=f"agency.{self.agency}.urgent",
            audience=self.hub,
            data=data,
        )

    def message(self, value: bytes, headers: Headers | None = None) -> Message:
        """Return bytes as a message, signed unless headers are given."""
        signed = signed_headers(sign(value, self.signing_key)) if headers is None else headers
        return Message(f"agency.{self.agency}.urgent", b"h" * 43, value, signed)

    def carrying(self, sealed: str, name: str) -> Message:
        """Return a signed message whose data is this text."""
        return self.message(encode(self.envelope(sealed, name)))

    def sealed(self, plaintext: bytes, name: str) -> Message:
        """Return a signed message that holds this plaintext, sealed to the hub."""
        return self.carrying(seal(plaintext, self.sealing_key), name)

    def saying(self, changes: Mapping[str, Any], name: str) -> Message:
        """Return a signed message with the sound event, changed."""
        return self.sealed(json.dumps({**self.event, **changes}).encode("utf-8", "surrogatepass"), name)


Make = Callable[[Forge, str], Message]


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile message. `kind` is one of bytes, envelope, signature, seal, data."""

    kind: str
    name: str
    make: Make

    def message(self, forge: Forge) -> Message:
        """Make it."""
        return self.make(forge, self.name)


def cases() -> Iterator[Case]:
    """Yield every case; names are unique."""
    for kind, found in (
        ("bytes", _bytes()),
        ("envelope", _envelopes()),
        ("signature", _signatures()),
        ("seal", _seals()),
        ("data", _data()),
    ):
        for name, make in found.items():
            yield Case(kind, name, make)


def _bytes() -> dict[str, Make]:
    values = {
        "nothing": b"",
        "nul": b"\0",
        "not-utf-8": b"\xff\xfe{\0}\0",
        "overlong-utf-8": b'{"a":"\xc0\xaf"}',
        "byte-order-mark": b"\xef\xbb\xbf{}",
        "one-bracket": b"{",
        "brackets": b"[" * FULL,
        "brackets-closed": b"[" * (FULL // 2) + b"]" * (FULL // 2),
        "objects-in-objects": b'{"a":' * (FULL // 5),
        "values": b"[" + b"0," * (FULL // 2 - 2) + b"0]",
        "commas-in-a-string": b'{"a":"' + b"," * (FULL - 10) + b'"}',
        "brackets-in-a-string": b'{"a":"' + b"[" * (FULL - 10) + b'"}',
        "a-string-that-never-ends": b'{"a":"' + b"\\\\" * (FULL // 2 - 8),
        "quotes": b'"' * FULL,
        "escapes": b'{"a":"' + b"\\u0000" * (FULL // 6 - 4) + b'"}',
        "half-surrogates": b'{"a":"' + b"\\ud800" * (FULL // 6 - 4) + b'"}',
        "spaces": b" " * FULL,
        "keys-given-twice": b"{" + b'"a":1,' * 40_000 + b'"a":1}',
        "key-given-twice-deep": b'{"a":' * 60 + b'{"b":1,"b":2}' + b"}" * 60,
        "a-great-integer": b'{"a":' + b"9" * (FULL - 10) + b"}",
        "a-long-fraction": b'{"a":0.' + b"3" * (FULL - 20) + b"}",
        "a-great-exponent": b'{"a":1e' + b"9" * (FULL - 20) + b"}",
        "not-a-number": b'{"a":NaN}',
        "too-large-by-one": b" " * (MAX_MESSAGE_BYTES + 1),
        "gzip-bomb": gzip.compress(b"\0" * 64 * MIB),
        "zip-magic": b"PK\x03\x04" + b"\0" * 1_000,
        "billion-laughs": _laughs(),
        "external-entity": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "yaml-bomb": b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n",
        "pickle": b"\x80\x04\x95\x1e\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x8c\x06system\x93\x8c\x04exit\x85R.",
        "hl7": b"MSH|^~\\&|A|B|C|D|20260302||ADT^A01|1|P|2.5\r",
        "html": b"<script>alert(1)</script>",
    }
    return {name: _of_bytes(value) for name, value in values.items()}


def _of_bytes(value: bytes) -> Make:
    return lambda forge, _: forge.message(value)


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{entities}]><l>&l9;</l>'.encode()


def _envelopes() -> dict[str, Make]:
    changes: dict[str, Mapping[str, Any]] = {
        "null-for-all": dict.fromkeys(("id", "source", "type", "time", "subject", "topic", "audience", "data")),
        "a-long-id": {"id": "x" * (FULL - 2_000)},
        "an-id-with-controls": {"id": "a\r\nb\0"},
        "a-path-for-an-id": {"id": "../../../etc/passwd"},
        "an-id-that-is-sql": {"id": "1');DROP/**/TABLE/**/receipt;--"},
        "a-type-that-is-a-path": {"type": "safeguarding.../../../x.v1"},
        "a-long-type": {"type": "safeguarding." + "a-" * 200_000 + "b.v1"},
        "a-version-without-end": {"type": "safeguarding.concern-raised.v" + "1" * 100_000},
        "a-source-of-another": {"source": "urn:agency:somebody-else:system"},
        "the-hubs-own-source": {"source": "urn:hub:hub"},
        "a-year-beyond": {"time": "99999-01-01T00:00:00Z"},
        "a-leap-second": {"time": "2016-12-31T23:59:60Z"},
        "a-day-that-is-not": {"time": "2026-02-30T00:00:00Z"},
        "a-sequence-too-great": {"sequence": "9" * 400_000},
        "extensions": {f"x{number}": "y" for number in range(20_000)},
        "an-extension-that-is-an-object": {"x": {"y": {}}},
        "a-trace-too-long": {"traceparent": "00-" + "a" * 400_000},
        "prototype": {"__proto__": {"isAdmin": True}, "constructor": "x"},
        "data-twice": {"data_base64": "AAAA"},
        "data-as-an-object": {"data": {"headline": "open"}},
    }
    return {name: _of_envelope(told) for name, told in changes.items()}


def _of_envelope(changes: Mapping[str, Any]) -> Make:
    def make(forge: Forge, name: str) -> Message:
        sound = json.loads(encode(forge.envelope(seal(canonical(dict(forge.event)), forge.sealing_key), name)))
        return forge.message(json.dumps({**sound, **changes}).encode())

    return make


def _signatures() -> dict[str, Make]:
    headers: dict[str, dict[str, Any]] = {
        "no-algorithm": {"alg": "none", "kid": "k"},
        "a-secret-for-a-key": {"alg": "HS256", "kid": "k"},
        "critical": {"alg": "EdDSA", "kid": "k", "b64": False, "crit": ["b64"]},
        "a-key-of-its-own": {"alg": "EdDSA", "kid": "k", "jwk": {"kty": "OKP"}},
        "a-key-elsewhere": {"alg": "EdDSA", "kid": "k", "jku": "http://127.0.0.1:1/"},
        "a-path-for-a-key": {"alg": "EdDSA", "kid": "../../../../etc/passwd"},
        "a-key-that-is-sql": {"alg": "EdDSA", "kid": "' OR 1=1 --"},
        "a-key-with-nul": {"alg": "EdDSA", "kid": "a\0b"},
        "a-number-for-a-key": {"alg": "EdDSA", "kid": 7},
    }
    made = {name: _of_signature(f"{_part(header)}..{'A' * 86}") for name, header in headers.items()}
    texts = {
        "one-point": ".",
        "points": "." * 2_000,
        "too-long": "a" * 900_000,
        "not-ascii": "\u202e..\u2066",
        "deep": to_base64url(b"[" * 1_000) + ".." + "A" * 86,
        "the-wrong-size": _part({"alg": "EdDSA", "kid": "k"}) + ".." + "A" * 20,
    }
    made |= {name: _of_signature(text) for name, text in texts.items()}
    return made | {"none": _unsigned, "twice": _signed_twice, "headers": _many_headers}


def _part(header: Mapping[str, Any]) -> str:
    return to_base64url(json.dumps(header).encode())


def _of_signature(text: str) -> Make:
    headers = (("jws", text.encode("utf-8")),)
    return lambda forge, name: replace(forge.saying({}, name), headers=headers)


def _unsigned(forge: Forge, name: str) -> Message:
    return replace(forge.saying({}, name), headers=())


def _signed_twice(forge: Forge, name: str) -> Message:
    message = forge.saying({}, name)
    return replace(message, headers=message.headers * 2)


def _many_headers(forge: Forge, name: str) -> Message:
    message = forge.saying({}, name)
    return replace(message, headers=(*message.headers, *((f"h{number}", b"x") for number in range(50_000))))


def _seals() -> dict[str, Make]:
    headers: dict[str, dict[str, Any]] = {
        "compressed": {"zip": "DEF"},
        "a-password": {"alg": "PBES2-HS512+A256KW", "p2c": 2**31, "p2s": "AAAA"},
        "no-key-agreed": {"alg": "dir"},
        "rsa": {"alg": "RSA1_5"},
        "another-cipher": {"enc": "A128CBC-HS256"},
        "a-point-of-no-order": {"epk": {"kty": "OKP", "crv": "X25519", "x": to_base64url(bytes(32))}},
        "a-point-that-is-short": {"epk": {"kty": "OKP", "crv": "X25519", "x": "AA"}},
        "another-curve": {"epk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
        "a-key-for-another": {"kid": "somebody-else"},
        "critical-member": {"crit": ["exp"], "exp": 0},
    }
    made = {name: _of_seal(changes) for name, changes in headers.items()}
    inflated = to_base64url(zlib.compress(b"\0" * 64 * MIB))
    bomb = _part({"alg": "ECDH-ES", "enc": "A256GCM", "zip": "DEF", "kid": "k"}) + f"..AAAA.{inflated}.AAAA"
    texts = {"deflate-bomb": bomb, "a-header-without-end": "a" * 900_000 + "..a.a.a", "points-in-it": "." * 900_000}
    return made | {name: _of_text(text) for name, text in texts.items()}


def _of_seal(changes: Mapping[str, Any]) -> Make:
    def make(forge: Forge, name: str) -> Message:
        sound = seal(canonical(dict(forge.event)), forge.sealing_key).split(".")
        header = json.loads(from_base64url(sound[0]))
        return forge.carrying(".".join([_part({**header, **changes}), *sound[1:]]), name)

    return make


def _of_text(text: str) -> Make:
    return lambda forge, name: forge.message(
        json.dumps({**json.loads(encode(forge.envelope("a..a.a.a", name))), "data": text}).encode()
    )


def _data() -> dict[str, Make]:
    half = FULL // 2
    plain = {
        "no-object": b"[]",
        "nothing-in-it": b"",
        "too-many-values": b'{"a":[' + b"0," * 60_000 + b"0]}",
        "too-deep": b'{"a":' * 70 + b"1" + b"}" * 70,
        "just-deep-enough": b'{"a":' * 63 + b"1" + b"}" * 63,
        "keys-given-twice-inside": b'{"headline":"a","headline":"b"}',
        "integers": b'{"a":[' + b"9007199254740991," * 20_000 + b"0]}",
        "compressed-inside": gzip.compress(b"{}" + b" " * 64 * MIB),
    }
    made: dict[str, Make] = {name: _of_plain(value) for name, value in plain.items()}
    said: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
        "null-for-each": lambda event: dict.fromkeys(event),
        "a-list-for-each": lambda event: {name: [] for name in event},
        "a-long-narrative": lambda _: {"narrative": "x" * half},
        "a-narrative-of-astral": lambda _: {"narrative": "\U0001f476" * 10_000},
        "a-narrative-with-nul": lambda _: {"narrative": "a\0b", "headline": "c\0d"},
        "half-a-pair": lambda _: {"narrative": "\ud800"},
        "marks-upon-marks": lambda _: {"headline": "e" + "\u0301" * 180},
        "many-children": lambda _: {"children": [{"local_ref": f"P-{n}"} for n in range(20_000)]},
        "one-child-many-times": lambda event: {"children": list(event["children"]) * 200},
        "many-persons": lambda _: {"persons": [{"reference": f"p{n}"} for n in range(15_000)]},
        "many-roots": lambda _: {"derived_from": [{"source": "urn:agency:a:b", "id": f"{n}"} for n in range(12_000)]},
        "derived-from-itself": lambda _: {
            "derived_from": [{"source": "urn:agency:northshire-police:system", "id": "hostile-derived-from-itself"}]
        },
        "many-withholdings": lambda _: {"handling": {"withholdings": [{"ground": "x"}] * 20_000}},
        "unknown-members": lambda _: {f"x{n}": n for n in range(40_000)},
        "a-day-beyond": lambda _: {"occurred": {"from": "9999-12-31T23:59:59+00:00", "precision": "instant"}},
        "a-year-nought": lambda _: {"occurred": {"from": "0000-01-01", "precision": "day"}},
        "an-offset-beyond": lambda _: {"occurred": {"from": "0001-01-01T00:00:00+14:00", "precision": "instant"}},
        "an-end-before-its-beginning": lambda _: {
            "occurred": {"from": "2026-03-02", "to": "1900-01-01", "precision": "day"}
        },
        "a-postcode-for-a-pattern": lambda event: {
            "children": [{**event["children"][0], "addresses": [{"lines": ["a"], "postcode": "A1 " * 30_000}]}]
        },
        "a-reference-with-controls": lambda event: {
            "children": [{**event["children"][0], "local_ref": "\r\n\0\x1b[2J"}]
        },
        "a-name-that-turns": lambda event: {"children": [{**event["children"][0], "given_names": "\u202e\u2066" * 20}]},
    }
    return made | {name: _of_event(change) for name, change in said.items()}


def _of_plain(value: bytes) -> Make:
    return lambda forge, name: forge.sealed(value, name)


def _of_event(change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Make:
    return lambda forge, name: forge.saying(change(forge.event), name)
