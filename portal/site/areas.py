"""Areas: the list by name, and the page of one with its public content."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import Case, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.areas.detail import ExtentChange, extent_changes
from portal.areas.filters import AreaFilter
from portal.areas.models import Area, above
from portal.commitments.models import commitments_at
from portal.facilities.detail import attach_open_states
from portal.facilities.models import Facility
from portal.publishing.citations import citation
from portal.records.description_changes import DescriptionChange, attach_changes, changes_of
from portal.site.blocks import filled
from portal.statistics.figures import newest_figures
from portal.statistics.models import Series
from portal.web.as_of import Moment
from portal.web.lists import ListPage

#: Rows of one kind on the page of an area; the whole lists are a link away.
FIGURES, COMMITMENTS, FACILITIES = 15, 8, 12


def within(area: Area) -> QuerySet:
    """The area and everything below it."""
    return Area.objects.within(area.code).values("pk")


def commitments_in(area: Area, moment: Moment) -> dict[str, Any]:
    """Commitments about the area or a part of it, the most pressing first."""
    commitments = commitments_at(moment.at).in_areas(within(area))
    rows = list(commitments.with_state(moment.at).for_list().most_pressing_first()[:COMMITMENTS])
    return {"area": area, "commitments": rows, "count": commitments.count()} if rows else {}


def figures_in(area: Area, moment: Moment) -> dict[str, Any]:
    """The newest figure of each series of the area or a part of it, last released first."""
    series = Series.objects.released(moment.at).filter(area__in=within(area))
    figures = newest_figures(series, moment.at, FIGURES)
    return {"area": area, "figures": figures, "count": series.count()} if figures else {}


def facilities_in(area: Area, moment: Moment) -> dict[str, Any]:
    """Facilities in the area, those with a telephone first."""
    facilities = Facility.objects.public(moment.at).filter(area__in=within(area))
    rows = attach_changes(facilities.for_list().reachable_first()[:FACILITIES], moment.at)
    attach_open_states(rows, moment)
    return {"area": area, "facilities": rows, "count": facilities.count(), "moment": moment} if rows else {}


@dataclass(frozen=True, kw_only=True)
class AreaDetail:
    """An area with the areas above it, widest first, those directly below it, and the blocks of every app.

    The codelist of areas is public as a whole; an area without released content has no blocks.
    """

    area: Area
    above: Sequence[Area]
    parts: Sequence[Area]
    blocks: Sequence[tuple[str, dict[str, Any]]]
    extent_changes: Sequence[ExtentChange]
    description_changes: Sequence[DescriptionChange]

    @classmethod
    def at(cls, code: str, moment: Moment) -> Self:
        """The area with that code. Raises Http404 if there is none."""
        area = get_object_or_404(Area.objects.select_related("parent__parent__parent__parent"), code=code)
        return cls(
            area=area,
            above=above(area),
            parts=list(
                Area.objects.parts_of(area)
                .select_related("parent")
                .prefetch_related("successors", "predecessors")
                .order_by("kind", "code")
            ),
            blocks=filled("AREA_BLOCKS", area, moment),
            extent_changes=extent_changes(area),
            description_changes=changes_of(area, moment.at),
        )

    @property
    def children(self) -> list[Area]:
        """The areas directly below it, by code."""
        return sorted(self.parts, key=lambda part: part.code)

    @property
    def codes_above(self) -> list[str]:
        return [one.code for one in self.above]

    @property
    def commitment_codes(self) -> list[str]:
        """The commitments on the page, most pressing first."""
        return [one.code for one in self._shown("commitments")]

    @property
    def figure_ids(self) -> list[int]:
        """The figures on the page: the newest of each series, last released first."""
        return [one.pk for one in self._shown("figures")]

    @property
    def facility_codes(self) -> list[str]:
        """The facilities on the page."""
        return [one.code for one in self._shown("facilities")]

    def _shown(self, name: str) -> Sequence[Any]:
        return next((content[name] for _template, content in self.blocks if name in content), ())


class AreaList(ListPage):
    template_name = "areas/list.html"
    noun = "areas"
    filterset_class = AreaFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        """By kind, widest first."""
        ranks = (When(kind=kind, then=number) for number, kind in enumerate(Area.Kind))
        rank = Case(*ranks, output_field=IntegerField())
        return Area.objects.select_related("parent").order_by(rank, "code")

    def further(self, request: HttpRequest, filterset: AreaFilter, page: Page) -> dict[str, Any]:
        """The subdistricts and towns, listed first."""
        kinds = (Area.Kind.SUBDISTRICT, Area.Kind.TOWN)
        return {"streets": Area.objects.filter(kind__in=kinds).order_by("kind", "code")}


@require_safe
def area_page(request: HttpRequest, code: str) -> HttpResponse:
    detail = AreaDetail.at(code, request.moment)
    context = {
        "at": request.moment.at,
        "detail": detail,
        "area": detail.area,
        "cite": citation(request, detail.area.label),
    }
    return render(request, "areas/detail.html", context)
