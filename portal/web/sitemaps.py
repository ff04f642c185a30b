"""Sitemaps: the base of every section, with each address in both languages."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

#: Addresses in one file. The protocol allows five times as many, but no answer should take that long.
MOST_ADDRESSES = 10_000


class InEachLanguage:
    """Each of some rows with each language, read by the slice: a page of a long list does not read all of it."""

    def __init__(self, rows: QuerySet | list, languages: Sequence[str]) -> None:
        self.rows, self.languages = rows, languages

    def count(self) -> int:
        rows = self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)
        return rows * len(self.languages)

    def __getitem__(self, part: slice) -> list[tuple[Any, str]]:
        """That part; it begins and ends with a whole row, as do the pages of `BilingualSitemap`."""
        each = len(self.languages)
        rows = self.rows[part.start // each : part.stop // each]
        return [(row, language) for row in rows for language in self.languages]


class BilingualSitemap(Sitemap):
    """Addresses in both languages, Chinese under the bare address and English under `?lang=en`."""

    i18n = alternates = x_default = True

    @property
    def paginator(self) -> Paginator:
        languages = [language for language, _name in settings.LANGUAGES]
        per_page = MOST_ADDRESSES // len(languages) * len(languages)
        return Paginator(InEachLanguage(self.items(), languages), per_page)

    def page(self, name: str, *args: str) -> str:
        language = get_language()
        return reverse(name, args=args) + f"?lang={language}" * (language != settings.LANGUAGE_CODE)
