"""Search result snippets with highlighted words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

BEFORE, AFTER = 30, 90


@register.simple_tag
def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text with each word in `<mark>`; everything else escaped."""
    pieces, end = [], 0
    for start, stop in places_of(words, text):
        pieces += [escape(text[end:start]), f"<mark>{escape(text[start:stop])}</mark>"]
        end = stop
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308 - every piece is escaped


@register.simple_tag
def passage(texts: Iterable[str], words: Sequence[str]) -> SafeString:
    """The first snippet with a search word, words highlighted; without a match, the beginning of the first text."""
    texts = [text for text in texts if text]
    for text in texts:
        if found := next(places_of(words, text), None):
            start, end = max(found[0] - BEFORE, 0), found[1] + AFTER
            cut = f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
            return marked(cut, words)
    first = texts[0] if texts else ""
    return marked(first if len(first) <= BEFORE + AFTER else f"{first[: BEFORE + AFTER]}…", words)


def places_of(words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each occurrence of the words in any width and case; the longest word first."""
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if not either:
        return
    letters = [(letter, at) for at, one in enumerate(text) for letter in unicodedata.normalize("NFKC", one)]
    for found in re.finditer(either, "".join(letter for letter, _at in letters), re.IGNORECASE):
        yield letters[found.start()][1], letters[found.end() - 1][1] + 1
