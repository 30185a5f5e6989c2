"""Two schools write their exports each in its own way, and both are read."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from connectors.catalogue import Connector, reader_of
from connectors.drafts import Draft, Item, Refused
from demo.dates import Calendar
from demo.people import family
from demo.school_files import MEADOW, QUAYSIDE, QUAYSIDE_MAPPING, attendance, concerns, joined, write
from demo.story import Batch

CALENDAR = Calendar(date(2026, 3, 16))
FAMILY = family(CALENDAR.today)
Drafts = list[tuple[str, Draft]]


def test_the_second_schools_columns_need_the_mapping_that_it_brings(tmp_path: Path) -> None:
    file = tmp_path / "concerns.csv"
    write(file, concerns(QUAYSIDE, CALENDAR, FAMILY["skye"]))
    assert all(isinstance(item, Draft) for item in reader_of(Connector.SCHOOL, QUAYSIDE_MAPPING).read(file))
    assert all(isinstance(item, Refused) for item in reader_of(Connector.SCHOOL, None).read(file))


def test_both_schools_columns_say_the_same_things(tmp_path: Path) -> None:
    said = []
    for school, mapping in ((MEADOW, None), (QUAYSIDE, QUAYSIDE_MAPPING)):
        file = tmp_path / f"{school.agency_id}.csv"
        write(file, [joined(school, CALENDAR, FAMILY["rowan"])])
        (item,) = reader_of(Connector.SCHOOL, mapping).read(file)
        assert isinstance(item, Draft)
        said.append({**item.data["children"][0], "local_ref": ""})
    assert said[0] == said[1]


def test_no_two_columns_of_a_school_have_one_name() -> None:
    for school in (MEADOW, QUAYSIDE):
        assert len(set(school.columns.values())) == len(school.columns)
        assert school.columns.keys() == MEADOW.columns.keys()


def test_an_attendance_row_covers_the_four_weeks_up_to_its_day() -> None:
    for row in attendance(MEADOW, CALENDAR, FAMILY["rowan"]):
        first, last = (date.fromisoformat("-".join(reversed(row[name].split("/")))) for name in ("From", "To"))
        assert last - first >= timedelta(days=28)


def test_an_attendance_row_says_where_the_child_lives(drafts: Drafts) -> None:
    rows = [draft for _, draft in drafts if draft.type == "safeguarding.attendance-concern.v1"]
    assert rows
    assert all(child["addresses"][0]["postcode"] for draft in rows for child in draft.data["children"])


def test_a_school_logs_only_on_days_when_it_is_open(drafts: Drafts) -> None:
    logged = [draft for agency, draft in drafts if agency.startswith(("meadow", "quayside"))]
    assert {draft.time.weekday() for draft in logged} <= {0, 1, 2, 3, 4}


def test_every_pupil_of_both_schools_is_on_a_roll(
    batches: tuple[Batch, ...], items: Callable[[tuple[Batch, ...]], Iterator[tuple[str, Item]]]
) -> None:
    rolls = [item for _, item in items(batches) if isinstance(item, Draft) and "roll" in item.type]
    assert len(rolls) > 180
