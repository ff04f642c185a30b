"""`/styleguide/`: every component with sample data, for template authors. Only if PORTAL_DEBUG is on."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.areas.models import Area
from portal.commitments.models import Commitment, Tally, commitments_at
from portal.commitments.pages import CommitmentFilter
from portal.commitments.states import BY_URGENCY
from portal.facilities.models import Facility
from portal.publishing.models import Release
from portal.publishing.printed import CheckState
from portal.staff.models import Department, Sector
from portal.statistics.charts.figures import chart_of
from portal.statistics.check_words import words_of
from portal.statistics.codes import Basis, CheckKind, ObservationKind
from portal.statistics.figures import Change, IndicatorRow
from portal.statistics.models import Indicator, Observation, Series, Unit


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    form = CommitmentFilter({}, commitments_at(request.moment.at).none(), request=request).form
    return render(request, "styleguide.html", {"at": request.moment.at, "form": form, **samples()})


DAY = dt.date(2022, 12, 23)
SECTOR = Sector(code="projects", name_zh="安居与项目", name_en="Housing and projects")
DEPARTMENT = Department(code="construction", name_zh="建设局", name_en="Construction bureau")


def samples() -> dict[str, Any]:
    """One example of what each component shows."""
    indicator = sample_indicator()
    return {
        "indicator": indicator,
        "changes": [change_to(value) for value in ("13", "11", "12")],
        "tally": Tally(dict(zip(BY_URGENCY, (5, 2, 2, 1, 2, 2, 3, 4, 3, 9), strict=False)), directions=7),
        "chart": chart_of([indicator.target, indicator.latest]),
        "steps": [
            {"label": _("preparation"), "status": "not_reported", "look": "not_reported"},
            {"label": _("design"), "status": "reported", "look": "done", "state_label": _("done")},
            {
                "label": _("construction"),
                "status": "reported",
                "look": "now",
                "is_current": True,
                "state_label": _("done"),
            },
            {"label": _("completion"), "status": "computed", "look": "computed", "state_label": _("done")},
            {"label": _("handover"), "status": "not_reported", "look": "not_reported"},
        ],
        "page": Paginator(range(100), 10).page(3),
        "commitments": [sample_commitment("silent"), sample_commitment("kept")],
        "facility": sample_facility(),
        "card": SimpleNamespace(
            sector=indicator.indicator.sector,
            indicators=[indicator, indicator],
            release=indicator.latest.release,
            is_newest=False,
        ),
        "check": sample_check(indicator.latest),
        "source": SimpleNamespace(release=indicator.latest.release, section=None, locator="3.1 ¶2"),
    }


def sample_indicator() -> IndicatorRow:
    """An indicator with its newest figure, a change and a target."""
    figure = sample_figure("13")
    return IndicatorRow(
        indicator=figure.series.indicator,
        latest=figure,
        series_count=1,
        change=change_to("13"),
        target=sample_figure("14", kind=ObservationKind.TARGET, period_end=dt.date(2022, 12, 31)),
    )


def sample_figure(value: str, **fields: object) -> Observation:
    """Estates renovated since 1 January."""
    unit = Unit(code="estate", name_zh="个", name_en="estates", symbol_zh="个", symbol_en="estates")
    indicator = Indicator(
        code="old-estates-renovated",
        name_zh="老旧小区改造数",
        name_en="Old estates renovated",
        sector=SECTOR,
        department=DEPARTMENT,
        unit=unit,
        basis=Basis.YTD,
    )
    series = Series(indicator=indicator, area=Area(code="sample", kind=Area.Kind.DISTRICT))
    dates = {"period_start": dt.date(2022, 1, 1), "period_end": DAY, **fields}
    return Observation(series=series, value=Decimal(value), release=sample_release(), **dates)


def change_to(value: str) -> Change:
    """A change from twelve in the same period of the year before."""
    year_before = {"period_start": dt.date(2021, 1, 1), "period_end": dt.date(2021, 12, 23)}
    return Change(sample_figure(value), sample_figure("12", **year_before))


def sample_release() -> Release:
    return Release(
        slug="sample",
        kind=Release.Kind.PRESS_CONFERENCE,
        title_zh="2022年民生新闻发布会",
        title_en="Press conference on livelihood, 2022",
        department=DEPARTMENT,
        released_at=timezone.make_aware(dt.datetime.combine(DAY, dt.time(10))),
    )


def sample_commitment(state: str) -> Commitment:
    commitment = Commitment(
        code=f"sample-{state}",
        title_zh="2022年改造14个老旧小区",
        title_en="Renovate 14 old estates in 2022",
        sector=SECTOR,
        department=DEPARTMENT,
        release=sample_release(),
        due=dt.date(2022, 12, 31),
    )
    commitment.state, commitment.due_now = state, commitment.due
    return commitment


def sample_facility() -> Facility:
    return Facility(
        code="sample",
        name_zh="韩乐坊警务站",
        name_en="Hanlefang police post",
        kind=Facility.Kind.POLICE_POST,
        area=Area(name_zh="韩乐坊", name_en="Hanlefang"),
        phone="0631-0000000",
        hours_zh="每天24小时",
        hours_en="day and night",
    )


def sample_check(figure: Observation) -> SimpleNamespace:
    """A failed ratio. A plain object, because operands of a stored result are read from the database."""
    words = words_of(CheckKind.RATIO, complete=True)
    operands = [SimpleNamespace(observation=figure, get_role_display=_("numerator"))]
    return SimpleNamespace(
        anchor="check-sample",
        passed=False,
        state=CheckState.CONTRADICTION,
        state_name=words.fails,
        title=_("Ratio"),
        get_kind_display=_("Ratio"),
        series=figure.series,
        period=figure.period,
        sides=[(words.stated, "91.6%"), (words.other, "91.404%"), (words.apart, "+0.196%")],
        operands=SimpleNamespace(all=operands),
    )
