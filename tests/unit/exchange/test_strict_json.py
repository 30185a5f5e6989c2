"""JSON as the wire takes it: what is refused, where it says so, and what passes."""

import json
from pathlib import Path

import pytest

from exchange.errors import DuplicateKey, ExchangeError, JsonMalformed, TooLarge
from exchange.limits import JsonLimits
from exchange.strict_json import canonical, loads, loads_object

ONE_MEANING_ONLY = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}


def test_every_text_of_the_json_test_suite_is_taken_or_refused_as_its_name_says(shared_data: Path) -> None:
    wrong = []
    for file in sorted((shared_data / "hostile-input" / "json-test-suite").iterdir()):
        try:
            loads(file.read_bytes())
            taken = True
        except ExchangeError:
            taken = False
        expected = {"y": file.name not in ONE_MEANING_ONLY, "n": False}.get(file.name[0], taken)
        if taken != expected:
            wrong.append(file.name)
    assert wrong == []


def test_every_naughty_string_comes_back_the_same(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile-input" / "blns.json").read_text("utf-8"))
    assert loads(canonical(strings)) == strings


@pytest.mark.parametrize(
    ("text", "pointer"),
    [('{"a":1,"a":1}', "/a"), ('{"x":[1,{"y":{"k":1,"k":2}}]}', "/x/1/y/k"), ('{"a/b":{"~":1,"~":2}}', "/a~1b/~0")],
)
def test_a_key_given_twice_is_pointed_to(text: str, pointer: str) -> None:
    with pytest.raises(DuplicateKey) as refused:
        loads(text.encode())
    assert refused.value.pointer == pointer


def test_a_key_is_the_same_however_it_is_escaped() -> None:
    with pytest.raises(DuplicateKey):
        loads(b'{"a":1,"\\u0061":2}')


@pytest.mark.parametrize(
    "text",
    [
        b"NaN",
        b"[Infinity]",
        b'{"a":-Infinity}',
        b"1e999",
        b"-1e999",
        b"9007199254740992",
        b"9" * 5_000,
        b"1e" + b"9" * 500,
    ],
)
def test_a_number_that_not_every_reader_holds_is_refused(text: bytes) -> None:
    with pytest.raises(JsonMalformed):
        loads(text)


def test_the_largest_safe_integer_passes() -> None:
    assert loads(b"[9007199254740991,-9007199254740991]") == [2**53 - 1, 1 - 2**53]


@pytest.mark.parametrize("text", [b'"\\ud800"', b'["\\uDFFF x"]', b'{"\\ud83d":1}', b'"\\ud83d\\ud83d"'])
def test_half_a_surrogate_pair_is_refused(text: bytes) -> None:
    with pytest.raises(JsonMalformed, match="surrogate"):
        loads(text)


def test_a_whole_surrogate_pair_passes() -> None:
    assert loads(b'"\\ud83d\\ude00"') == "\U0001f600"


@pytest.mark.parametrize("raw", [b'"\xff"', b"\xef\xbb\xbf{}", '"é"'.encode("latin-1"), "{}".encode("utf-16")])
def test_bytes_that_are_not_plain_utf_8_are_refused(raw: bytes) -> None:
    with pytest.raises(JsonMalformed):
        loads(raw)


def test_a_million_bytes_pass_and_one_more_does_not() -> None:
    assert loads(b'"' + b"x" * 999_998 + b'"') == "x" * 999_998
    with pytest.raises(TooLarge):
        loads(b'"' + b"x" * 999_999 + b'"')


def test_sixty_four_levels_pass_and_one_more_does_not() -> None:
    assert loads(b"[" * 64 + b"]" * 64)
    with pytest.raises(TooLarge, match="64 levels"):
        loads(b"[" * 65 + b"]" * 65)


def test_depth_is_judged_before_parsing_however_deep() -> None:
    with pytest.raises(TooLarge):
        loads(b"[" * 500_000)


def test_fifty_thousand_values_pass_and_one_more_does_not() -> None:
    assert loads(b"[" + b"1," * 49_998 + b"1]")
    with pytest.raises(TooLarge, match="50000 values"):
        loads(b"[" + b"1," * 49_999 + b"1]")


def test_brackets_and_commas_inside_a_string_count_for_nothing() -> None:
    text = "[{," * 60_000 + '\\" ]}'
    assert loads(json.dumps([text]).encode()) == [text]


def test_limits_can_be_narrower() -> None:
    with pytest.raises(TooLarge):
        loads(b"[[1]]", JsonLimits(max_depth=1))


def test_an_object_is_wanted_where_an_object_is_wanted() -> None:
    with pytest.raises(JsonMalformed):
        loads_object(b"[]")


def test_no_error_repeats_what_was_sent() -> None:
    for text in (b'{"name":"Secret Person', b'{"name":"Secret Person","name":1}', b'{"name":NaN,"x":"Secret Person"}'):
        with pytest.raises(ExchangeError) as refused:
            loads(text)
        assert "Secret" not in str(refused.value)


def test_the_canonical_form_is_that_of_rfc_8785() -> None:
    value = {"numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 1e-27], "string": '\u20ac$\u000f\nA\'B"\\"/', "a": None}
    wanted = '{"a":null,"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\"/"}'
    assert canonical(value) == wanted.encode()


def test_a_value_without_canonical_form_is_refused() -> None:
    for value in (float("nan"), 2**60, "\ud800"):
        with pytest.raises(JsonMalformed):
            canonical(value)
