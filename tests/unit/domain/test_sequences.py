"""The numbers of one source: what is missing, what was used twice, and how much of it is ever kept."""

from datetime import UTC, datetime, timedelta

from hub.domain.sequences import MOST_GAPS, Gap, Numbers

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def after(*numbers: int, is_new: bool = True) -> Numbers:
    found = Numbers()
    for number in numbers:
        found = found.seen(number, NOON, is_new=is_new)
    return found


def missing(numbers: Numbers) -> list[tuple[int, int]]:
    return [(gap.first, gap.last) for gap in numbers.gaps]


def test_a_source_that_counts_on_has_no_gap() -> None:
    assert after(1, 2, 3) == Numbers(highest=3)


def test_a_number_that_is_left_out_is_a_gap_from_the_moment_it_is_noticed() -> None:
    assert after(1, 5).gaps == (Gap(2, 4, NOON),)


def test_a_source_of_which_the_first_message_is_missing_has_a_gap_at_its_beginning() -> None:
    assert missing(after(3)) == [(1, 2)]


def test_what_comes_late_fills_the_gap_and_leaves_what_is_missing_still() -> None:
    assert missing(after(1, 9, 5)) == [(2, 4), (6, 8)]
    assert missing(after(1, 9, 2)) == [(3, 8)]
    assert missing(after(1, 4, 3, 2)) == []


def test_a_part_of_a_gap_is_as_old_as_the_whole_was_and_told_of_as_the_whole_was() -> None:
    later = NOON + timedelta(hours=1)
    told = Numbers(9, (Gap(2, 8, NOON, is_told=True),))
    assert {(gap.since, gap.is_told) for gap in told.seen(5, later, is_new=True).gaps} == {(NOON, True)}


def test_a_copy_uses_no_number_twice_and_another_message_does() -> None:
    twice = after(1, 2)
    assert twice.seen(2, NOON, is_new=False) == twice
    assert twice.seen(2, NOON, is_new=True).reused == 1


def test_a_sender_that_begins_again_at_one_is_a_finding_of_its_own() -> None:
    begun_again = after(1, 2, 1, 2)
    assert (begun_again.reused, begun_again.restarts, begun_again.gaps) == (2, 1, ())


def test_a_gap_is_overdue_after_a_quarter_of_an_hour() -> None:
    gap = Gap(2, 4, NOON)
    assert not gap.is_overdue(NOON + timedelta(minutes=15))
    assert gap.is_overdue(NOON + timedelta(minutes=15, microseconds=1))


def test_what_is_kept_of_a_source_is_bounded_and_what_is_given_up_is_counted() -> None:
    sparse = after(*range(2, 2 * MOST_GAPS + 21, 2))
    assert len(sparse.gaps) == MOST_GAPS
    assert sparse.given_up == 10
    split = Numbers(10**9, (Gap(1, 10**9 - 1, NOON),))
    for number in range(2, 2 * MOST_GAPS + 21, 2):
        split = split.seen(number, NOON, is_new=True)
    assert len(split.gaps) == MOST_GAPS
    assert split.given_up == 11


def test_a_leap_to_the_largest_number_there_is_is_one_gap() -> None:
    assert missing(after(1, 2**53 - 1)) == [(2, 2**53 - 2)]
