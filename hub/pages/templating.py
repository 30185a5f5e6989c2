"""The Jinja environment: autoescape on, GOV.UK macros, and the words of `present` as filters."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader

from hub.pages import amendments, because, entry, present, waiting_words, words

PACKAGES = {"hub": "hub.pages", "govuk_frontend_jinja": "govuk_frontend_jinja"}
FILTERS = {
    "day": present.day_words,
    "instant": present.instant_words,
    "deadline": present.deadline_words,
    "occurred": present.occurred_words,
    "age": present.age_words,
    "name": present.name_words,
    "identifier": present.identifier_words,
    "purpose": words.purpose_title,
    "role": words.role_title,
    "role_within": words.role_within,
    "action": words.action_title,
    "outcome": words.outcome_title,
    "plain": words.plain,
    "rows": entry.rows,
    "waited": waiting_words.waited_words,
    "likeness": waiting_words.likeness_words,
    "part": waiting_words.part_title,
    "told_part": waiting_words.told_words,
    "problem": waiting_words.problem_of,
    "message_type": waiting_words.type_title,
    "isoinstant": lambda moment: present.instant_words(moment.isoformat()),
    "details": entry.details,
    "changes": amendments.changes,
    "reasons": because.reasons,
    "excerpt": present.excerpt,
    "step": words.step_title,
    "effect": words.effect_words,
    "amendment": words.amendment_words,
    "position": list.index,
}


def environment() -> Environment:
    """Templates are `hub/…`, the GOV.UK Frontend's macros `govuk_frontend_jinja/…`."""
    loader = PrefixLoader({name: PackageLoader(package) for name, package in PACKAGES.items()})
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(FILTERS)
    return made


def govuk_items(titles: Mapping[Any, str], first: str) -> list[dict[str, str]]:
    """The options of a select: `first`, which has no value, and then each name with its title."""
    return [{"value": "", "text": first}, *({"value": str(name), "text": title} for name, title in titles.items())]
