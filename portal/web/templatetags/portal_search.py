"""Search result snippets with highlighted words."""

import re
from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

BEFORE, AFTER = 30, 90


@register.simple_tag
def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text with each word in `<mark>`; everything else escaped."""
    pattern = pattern_of(words)
    pieces = pattern.split(text) if pattern else [text]
    return mark_safe(  # noqa: S308 - every piece is escaped
        "".join(
            f"<mark>{escape(piece)}</mark>" if number % 2 else escape(piece)
            for number, piece in enumerate(pieces)
        )
    )


@register.simple_tag
def passage(texts: Iterable[str], words: Sequence[str]) -> SafeString:
    """The first snippet with a search word, words highlighted; without a match, the beginning of the first text."""
    texts = [text for text in texts if text]
    pattern = pattern_of(words)
    for text in texts:
        if found := pattern.search(text) if pattern else None:
            start, end = max(found.start() - BEFORE, 0), found.end() + AFTER
            cut = f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
            return marked(cut, words)
    return marked(beginning(texts[0]) if texts else "", words)


def beginning(text: str) -> str:
    """The beginning of a text, at snippet length."""
    return text if len(text) <= BEFORE + AFTER else f"{text[: BEFORE + AFTER]}…"


def pattern_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Matches any of the words, longest first, ignoring case."""
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(f"({either})", re.IGNORECASE) if either else None
