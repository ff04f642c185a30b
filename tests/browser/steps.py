"""Steps that lead to another page: over only when that page is there."""

from playwright.sync_api import Locator


def follow(link: Locator) -> None:
    """Click a link or button, and wait for the page that it leads to; a bare click may return before."""
    with link.page.expect_navigation():
        link.click()
