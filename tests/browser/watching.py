"""What a browser must never have to say about a page, and what a page must never ask for."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

ANSWERED_WITH_AN_ERROR = "Failed to load resource: the server responded with a status of"


class Watch:
    """Collects the faults of all pages of a context: console, scripts, requests that go wrong or elsewhere."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self.addresses: set[str] = set()
        context.on("console", self.on_console)
        context.on("weberror", self.on_error)
        context.on("request", self.on_request)
        context.on("requestfailed", self.on_failure)

    def on_console(self, message: ConsoleMessage) -> None:
        """A page that is an error page is reported as such; everything else is a fault, also a mere warning."""
        address = message.location["url"]
        if message.text.startswith(ANSWERED_WITH_AN_ERROR) and address in self.addresses:
            return
        self.faults.append(f"{message.type}: {message.text} ({address})")

    def on_error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.addresses.add(request.url)
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.faults.append(f"asked another host: {request.url}")

    def on_failure(self, request: Request) -> None:
        """A request that a newer one took the place of is given up by the page itself."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure}: {request.url}")
