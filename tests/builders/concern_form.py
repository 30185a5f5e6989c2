"""The form of a concern as somebody filled it in, with safe defaults."""

CHILD = {
    "c1_given_names": "Rowan",
    "c1_family_name": "Ashdown",
    "c1_born_day": "14",
    "c1_born_month": "5",
    "c1_born_year": "2017",
    "c1_postcode": "nx4 7ql",
}
FORM = {
    "danger": "no",
    "children": "1",
    **CHILD,
    "headline": "Did not want to go home",
    "narrative": "Stayed behind after the club and cried.",
    "how_known": "seen",
    "happened_day": "1",
    "happened_month": "3",
    "happened_year": "2026",
    "precision": "day",
    "action": "Rang the duty line.",
    "parents": "yes",
    "withhold": "no",
    "contact": "01632 960 601",
}


def filled(**changed: str) -> dict[str, str]:
    """A whole form about one named child; an empty value takes a field out."""
    return {name: value for name, value in {**FORM, **changed}.items() if value}


def sibling(number: int = 2, **changed: str) -> dict[str, str]:
    """The block of a child whose name nobody knows."""
    block = {"description": "A toddler in a pushchair", "age": "2", "relation": "sibling", **changed}
    return {"children": str(number), **{f"c{number}_{name}": value for name, value in block.items()}}
