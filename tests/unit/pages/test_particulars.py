"""What an event says beyond the common parts, in lines."""

from hub.pages.entry import rows
from hub.pages.particulars import particulars


def test_scalars_are_told_in_words() -> None:
    details = {"parents_informed": True, "received": "2026-03-02", "contact_kind": "home-visit", "place": "Home"}
    assert particulars(details) == [
        ("Parents informed", ("Yes",)),
        ("Received", ("2 March 2026",)),
        ("Contact kind", ("Home visit",)),
        ("Place", ("Home",)),
    ]


def test_lists_are_lines_and_objects_one_line() -> None:
    held = {"held": "2026-03-02T15:00:00Z", "attended": ["social-worker", "police"]}
    assert particulars({"strategy_discussion": held, "attended": ["gp", "team-manager"]}) == [
        ("Strategy discussion", ("held: 2 March 2026, 3pm, attended: Social worker, police",)),
        ("Attended", ("gp", "Team manager")),
    ]


def test_what_only_machines_read_is_left_out() -> None:
    assert particulars({"practitioner": {"staff_id": "sw-1", "name": "Sam"}, "sha256": "00"}) == [
        ("Practitioner", ("name: Sam",))
    ]


def test_what_only_looks_like_a_date_stands_as_it_was_sent() -> None:
    assert particulars({"number": "2026-99-99"}) == [("Number", ("2026-99-99",))]
    assert particulars("nothing") == []


def test_particulars_follow_the_common_parts_and_say_for_whom_it_was_entered() -> None:
    told = rows({"narrative": "Seen.", "details": {"on_behalf_of": "A childminder"}})
    assert [(row.title, row.lines) for row in told] == [
        ("What happened", ("Seen.",)),
        ("Entered on behalf of", ("A childminder",)),
    ]


def test_masked_particulars_are_said_not_to_be_shown() -> None:
    (row,) = rows({"masks": ["details"], "details": {"place": "Home"}})
    assert row.masked
