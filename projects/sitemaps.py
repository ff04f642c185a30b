"""Sitemaps of the projects and programmes public now, and of their lists."""

import datetime as dt

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from portal.web.sitemaps import BilingualSitemap
from projects.models import Programme, Project, Undertaking, UndertakingState


class Undertakings(BilingualSitemap):
    """Those of one kind; a change is a release that says something of them."""

    model: type[Undertaking]
    name: str

    def items(self) -> QuerySet:
        at = timezone.now()
        states = UndertakingState.objects.released(at).filter(undertaking=OuterRef("pk"))
        newest = states.order_by("-known_from").values("known_from")[:1]
        return self.model.objects.released(at).annotate(newest=Subquery(newest)).order_by("code")

    def location(self, undertaking: Undertaking) -> str:
        return self.page(self.name, undertaking.code)

    def lastmod(self, undertaking: Undertaking) -> dt.datetime | None:
        return undertaking.newest

    def get_latest_lastmod(self) -> dt.datetime | None:
        """When anything was last said of one of them."""
        known = UndertakingState.objects.released(timezone.now())
        return known.filter(undertaking__in=self.model.objects.all()).aggregate(Max("known_from"))[
            "known_from__max"
        ]


class Projects(Undertakings):
    model = Project
    name = "projects:project"


class Programmes(Undertakings):
    model = Programme
    name = "projects:programme"


class ProjectLists(BilingualSitemap):
    """The list of programmes and the page of micro-projects; that of projects is the page of the sector."""

    def items(self) -> list[tuple[str, dt.datetime | None]]:
        states = UndertakingState.objects.released(timezone.now())
        newest = states.aggregate(newest=Max("known_from"))["newest"]
        return [("projects:programme-list", newest), ("projects:micro", newest)]

    def location(self, item: tuple[str, dt.datetime | None]) -> str:
        return self.page(item[0])

    def lastmod(self, item: tuple[str, dt.datetime | None]) -> dt.datetime | None:
        return item[1]
