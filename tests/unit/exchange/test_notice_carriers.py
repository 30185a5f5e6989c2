"""Over HTTP notices are read one after another from the last that was dealt with, or anew where the hub counts anew."""

from dataclasses import dataclass, field

from exchange.courier import Signed
from exchange.notice_carriers import HttpNotices


@dataclass
class Hub:
    """The numbers of the notices that a hub has, and what it was asked."""

    numbers: list[int]
    asked: list[int] = field(default_factory=list)

    def notices(self, after: int) -> tuple[list[tuple[int, Signed]], int]:
        self.asked.append(after)
        following = [number for number in self.numbers if number > after][:1]
        return [(number, Signed(str(number).encode(), ())) for number in following], max(self.numbers, default=0)

    def close(self) -> None:
        """Nothing is open."""


def read(carrier: HttpNotices, after: int) -> list[str]:
    found: list[str] = []
    while came := carrier.collect(after):
        found += [signed.value.decode() for signed in came]
        carrier.collected()
    return found


def test_every_notice_after_the_last_is_read_once() -> None:
    assert read(HttpNotices(Hub([1, 2, 3, 4])), 2) == ["3", "4"]
    assert read(HttpNotices(Hub([])), 0) == []


def test_what_was_not_dealt_with_comes_again() -> None:
    carrier = HttpNotices(Hub([1, 2]))
    assert carrier.collect(0) == carrier.collect(0)


def test_a_restored_hub_that_counts_anew_is_read_from_the_start() -> None:
    assert read(HttpNotices(Hub([1, 2])), 9) == ["1", "2"]
