"""What a browser must never have to say about a page, and what a page must never ask for."""

from playwright.sync_api import ConsoleMessage, Error, Page, Request

ANSWERED_WITH_AN_ERROR = "Failed to load resource: the server responded with a status of"


class Watch:
    """Collects the faults of a page: console, scripts, requests that go wrong or elsewhere."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.heard: list[ConsoleMessage] = []
        self.others: list[str] = []
        self.addresses: set[str] = set()
        self.page = page
        self.listeners = {
            "console": self.on_console,
            "pageerror": self.on_error,
            "request": self.on_request,
            "requestfailed": self.on_failure,
        }
        for event, listener in self.listeners.items():
            page.on(event, listener)

    def end(self) -> list[str]:
        """Look away, and give what was seen."""
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)
        return self.faults

    def on_console(self, message: ConsoleMessage) -> None:
        self.heard.append(message)

    def on_error(self, error: Error) -> None:
        self.others.append(f"script: {error}")

    def on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.addresses.add(request.url)
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.others.append(f"asked another host: {request.url}")

    def on_failure(self, request: Request) -> None:
        """A request that a newer one took the place of is given up by the page itself."""
        if request.failure != "net::ERR_ABORTED":
            self.others.append(f"{request.failure}: {request.url}")

    @property
    def faults(self) -> list[str]:
        """Everything that was said, also a mere warning. Only of the page itself it may be said that it is an error."""
        return [*self.others, *(said(one) for one in self.heard if not self.is_about_an_error_page(one))]

    def is_about_an_error_page(self, message: ConsoleMessage) -> bool:
        return message.text.startswith(ANSWERED_WITH_AN_ERROR) and message.location["url"] in self.addresses


def said(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text} ({message.location['url']})"
