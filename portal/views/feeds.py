"""The Atom feed of releases."""

from collections.abc import Iterable

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from portal.models import Release
from portal.moments import Moment
from portal.templatetags.portal_site import site_name

NEWEST = 30


class ReleaseFeed(Feed):
    """Releases as they become public, the newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Moment:
        return request.moment

    def title(self, moment: Moment) -> str:
        return _("%(site)s: releases") % {"site": site_name()}

    def subtitle(self, moment: Moment) -> str:
        return _("What was published, newest first.")

    def link(self, moment: Moment) -> str:
        return reverse("release-list")

    def items(self, moment: Moment) -> Iterable[Release]:
        return Release.objects.released(moment.at).for_list()[:NEWEST]

    def item_title(self, release: Release) -> str:
        return release.title

    def item_description(self, release: Release) -> str:
        return linebreaks(release.summary, autoescape=True)  # a summary of Atom is HTML

    def item_link(self, release: Release) -> str:
        return reverse("release-detail", args=[release.slug])

    def item_pubdate(self, release: Release):
        return release.released_at

    item_updateddate = item_pubdate

    def item_author_name(self, release: Release) -> str:
        return release.issuing_body or release.department.name
