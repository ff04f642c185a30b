"""Sitemaps: the base classes, listing each address in both languages."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

#: Addresses a file. The protocol allows five times as many, but no answer should take that long.
MOST_ADDRESSES = 10_000


class InEachLanguage:
    """Rows paired with each language, read by slice, so that a page of a long list does not load all of it."""

    def __init__(self, rows: QuerySet | list, languages: Sequence[str]) -> None:
        self.rows, self.languages = rows, languages

    def count(self) -> int:
        rows = self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)
        return rows * len(self.languages)

    def __getitem__(self, part: slice) -> list[tuple[Any, str]]:
        """A slice; it begins and ends with a whole row, as the pages of `BilingualSitemap` do."""
        each = len(self.languages)
        rows = self.rows[part.start // each : part.stop // each]
        return [(row, language) for row in rows for language in self.languages]


class BilingualSitemap(Sitemap):
    """Addresses in both languages, Chinese without `lang` and English under `?lang=en`."""

    i18n = alternates = x_default = True

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    @property
    def paginator(self) -> Paginator:
        languages = [language for language, _name in settings.LANGUAGES]
        per_page = MOST_ADDRESSES // len(languages) * len(languages)
        return Paginator(InEachLanguage(self.items(), languages), per_page)

    def page(self, name: str, *args: str) -> str:
        language = get_language()
        return reverse(name, args=args) + f"?lang={language}" * (language != settings.LANGUAGE_CODE)
