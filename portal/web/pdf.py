"""PDF files, where WeasyPrint and the system libraries that it needs are installed. Nothing else depends on them."""

from functools import cache
from types import ModuleType

from django.contrib.staticfiles import finders


@cache
def _library() -> ModuleType | None:
    try:
        import weasyprint
    except (ImportError, OSError):  # it is not installed, or finds no Pango
        return None
    return weasyprint


def can_make_pdf() -> bool:
    return _library() is not None


def pdf_of(html: str, stylesheet: str) -> bytes:
    """The page as PDF, with a stylesheet among our static files; nothing is fetched."""
    library = _library()
    nothing = library.urls.URLFetcher(allowed_protocols=())
    styles = library.CSS(filename=finders.find(stylesheet), url_fetcher=nothing)
    return library.HTML(string=html, url_fetcher=nothing).write_pdf(stylesheets=[styles])
