"""What a browser keeps for us."""

import pytest

from hub.pages.sealed import Sealer

SEALER = Sealer(b"k" * 32, "session")


def test_what_was_sealed_is_opened() -> None:
    assert SEALER.open(SEALER.seal({"who": "u-1", "why": "長い"})) == {"who": "u-1", "why": "長い"}


def test_no_two_sealings_are_alike() -> None:
    assert SEALER.seal({"who": "u-1"}) != SEALER.seal({"who": "u-1"})


@pytest.mark.parametrize("other", [Sealer(b"o" * 32, "session"), Sealer(b"k" * 32, "concern")])
def test_another_key_or_another_use_opens_nothing(other: Sealer) -> None:
    assert other.open(SEALER.seal({"who": "u-1"})) is None


def test_no_changed_letter_goes_unnoticed() -> None:
    sealed = SEALER.seal({"who": "u-1"})
    for place in range(len(sealed)):
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        assert SEALER.open(changed) is None


@pytest.mark.parametrize("nothing", [None, "", "-", "é", "e30", "AAAA" * 20])
def test_what_is_nothing_of_ours_is_nothing(nothing: str | None) -> None:
    assert SEALER.open(nothing) is None
