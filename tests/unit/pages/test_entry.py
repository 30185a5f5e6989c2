"""An entry's parts as titled rows."""

from hub.pages.entry import NOT_SHOWN, Row, rows


def titles(entry: dict[str, object]) -> list[str]:
    return [row.title for row in rows(entry)]


def test_a_part_that_is_not_in_the_answer_has_no_row() -> None:
    assert rows({"headline": "Seen at home"}) == []


def test_what_is_masked_has_a_row_that_says_so_and_nothing_else() -> None:
    assert rows({"masks": ["persons"], "narrative": "Seen at home."}) == [
        Row("What happened", ("Seen at home.",)),
        Row("People involved", (NOT_SHOWN,), masked=True),
    ]


def test_a_mask_wins_over_a_value() -> None:
    assert rows({"masks": ["narrative"], "narrative": "secret"}) == [Row("What happened", (NOT_SHOWN,), masked=True)]


def test_rows_stand_in_the_order_of_a_chronology_whatever_the_order_of_the_answer() -> None:
    assert titles({"verified": True, "action_taken": "Referred", "narrative": "A fall"}) == [
        "What happened",
        "Action taken",
        "Whether it was verified",
    ]


def test_a_person_is_shown_with_relation_and_part() -> None:
    persons = [
        {"given_names": "Dana", "family_name": "Moss", "part": "carer", "relations": [{"relation": "mother"}]},
        {"reference": "p-2", "part": "witness", "relations": []},
    ]
    assert rows({"persons": persons})[0].lines == ("Dana Moss, mother, carer", "Name not known, witness")


def test_a_relation_to_several_children_is_said_once() -> None:
    relations = [{"child": "a", "relation": "mother"}, {"child": "b", "relation": "mother"}]
    assert rows({"persons": [{"part": "victim", "relations": relations}]})[0].lines == (
        "Name not known, mother, victim",
    )


def test_the_childs_words_come_before_how_the_child_was_seen() -> None:
    voice = {"seen": True, "seen_alone": True, "wishes_and_feelings": "I want to stay."}
    assert rows({"childs_voice": voice})[0].lines == ("I want to stay.", "The child was seen alone.")


def test_a_child_who_was_not_seen_is_said_not_to_have_been() -> None:
    assert rows({"childs_voice": {"seen": False}})[0].lines == ("The child was not seen.",)
    assert rows({"childs_voice": {"seen": True}})[0].lines == ("The child was seen, not alone.",)
    assert rows({"childs_voice": {"wishes_and_feelings": "No."}})[0].lines == ("No.",)


def test_significance_says_who_judged_and_why() -> None:
    significance = {"level": "significant", "by": "Dr Mensah", "why": "Two accounts of one injury"}
    assert rows({"significance": significance})[0].lines == (
        "Significant",
        "Two accounts of one injury",
        "Judged by Dr Mensah",
    )


def test_what_is_not_verified_is_said_not_to_be() -> None:
    assert rows({"verified": False})[0].lines == ("Not verified",)


def test_an_address_says_that_it_is_protected() -> None:
    address = {"lines": ["1 Mill Lane", "Northtown"], "postcode": "ZZ1 1ZZ", "protected": True}
    assert rows({"addresses": [address]})[0].lines == ("1 Mill Lane, Northtown, ZZ1 1ZZ (protected)",)


def test_evidence_is_shown_by_its_description() -> None:
    assert rows({"evidence": [{"reference": "x-1", "description": "Body map"}]})[0].lines == ("Body map",)


def test_a_part_of_a_shape_that_is_not_known_is_not_shown_as_a_structure() -> None:
    assert rows({"persons": "nobody"}) == []


def test_the_agency_that_an_entry_speaks_for_is_told_once_and_by_its_name() -> None:
    details = {"on_behalf_of": "hill-school"}
    entered = {"name": "Hill School", "reference": "C-1"}
    assert titles({"details": details}) == ["Entered on behalf of"]
    assert titles({"details": details, "entered_for": entered}) == ["How it was entered"]
