"""Takes the README's picture again: one child as two people see her, from a running sample day.

.venv/bin/python docs/images/retake.py http://127.0.0.1:8000 /usr/bin/chromium
"""

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from demo.people import nhs_number

READERS = (("sw-asha", "enquiry-s47"), ("dsl-morgan", "school-safeguarding"))
WIDTH, HEIGHT = 900, 1500
BESIDE = "<body style='margin:0;display:flex'>{}</body>"


def seen_by(browser: Browser, hub: str, user: str, purpose: str) -> bytes:
    """Return a picture of the newest entries about the schoolchild, as one reader sees them."""
    page = browser.new_page(base_url=hub, viewport={"width": WIDTH, "height": HEIGHT})
    page.goto("/sign-in")
    page.locator(f"button[value={user}]").click()
    page.goto("/find")
    page.get_by_label("NHS number").fill(nhs_number(101))
    page.get_by_label("What are you asking for?").select_option(purpose)
    page.get_by_label("Why do you need this now?").fill("Core group this afternoon")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name="Rowan Ashdown").click()
    page.goto(f"{page.url}?order=newest")
    return page.screenshot()


def main(hub: str, chromium: str) -> None:
    """Put the readers' pictures side by side into `two-readers.png`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shots = [base64.b64encode(seen_by(browser, hub, *reader)).decode() for reader in READERS]
        page = browser.new_page(viewport={"width": WIDTH * len(shots), "height": HEIGHT}, device_scale_factor=1)
        page.set_content(BESIDE.format("".join(f"<img src='data:image/png;base64,{shot}'>" for shot in shots)))
        page.screenshot(path=Path(__file__).with_name("two-readers.png"))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
