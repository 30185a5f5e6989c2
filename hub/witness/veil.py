"""What is sealed so that neither its content, its kind nor its length tells whoever keeps it what happened."""

from hub.keys import KeyProvider, open_sealed, seal

KEY = "witness"
PADDING = b"\0"
"""Never within what is veiled, which is JSON in ASCII."""


def veil(keys: KeyProvider, plain: bytes, length: int, *place: str) -> bytes:
    """Return bytes sealed to a place and padded: to `length`, or to the next power of two that they fit."""
    while length < len(plain):
        length *= 2
    return seal(keys.cipher(KEY), plain.ljust(length, PADDING), *place)


def unveil(keys: KeyProvider, veiled: bytes, *place: str) -> bytes:
    """Return what was veiled for a place. Tampered where it was changed, or is of another place or hub."""
    return open_sealed(keys.cipher(KEY), veiled, *place).rstrip(PADDING)
