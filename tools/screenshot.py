"""Look at a page as a person sees it: `python tools/screenshot.py URL OUT.png --size 390x844 --user NAME`.

Signs in through the form, saves the picture of the whole page (`--fold`: of the window only), prints what the browser
complained about and, with `--axe`, every accessibility violation of level A or AA. Fails when there is any.
"""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
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


def sign_in(page: Page, origin: str, user: str, password: str) -> None:
    page.goto(f"{origin}/tai-khoan/dang-nhap/?next=/tai-khoan/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", password)
    page.click("button[type=submit].btn-primary")
    page.wait_for_load_state("networkidle")


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
    return [
        f"{rule['id']}: {' '.join(node['target'])} – {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in answer.response["violations"]
        for node in rule["nodes"]
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("out")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="matkhau-Dai-2026")
    parser.add_argument("--axe", action="store_true")
    parser.add_argument("--fold", action="store_true", help="only what the window shows")
    parser.add_argument("--click", action="append", default=[], help="selectors to click first")
    parser.add_argument("--type", default="", help="SELECTOR=TEXT to type first")
    parser.add_argument("--lang", default="")
    asked = parser.parse_args()
    width, height = (int(part) for part in asked.size.split("x"))
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(asked.url))
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if asked.user:
            sign_in(page, origin, asked.user, asked.password)
        if asked.lang:
            context.add_cookies([{"name": "django_language", "value": asked.lang, "url": origin}])
        page.goto(asked.url)
        for selector in asked.click:
            page.click(selector)
        if asked.type:
            selector, _, text = asked.type.rpartition("=")
            page.type(selector, text)
            page.wait_for_timeout(800)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=asked.out, full_page=not asked.fold)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            complaints.append(f"the page is {wide} px wider than the window")
        if asked.axe:
            complaints += violations(page)
        browser.close()
    for line in complaints:
        print(line)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
