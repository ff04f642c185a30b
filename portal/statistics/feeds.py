"""Atom feed of the figures of an indicator."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.publishing.feeds import author
from portal.statistics.figures import attach_breakdowns
from portal.statistics.models import Indicator, Observation
from portal.statistics.templatetags.portal_figures import place, plain_figure
from portal.web.feeds import NEWEST, Entry, EntryFeed, Subject, page
from portal.web.templatetags.portal_site import site_name


class IndicatorFeed(EntryFeed):
    """Every figure of an indicator, later versions too, as they are released."""

    def get_object(self, request: HttpRequest, code: str) -> Subject:
        indicators = Indicator.objects.released(request.moment.at)
        return Subject(request, get_object_or_404(indicators, code=code))

    def title(self, subject: Subject) -> str:
        return _("%(site)s: %(indicator)s") % {"site": site_name(), "indicator": subject.row.name}

    def subtitle(self, subject: Subject) -> str:
        return subject.row.definition

    def link(self, subject: Subject) -> str:
        return page("indicator-detail", subject.row.code)

    def entries(self, subject: Subject) -> Iterable[Entry]:
        figures = Observation.objects.released(subject.at).filter(series__indicator=subject.row).for_list()
        figures = list(figures.select_related("release__department").order_by("-released_at", "-pk")[:NEWEST])
        attach_breakdowns(figure.series for figure in figures)
        for figure in figures:
            yield Entry(
                figure.released_at,
                figure_title(figure),
                "\n".join(part for part in (figure.note, figure.release.title) if part),
                page("indicator-detail", subject.row.code, fragment=f"figure-{figure.pk}"),
                author(figure.release),
            )


def figure_title(figure: Observation) -> str:
    """The figure with what it is of: place and breakdown, period, result or target."""
    of = [place(figure.series), figure.period.label, figure.get_kind_display()]
    return _("%(what)s: %(value)s") % {"what": " · ".join(filter(None, of)), "value": plain_figure(figure)}
