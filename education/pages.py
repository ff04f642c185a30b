"""Awards, schools and networks: their lists, and the blocks of education on its sector page."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from education.filters import AwardFilter, NetworkFilter, SchoolFilter
from education.models import Award, Network, School
from portal.publishing.filters import versions_asked_for
from portal.records.topics import Subject, find
from portal.site.blocks import Block
from portal.staff.models import Sector
from portal.web.as_of import Moment
from portal.web.lists import ListPage
from portal.web.sitemaps import BilingualSitemap

#: Rows on the sector's page; the whole list is a link away.
MOST = 8


class AwardList(ListPage):
    template_name = "education/awards.html"
    noun = "awards"
    filterset_class = AwardFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return versions_asked_for(Award.objects, request).select_related("release", "section").order_by("pk")


class SchoolList(ListPage):
    template_name = "education/schools.html"
    noun = "schools"
    filterset_class = SchoolFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        rows = versions_asked_for(School.objects, request).select_related(
            "release", "section", "area__parent"
        )
        return rows.order_by("pk")

    def further(self, request: HttpRequest, filterset: SchoolFilter, page: Page) -> dict[str, Any]:
        """The schools, each with the `undertaking` under which it is built, as far as that is public."""
        schools = list(page.object_list)
        subjects = {Subject("programme", school.programme) for school in schools if school.programme}
        found = {one.subject.reference: one for one in find(subjects, request.moment.at)}
        for school in schools:
            school.undertaking = found.get(school.programme)
        return {"schools": schools}


class NetworkList(ListPage):
    template_name = "education/networks.html"
    noun = "networks"
    filterset_class = NetworkFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        rows = versions_asked_for(Network.objects, request).select_related("release", "section")
        return rows.order_by("pk")

    def further(self, request: HttpRequest, filterset: NetworkFilter, page: Page) -> dict[str, Any]:
        """The networks, each with the schools that are `named_members`, as far as a release describes them."""
        networks = list(page.object_list)
        named = {code for network in networks for code in network.members}
        rows = School.objects.known_at(request.moment.at).filter(code__in=named)
        known = {school.code: school for school in rows}
        for network in networks:
            network.named_members = [known[code] for code in network.members if code in known]
        return {"networks": networks}


def schools(sector: Sector, moment: Moment) -> dict[str, Any]:
    """How many schools releases name, and whom to ask which is one's own: what most come to education for."""
    if sector.code != "education":
        return {}
    networks = Network.objects.known_at(moment.at)
    return {"schools": School.objects.known_at(moment.at).count(), "networks": networks.exists()}


def awards(sector: Sector, moment: Moment) -> dict[str, Any]:
    """The newest awards, on the page of education alone; without any, the block says so."""
    if sector.code != "education":
        return {}
    rows = Award.objects.known_at(moment.at).select_related("release", "section")
    return {"awards": list(rows.order_by("-released_at", "pk")[:MOST])}


SECTOR_BLOCKS = [
    Block("education/schools_block.html", schools, order=-5),
    Block("education/awards_block.html", awards, order=10),
]


class ListSitemap(BilingualSitemap):
    """The lists of education."""

    def items(self) -> list[str]:
        return ["education:awards", "education:schools", "education:networks"]

    def location(self, name: str) -> str:
        return self.page(name)


SITEMAPS = [("education", ListSitemap)]
