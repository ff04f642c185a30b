"""Draws every kind of page in every look into `var/screenshots`, for eyes: `make screenshots`.

    python -m tests.browser.gallery [folder]

A database server of its own for the time, so that it never shows what somebody is working on.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from portal.runserver import paths as places
from portal.runserver.embedded import throw_away_cluster
from portal.runserver.refusals import refusing
from tests.browser import chromium, kinds, probes
from tests.browser.modes import CARE, DARK, DESK, PHONE, Mode
from tests.browser.site import Site, address, running

MODES = [
    Mode(language, look, width)
    for language, look in (("zh-hans", "light"), ("en", "light"), ("zh-hans", DARK), ("zh-hans", CARE))
    for width in (PHONE, DESK)
]
WORKSHOP = {"PORTAL_DEBUG": "on", "DJANGO_SETTINGS_MODULE": "tests.browser.workshop"}


def name(path: str) -> str:
    """`/indicators/?as_of=2022-07-01` is indicators-as_of-2022-07-01, `/` is home."""
    return "-".join(re.findall(r"\w+", path)) or "home"


def draw(browser: Browser, site: Site, paths: list[str], folder: Path) -> None:
    for mode in MODES:
        with browser.new_context(viewport=mode.window, color_scheme=mode.scheme) as context:
            context.add_cookies(mode.cookies(site.origin))
            page = context.new_page()
            for path in paths:
                page.goto(site.origin + path)
                page.evaluate(probes.SHOW_ALL)
                page.screenshot(path=folder / f"{name(path)}.{mode}.png", full_page=True)


def gallery(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cluster = throw_away_cluster()
    try:
        cluster.make()
        cluster.start()
        database = address({"host": cluster.socket, "user": "postgres"}, "postgres")
        with (
            tempfile.TemporaryDirectory() as var,
            running(Path(var), database) as site,
            sync_playwright() as player,
        ):
            browser = player.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
            draw(browser, site, [*kinds.PUBLIC, *kinds.ERRORS], folder)
            with (
                tempfile.TemporaryDirectory() as other,
                running(Path(other), database, **WORKSHOP) as workshop,
            ):
                draw(browser, workshop, kinds.WORKSHOP, folder)
            browser.close()
    finally:
        cluster.stop()
        shutil.rmtree(cluster.data.parent)
    print(f"{len(list(folder.iterdir()))} pictures in {folder}")


if __name__ == "__main__":
    with refusing():
        gallery(Path(sys.argv[1]) if sys.argv[1:] else places.var() / "screenshots")
