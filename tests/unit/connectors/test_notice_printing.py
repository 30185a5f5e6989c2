"""What is told of a day is one line that anybody can act on."""

from datetime import date

from connectors.notice_printing import day_line
from connectors.reconciling import Compared

SOURCE = "urn:agency:meadow-primary:log"


def compared(lacks: int = 0, otherwise: int = 0, unknown: int = 0) -> Compared:
    wrong = [tuple((SOURCE, f"{kind}-{n}") for n in range(count)) for kind, count in (("l", lacks), ("o", otherwise))]
    return Compared(date(2026, 3, 2), 30, 29, wrong[0], wrong[1], unknown)


def test_a_day_that_agrees_gives_both_counts() -> None:
    assert day_line(compared().to_data()) == "2026-03-02: you sent 30, the hub holds 29: agrees."


def test_a_day_that_does_not_names_the_ids_and_what_is_done() -> None:
    line = day_line(compared(lacks=1, otherwise=1).to_data())
    assert line.endswith("does not agree: it lacks l-0; it holds otherwise o-0. They are sent again.")


def test_many_ids_are_cut_short_with_their_number() -> None:
    assert "l-19 and 5 more" in day_line(compared(lacks=25).to_data())


def test_what_another_sent_in_ones_name_is_for_the_operator() -> None:
    assert day_line(compared(unknown=2).to_data()).endswith("2 were not sent from here. Tell the hub's operator.")
