"""The Atom feed of an indicator, and the digest lines of figures."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.areas.models import AreaTree
from portal.publishing.feeds import record_entry
from portal.publishing.models import Release
from portal.publishing.row_changes import changes_in, with_versions
from portal.records.topics import DigestLine, DigestLines, Subject
from portal.statistics.charts.chart import with_note
from portal.statistics.comparability import TOGETHER, incomparable, why_not
from portal.statistics.figures import last_change
from portal.statistics.models import Indicator, Observation
from portal.web.feeds import NEWEST, EntryFeed, FeedContext, FeedEntry, page
from portal.web.templatetags.portal_site import site_name


class IndicatorFeed(EntryFeed):
    """Every version of every figure of an indicator, newest release first."""

    def get_object(self, request: HttpRequest, code: str) -> FeedContext:
        indicators = Indicator.objects.released(request.moment.at)
        return FeedContext(request, get_object_or_404(indicators, code=code))

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: %(indicator)s") % {"site": site_name(), "indicator": subject.row.name}

    def subtitle(self, subject: FeedContext) -> str:
        return subject.row.definition

    def page_link(self, subject: FeedContext) -> str:
        return page("indicator-detail", subject.row.code)

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        for figure in released_last(subject.at, series__indicator=subject.row):
            text = "\n".join(filter(None, (*failures_of(figure), figure.note, figure.release.title)))
            address = page("indicator-detail", subject.row.code, fragment=f"figure-{figure.pk}")
            yield record_entry(figure, subject.at, figure_title(figure), text, address, said=figure_said)


def failures_of(figure: Observation) -> list[str]:
    """A line for each check that does not hold: what was found, what was compared, and the public reason."""
    return [
        " ".join(filter(None, (result.summary, result.compared, result.reason)))
        for result in figure.failed_checks
    ]


def released_last(at: dt.datetime, **filters: object) -> list[Observation]:
    """The figures that changed last, superseded and withdrawn ones too, for a feed; `filters` as for a QuerySet.

    They are `with_versions`; three queries.
    """
    figures = Observation.objects.released(at).filter(**filters).for_list().with_checks(at).with_neighbours()
    newest = figures.select_related("release__department").last_changed_first(at)[:NEWEST]
    return with_versions(newest, at, Observation.objects.for_list())


def figure_said(figure: Observation) -> str:
    """What a version of a figure says; versions differ in nothing else."""
    return figure.text


def figure_title(figure: Observation) -> str:
    """The figure's name: area and breakdown, period, result or target."""
    of = [figure.series.scope, figure.period.label, figure.get_kind_display()]
    return _("%(what)s: %(value)s") % {"what": " · ".join(filter(None, of)), "value": figure.text}


def figure_lines(release: Release) -> Iterator[DigestLine]:
    """Every figure of the release, with the version it replaces or the last comparable one, and its failed checks.

    Also those that it withdraws.
    """
    figures = Observation.objects.filter(release=release).for_list().order_by("pk")
    figures = list(figures.with_checks(release.released_at))
    known = Observation.objects.known_at(release.just_before)
    earlier = known.filter(series__in={figure.series_id for figure in figures}).for_list().by_series()
    tree = AreaTree()
    for figure in figures:
        text = figure_line(figure, earlier.get(figure.series_id, []))
        yield line_about(figure, with_note(text, figure.check_mark) if figure.check_mark else text, tree)
    for change in changes_in(release):
        if change.withdrawal and isinstance(change.record, Observation):
            yield line_about(change.record, change.text, tree)


def line_about(figure: Observation, text: str, tree: AreaTree) -> DigestLine:
    indicator = figure.series.indicator
    address = page("indicator-detail", indicator.code, fragment=f"figure-{figure.pk}")
    subjects = {Subject("indicator", indicator.code), Subject("sector", indicator.sector_id)}
    return DigestLine(text, address, frozenset(subjects | tree.around(figure.series.area_id)))


def figure_line(figure: Observation, earlier: list[Observation]) -> str:
    """“Cases · 2022 · result: 638 cases → 641 cases”, with the earlier period if it is another."""
    indicator, value = figure.series.indicator, figure.text
    of = [indicator.name, figure.series.scope, figure.period.label, figure.get_kind_display()]
    what = " · ".join(filter(None, of))
    replaced = next((one for one in earlier if one.version == figure.version), None)
    if replaced is not None:
        line = _("%(what)s: %(old)s → %(new)s") % {"what": what, "old": replaced.text, "new": value}
        obstacle = incomparable(figure, replaced, TOGETHER)
        return with_note(line, why_not(obstacle)) if obstacle else line
    change = last_change(figure, earlier)
    if change is None:
        return _("%(what)s: %(value)s") % {"what": what, "value": value}
    names = {"old": change.earlier.text, "period": change.earlier.period.label}
    line = _("%(what)s: %(old)s (%(period)s) → %(new)s") % {"what": what, "new": value, **names}
    return with_note(line, why_not(change.obstacle)) if change.obstacle else line


DIGEST_LINES = [DigestLines(10, figure_lines, covers=(Observation,))]
