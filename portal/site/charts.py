"""Charts as pictures at stable addresses: `/charts/<indicator>.svg` and `.png`, of any moment, in either language."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from portal.statistics.charts.chart import Chart, with_note
from portal.statistics.charts.figures import every_chart
from portal.statistics.charts.picture import Caption, picture_of
from portal.statistics.models import Indicator
from portal.statistics.template_tags import locator_text
from portal.web.filters import EVERY_PAGE, EVERYWHERE, refuse_unknown
from portal.web.png import is_legible, png_of

#: Places of releases named in a picture; the page names all of them.
MOST_SOURCES = 4


@require_safe
def chart_svg(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse(_picture(request, code), content_type="image/svg+xml; charset=utf-8")


@require_safe
def chart_png(request: HttpRequest, code: str) -> HttpResponse:
    if not is_legible():
        raise Http404(_("This server has no font for the words of the picture: take the SVG file."))
    return HttpResponse(png_of(_picture(request, code)), content_type="image/png")


def _picture(request: HttpRequest, code: str) -> str:
    """The chart that says most of an indicator, or the one named by `chart`."""
    refuse_unknown(request.GET, ("chart", *EVERYWHERE, *EVERY_PAGE))
    at, name = request.moment.at, request.GET.get("chart", "")
    indicator = get_object_or_404(Indicator.objects.released(at).for_list(), code=code)
    charts = every_chart(indicator, at)
    chart = next((one for one in charts if name in {"", one.name}), None)
    if chart is None:
        raise Http404(_("There is no such chart of this indicator."))
    language = get_language() or ""
    return picture_of(chart, Caption(source_line(chart), _citation(request, chart, name), language))


def source_line(chart: Chart) -> str:
    """“Source: press conference 23 December 2022, section 2.1, paragraph 3 (provisional)”"""
    places = []
    for record in chart.sources[:MOST_SOURCES]:
        day = date_format(localdate(record.release.released_at), "DATE_FORMAT")
        release = f"{record.release.get_kind_display()} {day}"
        places.append(_(", ").join(filter(None, (release, record.locator and locator_text(record.locator)))))
    if len(chart.sources) > MOST_SOURCES:
        places.append("…")
    line = f"{_('Source:')} {_('; ').join(places)}"
    return with_note(line, _("provisional figures")) if chart.is_provisional else line


def _citation(request: HttpRequest, chart: Chart, name: str) -> str:
    """Site, instant and the address that shows this picture for ever."""
    cite = citation(request, chart.heading)
    chosen = {"chart": name} if name else {}
    query = urlencode({**chosen, "lang": get_language() or ""})
    as_at = date_format(localtime(cite.changed_at), "DATETIME_FORMAT") if cite.changed_at else ""
    told = [cite.site, _("as published at %(time)s") % {"time": as_at}] if as_at else [cite.site]
    return f"{_('; ').join(told)}{_(': ')}{cite.address}&{query}"
