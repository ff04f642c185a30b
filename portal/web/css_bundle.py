"""The CSS bundle: one stylesheet for every page, built from the source sheets.

Browsers request each stylesheet over its own connection before the first paint: on a slow line, one sheet shows the
page sooner than six. The styles for large print stay separate, since few visits need them.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PARTS = ("tokens", "base", "layout", "components", "charts", "projects", "services", "welfare")
NAME = "css/site.css"
STRING = re.compile(r'("[^"\n]*")')
COMMENT, SPACES = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")
SPACED = re.compile(r" ?([{};,]) ?")


class StylesheetFinder(BaseFinder):
    """Finds `css/site.css`, rebuilding it in `var` whenever a source sheet has changed."""

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        self.storage = FileSystemStorage(settings.VAR / "stylesheet")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:  # noqa: FBT001, FBT002 - Django's own
        if path != NAME:
            return []
        found = self.write()
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        self.write()
        yield NAME, self.storage

    def write(self) -> str:
        """The path of the bundle. A new bundle replaces the old one atomically."""
        path, text = Path(self.storage.path(NAME)), bundle()
        if not path.exists() or path.read_bytes() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
                draft.write(text)
            Path(draft.name).replace(path)
        return str(path)


def bundle() -> bytes:
    """All source sheets as one; the rules for paper hold in print alone."""
    folder = settings.BASE_DIR / "static" / "css"
    *screen, paper = ((folder / f"{name}.css").read_text(encoding="utf-8") for name in (*PARTS, "print"))
    return compact("\n".join([*screen, f"@media print {{\n{paper}}}\n"])).encode()


def compact(text: str) -> str:
    """The CSS without comments and redundant whitespace."""
    pieces = STRING.split(text.replace("\r", ""))
    pieces[::2] = (SPACED.sub(r"\1", SPACES.sub(" ", COMMENT.sub("", rules))) for rules in pieces[::2])
    return "".join(pieces).strip()
