"""What each rule says and where it comes from, read from the annotations in the rules themselves."""

import re
from dataclasses import dataclass

from hub.policy.bundles import PolicyBundle

_BLOCK = re.compile(r"^# METADATA\n((?:#.*\n)+)", re.MULTILINE)
_LINE = re.compile(r"^#\s+(title|description|id|source): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule for people: its stable id, a title, a sentence, and the paragraph that it rests on."""

    id: str
    title: str
    description: str
    source: str


def rule_texts(bundle: PolicyBundle) -> dict[str, RuleText]:
    """Every annotated rule of the policy by its id."""
    blocks = (dict(_LINE.findall(block)) for _, text in bundle.modules for block in _BLOCK.findall(text))
    return {block["id"]: RuleText(**block) for block in blocks if "id" in block}
