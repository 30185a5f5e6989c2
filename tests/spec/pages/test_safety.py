"""What a page must not do: run what a sender wrote, keep what was read, take another site's form, show unrecorded."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "</bdi></dd><h1>Not yours</h1>",
    "\u202egnp.exe\u2066\u200b",
    "=cmd|' /C calc'!A0",
    "\x1b[31mred\x07",
    "Robert'); DROP TABLE audit;--",
)
CHILD_PAGES = tuple(f"/children/5f0c2a4e-6a51-4c3e-9a54-1f7b6a0f9d21{part}" for part in ("", "/household", "/print"))
ADDRESSES = ("/", "/sign-in", "/directory", "/find", "/caseload", "/concerns", "/concerns/new", *CHILD_PAGES)
VIEWS = ("?significance=all", "/print?significance=all", "/household?significance=all")
TAGS = re.compile(r"<\s*/?([a-z0-9]+)")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_sender_wrote_adds_no_markup_wherever_it_stands(social_worker: Any, rows: Any, payload: str) -> None:
    entry_id = rows.add(_wherever("plain"), category="plain")
    plain = [TAGS.findall(social_worker.reads(view).text) for view in VIEWS]
    rows.contents[entry_id] = _wherever(payload)
    assert [TAGS.findall(social_worker.reads(view).text) for view in VIEWS] == plain


def _wherever(words: str) -> dict[str, object]:
    """An entry that says the same in every part that a page shows."""
    return {
        "headline": words,
        "narrative": words,
        "action_taken": words,
        "author": {"name": words, "role": words, "contact": words},
        "childs_voice": {"wishes_and_feelings": words},
        "persons": [{"given_names": words, "family_name": words, "part": words}],
        "details": {"on_behalf_of": words, "place": [words], "attended": [{"role": words}]},
        "significance": {"level": words, "by": words, "why": words},
        "identity": {"given_names": words, "identifiers": [{"system": words, "value": words, "status": words}]},
    }


def test_no_string_of_the_naughty_list_becomes_a_live_element(social_worker: Any, rows: Any, shared_data: Path) -> None:
    for word in _naughty(shared_data):
        rows.add({"headline": word, "narrative": word})
    tags = {tag for page in _pages(social_worker) for tag in TAGS.findall(page.text)}
    assert tags.isdisjoint({"script", "img", "iframe", "object", "embed", "style", "base", "video", "marquee"})


def _naughty(shared_data: Path) -> list[str]:
    found = shared_data / "hostile-input" / "blns.json"
    return [word for word in json.loads(found.read_text("utf-8")) if word.strip()]


def _pages(reader: Any) -> list[Any]:
    pages, following = [], "?significance=all"
    while True:
        page = reader.reads(following)
        pages.append(page)
        link = re.search(r'href="(\?[^"]*cursor=[^"]*)"', page.text)
        if link is None:
            return pages
        following = html.unescape(link.group(1))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_forbids_script_frames_other_hosts_and_caches(social_worker: Any, address: str) -> None:
    headers = social_worker.goes_to(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_holds_a_script_or_a_style_of_its_own(social_worker: Any) -> None:
    for address in ADDRESSES:
        page = social_worker.goes_to(address).text
        assert "<script" not in page
        assert not re.search(r"\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize(
    "address", ["/sign-in", "/sign-out", "/find", "/accesses/why", "/caseload/why", "/concerns/new"]
)
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_form_of_another_site_is_refused(visitor: Any, address: str, headers: dict[str, str]) -> None:
    response = visitor.client.post(address, data={"user": "sw-1"}, headers=headers)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers


def test_a_form_of_our_own_is_taken_from_a_browser_that_only_names_its_origin(visitor: Any) -> None:
    response = visitor.client.post("/sign-in", data={"user": "sw-1"}, headers={"Origin": "http://testserver"})
    assert response.url.path == "/"


def test_a_form_larger_than_any_of_ours_is_refused(visitor: Any) -> None:
    assert visitor.sends("/sign-in", user="x" * 30_000).status_code == 400


def test_when_an_access_cannot_be_recorded_only_duty_numbers_are_shown(social_worker: Any, database: Any) -> None:
    with database.write() as cursor:
        cursor.execute("DROP TABLE audit_head")
    response = social_worker.reads()
    assert response.status_code == 503
    assert "Alfie" not in response.text
    assert "01632 960 101" in response.text


def test_when_the_store_does_not_answer_only_duty_numbers_are_shown(social_worker: Any, rows: Any) -> None:
    rows.answers = False
    response = social_worker.reads()
    assert response.status_code == 503
    assert "Records cannot be shown at the moment" in response.text
    assert "01632 960 101" in response.text


def test_an_asset_outside_the_folder_is_not_served(visitor: Any) -> None:
    assert visitor.goes_to("/assets/govuk.css").headers["content-type"].startswith("text/css")
    for name in ("../session.py", "%2e%2e/session.py", "LICENSES.txt/../../session.py", "nothing.css"):
        assert visitor.goes_to(f"/assets/{name}").status_code == 404
