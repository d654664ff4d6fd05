"""A real browser on a real server: Debian's Chromium, every page scanned for accessibility, every error heard."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop of its own in this thread

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed; `make browser` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Office:
    """What a person does in the browser, and what is checked on every page they see."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda message: message.type == "error" and self.faults.append(f"console: {message.text}"))

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, username: str, password: str) -> None:
        self.open("/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_load_state()

    def check_page(self) -> None:
        """No accessibility violation of level A or AA, no script error, no sideways scrolling."""
        self.page.evaluate("window.scrollTo(0, 0)")  # what lies half under the bar of the page is not looked at
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": LEVELS}}).response["violations"]
        told = [f"{one['id']}: {one['help']} – {[node['target'] for node in one['nodes']][:3]}" for one in found]
        assert told == [], f"{self.page.url}: accessibility"
        assert self.faults == [], self.page.url
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} scrolls sideways by {width} px"


@pytest.fixture
def office(browser: Browser, live_server: object, request: pytest.FixtureRequest) -> Iterator[Office]:
    context = browser.new_context(viewport=getattr(request, "param", DESK), locale="vi-VN")
    context.set_default_timeout(15_000)
    yield Office(context.new_page(), str(live_server))
    context.close()


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Run the background jobs until none is ready."""
    from thidua.core.jobs.worker import work

    return lambda: work(stop=threading.Event(), until_idle=True)
