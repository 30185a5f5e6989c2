"""A running hub with its sample day, a browser to visit it with, and a check of each page for accessibility."""

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

READY = re.compile(r"ready (http://127\.0\.0\.1:\d+)")
READY_WITHIN_SECONDS = 180
STOPPED_WITHIN_SECONDS = 30
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = """rules => axe.run({runOnly: rules}).then(found =>
    found.violations.map(violation => `${violation.id}: ${violation.nodes.map(node => node.html).join(' ')}`))"""


@pytest.fixture(scope="session")
def hub_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of that hub; HUB_TEST_DATA names the one of a hub that runs already."""
    running = os.environ.get("HUB_TEST_DATA")
    return Path(running) if running else tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def hub_address(hub_folder: Path) -> Iterator[str]:
    """`http://127.0.0.1:PORT` of a hub in which the sample day is in; HUB_TEST_HUB names one that runs already."""
    if running := os.environ.get("HUB_TEST_HUB"):
        yield running
        return
    process = _demo(hub_folder)
    try:
        yield _ready(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOPPED_WITHIN_SECONDS)


def _demo(folder: Path) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).with_name("hub")), "demo"]
    environment = {**os.environ, "HUB_DATA": str(folder), "HUB_PORT": str(_free_port())}
    return subprocess.Popen(
        command, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _ready(process: subprocess.Popen[str]) -> str:
    """The address that the demo prints once it is ready; its whole output is read, so that it never waits for us."""
    said: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_listen, args=(process, said), daemon=True).start()
    heard: list[str] = []
    while (line := said.get(timeout=READY_WITHIN_SECONDS)) is not None:
        heard.append(line)
        if found := READY.match(line):
            return found.group(1)
    pytest.fail("hub demo ended before it was ready:\n" + "".join(heard))


def _listen(process: subprocess.Popen[str], said: queue.Queue[str | None]) -> None:
    for line in process.stdout or ():
        said.put(line)
    said.put(None)


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The text of axe-core, which checks a page for accessibility."""
    path = os.environ.get("HUB_TEST_AXE")
    if not path:
        pytest.fail("HUB_TEST_AXE is not set: run the tests by `make test`, or set it to the path of axe.min.js.")
    return Path(path).read_text("utf-8")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def page(browser: Browser, hub_address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh visit at the width of a desk or a phone; what a page's policy blocks on it fails the test."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, base_url=hub_address)
    context.set_default_timeout(20_000)
    visit = context.new_page()
    blocked: list[str] = []
    visit.on("console", lambda message: blocked.append(message.text) if "Content Security" in message.text else None)
    yield visit
    context.close()
    assert blocked == []


@pytest.fixture
def is_accessible(axe_script: str) -> Callable[[Page], None]:
    """Fails, naming the elements, where a page breaks a rule of WCAG 2.2 AA or is wider than its window."""

    def check(page: Page) -> None:
        assert page.evaluate(f"{axe_script};({CHECK})({RULES})") == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} is too wide"

    return check
