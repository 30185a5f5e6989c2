"""Who works with the child, an agency a line."""

from hub.pages.involved import Involved, involved


def told(kind: str, since: str, **more: str) -> dict[str, str]:
    return {"agency": "school", "agency_name": "School", "kind": kind, "since": since, "contact": "office", **more}


def test_the_parts_of_one_agency_stand_together() -> None:
    listed = [
        told("enrolled", "2025-09-01"),
        told("referrer", "2025-10-01"),
        told("referrer", "2025-11-01"),
        {**told("involved", "2025-01-01"), "agency": "gp", "agency_name": "GP practice"},
    ]
    assert involved(listed) == [
        Involved("GP practice", "office", ("Works with the child since 1 January 2025",)),
        Involved(
            "School",
            "office",
            ("Enrolled since 1 September 2025", "Raised a concern or made a referral 1 October 2025, 1 November 2025"),
        ),
    ]


def test_what_ended_says_when() -> None:
    (one,) = involved([told("enrolled", "2024-09-01", until="2025-07-20")])
    assert one.parts == ("Enrolled from 1 September 2024 to 20 July 2025",)
