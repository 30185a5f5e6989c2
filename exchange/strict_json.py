"""JSON as the wire takes it: small, flat, one meaning; and its one canonical form (RFC 8785).

What two readers could understand differently is refused: a key given twice, numbers outside what a double
holds, NaN, lone surrogates, bytes that are not UTF-8 (RFC 7493). Size is judged before parsing.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn, TypeAlias

import rfc8785

from exchange.errors import DuplicateKey, Fault, JsonMalformed, Malformed, TooLarge
from exchange.limits import LIMITS, MAX_SAFE_INTEGER, JsonLimits

Json: TypeAlias = dict[str, Any] | list[Any] | str | int | float | bool | None
JsonObject: TypeAlias = dict[str, Any]

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_FILLED_CONTAINER = re.compile(r"[\[{](?!\s*[\]}])")
_LONGEST_INTEGER = 17
_LONGEST_REAL = 400
_LONGEST_POINTER_STEP = 64


def loads(raw: bytes, limits: JsonLimits = LIMITS) -> Json:
    """Return the value of one JSON text.

    Raises:
        TooLarge: over a cap of `limits`.
        DuplicateKey: an object has a key twice; the fault points to it.
        JsonMalformed: anything else that is not JSON of one meaning.
    """
    if len(raw) > limits.max_bytes:
        raise TooLarge(f"JSON of {len(raw)} bytes; at most {limits.max_bytes} are read")
    text = _text(raw)
    _refuse_overgrown(raw, text, limits)
    value = _parse(text)
    _refuse_lone_surrogates(raw, value)
    return value


def loads_object(raw: bytes, limits: JsonLimits = LIMITS) -> JsonObject:
    """Return one JSON object; JsonMalformed if the text holds another kind of value."""
    value = loads(raw, limits)
    if not isinstance(value, dict):
        raise _malformed("a JSON object is wanted here")
    return value


def canonical(value: Json) -> bytes:
    """Return the RFC 8785 form: sorted keys, no white space, shortest numbers, UTF-8.

    Where a value has no fraction and only ASCII keys, the standard library's encoder spells it the same, in half the
    time; a property test holds the two together.
    """
    try:
        return _encoded(value) if _is_spelt_alike(value) else rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise _malformed("the value has no canonical JSON form (RFC 8785)") from error


def _encoded(value: Json) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _is_spelt_alike(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        return all(type(name) is str and name.isascii() and _is_spelt_alike(item) for name, item in value.items())
    if kind is list:
        return all(map(_is_spelt_alike, value))
    if kind is int:
        return abs(int(value)) <= MAX_SAFE_INTEGER
    return kind is str or kind is bool or value is None


def _malformed(detail: str, pointer: str = "") -> JsonMalformed:
    return JsonMalformed(detail, (Fault(pointer, detail),))


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise _malformed(f"byte {error.start} is not UTF-8; JSON is sent as UTF-8") from error


def _refuse_overgrown(raw: bytes, text: str, limits: JsonLimits) -> None:
    """Count cheaply first: brackets and commas inside strings can only make the count too high."""
    openings = raw.count(b"[") + raw.count(b"{")
    if openings <= limits.max_depth and openings + raw.count(b",") < limits.max_nodes:
        return
    skeleton = _STRING.sub("", text)
    if _depth(skeleton) > limits.max_depth:
        raise TooLarge(f"JSON nested deeper than {limits.max_depth} levels")
    if _nodes(skeleton) > limits.max_nodes:
        raise TooLarge(f"JSON of more than {limits.max_nodes} values")


def _depth(skeleton: str) -> int:
    deepest = level = 0
    for match in re.finditer(r"[\[\]{}]", skeleton):
        level += 1 if match.group() in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def _nodes(skeleton: str) -> int:
    return 1 + skeleton.count(",") + len(_FILLED_CONTAINER.findall(skeleton))


def _parse(text: str) -> Json:
    try:
        value: Json = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_real, parse_constant=_no_constant
        )
    except Malformed as error:
        raise _placed(error, text) from None
    except (ValueError, RecursionError) as error:
        place = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        raise _malformed(f"not well-formed JSON{place}") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise DuplicateKey("an object has the same key twice")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER or abs(int(digits)) > MAX_SAFE_INTEGER:
        raise _malformed("an integer is beyond 2^53-1, which not every reader holds exactly: send it as a string")
    return int(digits)


def _real(digits: str) -> float:
    value = float(digits) if len(digits) <= _LONGEST_REAL else math.inf
    if math.isinf(value):
        raise _malformed("a number is beyond what a double holds: send it as a string")
    return value


def _no_constant(name: str) -> NoReturn:
    raise _malformed(f"{name} is not JSON")


def _placed(error: Malformed, text: str) -> Malformed:
    """Add where a key is doubled, by a second reading that keeps the pairs."""
    if not isinstance(error, DuplicateKey):
        return error
    pairs = json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str)
    pointer = next(_doubled(pairs, ""), "")
    return DuplicateKey(error.detail, (Fault(pointer, error.detail),))


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written, with every pair."""


def _doubled(value: Any, pointer: str) -> Iterator[str]:
    seen: set[str] = set()
    for key, child in value if isinstance(value, _Pairs) else []:
        place = f"{pointer}/{step(key)}"
        if key in seen:
            yield place
        seen.add(key)
        yield from _doubled(child, place)
    for index, child in enumerate(value if isinstance(value, list) and not isinstance(value, _Pairs) else []):
        yield from _doubled(child, f"{pointer}/{index}")


def step(key: str) -> str:
    """Return a key as one step of a JSON pointer (RFC 6901), cut short where it is long."""
    clean = key.encode("utf-8", "replace").decode("utf-8")[:_LONGEST_POINTER_STEP]
    return clean.replace("~", "~0").replace("/", "~1")


def _refuse_lone_surrogates(raw: bytes, value: Json) -> None:
    """Half a surrogate pair can only come from an escape, so only texts that have one are looked through."""
    if b"\\ud" not in raw and b"\\uD" not in raw:
        return
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise _malformed("a string holds half a surrogate pair") from None
