"""What may be spoilt in a policy is spoilt, one thing at a time, and each has a name of its own."""

from collections import Counter

from enginelab.equivalents import EQUIVALENTS
from enginelab.mutants import Change, mutants
from hub.policy import PolicyBundle, load_bundle

POLICY = """package hub.disclosure

# not a rule: x == 1
open(entry) if {
	not entry.withheld
	entry.tier <= 3
}

reader if input.role == "parent"
"""


def spoilt(change: Change) -> list[str]:
    bundle = PolicyBundle((("hub/one.rego", POLICY), ("hub/other.rego", "package other\n")))
    found = [mutant for mutant in mutants(bundle) if mutant.change is change]
    assert all(mutant.bundle.modules[1:] == bundle.modules[1:] for mutant in found)
    return [mutant.bundle.modules[0][1] for mutant in found]


def test_each_condition_of_a_body_is_dropped() -> None:
    assert spoilt(Change.DROPPED) == [
        POLICY.replace("\tnot entry.withheld\n", ""),
        POLICY.replace("\tentry.tier <= 3\n", ""),
    ]


def test_each_not_is_dropped_save_in_a_comment() -> None:
    assert spoilt(Change.AFFIRMED) == [POLICY.replace("not entry", "entry")]


def test_each_comparison_is_turned() -> None:
    assert spoilt(Change.TURNED) == [POLICY.replace("<= 3", "< 3"), POLICY.replace('== "parent"', '!= "parent"')]


def test_each_rule_is_removed_whole() -> None:
    start = POLICY.index("open(")
    assert spoilt(Change.REMOVED) == [
        POLICY[:start] + POLICY[POLICY.index("\nreader") :],
        POLICY[: POLICY.index("reader")],
    ]


def test_every_mutant_of_the_policy_has_a_name_of_its_own() -> None:
    assert Counter(mutant.name for mutant in mutants(load_bundle())).most_common(1)[0][1] == 1


def test_what_is_held_to_be_equivalent_is_a_mutant_of_todays_policy() -> None:
    assert EQUIVALENTS.keys() <= {mutant.name for mutant in mutants(load_bundle())}
