"""Atom feeds: the base that every feed shares.

A feed follows from its address, the language and what is public at its moment alone, as every other page does.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from portal.web.numbers import is_english
from portal.web.templatetags.portal_site import html_lang

NEWEST = 50
#: When a feed in which nothing stands yet was last changed.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Entry:
    """One thing that happened: when it became public, where it is told. No two entries of a feed have one address."""

    at: dt.datetime
    title: str
    text: str
    address: str
    author: str


@dataclass(frozen=True)
class FeedContext:
    """What a feed is asked about: the request, and the row that its address names, if any."""

    request: HttpRequest
    row: Model | None = None

    @property
    def at(self) -> dt.datetime:
        return self.request.moment.at


class RepeatableAtom(Atom1Feed):
    """Atom whose time of change comes from its entries alone, so that equal feeds are equal bytes."""

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class EntryFeed(Feed):
    """A feed of entries. A subclass gives its title, its subtitle, the page that it follows and its entries."""

    feed_type = RepeatableAtom

    def entries(self, subject: FeedContext) -> Iterable[Entry]:
        """At least the newest, in any order."""
        raise NotImplementedError

    def get_object(self, request: HttpRequest) -> FeedContext:
        return FeedContext(request)

    def get_feed(self, subject: FeedContext, request: HttpRequest) -> Atom1Feed:
        self.language = html_lang()
        return super().get_feed(subject, request)

    def feed_url(self, subject: FeedContext) -> str:
        return subject.request.get_full_path()

    def items(self, subject: FeedContext) -> list[Entry]:
        return sorted(self.entries(subject), key=lambda entry: entry.at, reverse=True)[:NEWEST]

    def item_title(self, entry: Entry) -> str:
        return entry.title

    def item_description(self, entry: Entry) -> str:
        return linebreaks(entry.text, autoescape=True)  # a summary of Atom is HTML

    def item_link(self, entry: Entry) -> str:
        return entry.address

    def item_pubdate(self, entry: Entry) -> dt.datetime:
        return timezone.localtime(entry.at)

    item_updateddate = item_pubdate

    def item_author_name(self, entry: Entry) -> str:
        return entry.author


def page(name: str, *args: str, fragment: str = "") -> str:
    """Address of a page in the language of the feed."""
    return f"{reverse(name, args=args)}{'?lang=en' * is_english()}{'#' * bool(fragment)}{fragment}"
