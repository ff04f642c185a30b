"""Atom feeds: the shared base class.

Like every page, a feed depends on its address, the language and what is public at its moment.
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
from django.utils.translation import gettext as _

from portal.web.addresses import absolute
from portal.web.numbers import is_english
from portal.web.templatetags.portal_site import html_lang

NEWEST = 50
#: `updated` of a feed without entries.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class FeedEntry:
    """One event: when it became public, and its page. Entries of one feed have distinct addresses.

    `changed_at`: when it was withdrawn or superseded, which its title or text then says.
    """

    at: dt.datetime
    title: str
    text: str
    address: str
    author: str
    changed_at: dt.datetime | None = None

    @property
    def updated(self) -> dt.datetime:
        return self.changed_at or self.at


@dataclass(frozen=True)
class FeedContext:
    """The request of a feed, and the row named by its address, if any."""

    request: HttpRequest
    row: Model | None = None

    @property
    def at(self) -> dt.datetime:
        return self.request.moment.at


class RepeatableAtom(Atom1Feed):
    """Atom whose update time comes from its entries alone, so that equal feeds are equal bytes."""

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class EntryFeed(Feed):
    """A feed of entries. A subclass provides title, subtitle, page link and entries.

    Its id is its own address, which no other feed has; that of an entry is the address of what it is about.
    """

    feed_type = RepeatableAtom

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        """At least the newest entries, in any order."""
        raise NotImplementedError

    def get_object(self, request: HttpRequest) -> FeedContext:
        return FeedContext(request)

    def get_feed(self, subject: FeedContext, request: HttpRequest) -> Atom1Feed:
        self.language = html_lang()
        return super().get_feed(subject, request)

    def page_link(self, subject: FeedContext) -> str:
        """The page that the feed is about."""
        raise NotImplementedError

    def link(self, subject: FeedContext) -> str:
        return absolute(self.page_link(subject))

    def feed_url(self, subject: FeedContext) -> str:
        return absolute(subject.request.get_full_path())

    def feed_guid(self, subject: FeedContext) -> str:
        return absolute(f"{subject.request.path}{'?lang=en' * is_english()}")

    def feed_copyright(self) -> str:
        return _(
            "The data may be used, shared and modified for any purpose, free of charge, as long as the source is named."
        )

    def items(self, subject: FeedContext) -> list[FeedEntry]:
        return sorted(self.entries(subject), key=lambda entry: entry.updated, reverse=True)[:NEWEST]

    def item_title(self, entry: FeedEntry) -> str:
        return entry.title

    def item_description(self, entry: FeedEntry) -> str:
        return linebreaks(entry.text, autoescape=True)  # an Atom summary is HTML

    def item_link(self, entry: FeedEntry) -> str:
        return absolute(entry.address)

    item_guid = item_link

    def item_pubdate(self, entry: FeedEntry) -> dt.datetime:
        return timezone.localtime(entry.at)

    def item_updateddate(self, entry: FeedEntry) -> dt.datetime:
        return timezone.localtime(entry.updated)

    def item_author_name(self, entry: FeedEntry) -> str:
        return entry.author


def page(name: str, *args: str, fragment: str = "") -> str:
    """Address of a page in the feed's language."""
    return f"{reverse(name, args=args)}{'?lang=en' * is_english()}{'#' * bool(fragment)}{fragment}"
