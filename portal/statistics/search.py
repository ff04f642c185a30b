"""Search sources of indicators and observations."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse

from portal.records.types import Hit
from portal.statistics.figures import indicator_rows
from portal.statistics.models import Indicator, Observation


def indicator_hits(indicators: list[Indicator], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            row.indicator.name,
            reverse("indicator-detail", args=[row.indicator.code]),
            [row.indicator.definition],
            row.indicator.sector.name,
            row.latest,
        )
        for row in indicator_rows(indicators, at)
    ]


def indicators(at: dt.datetime) -> QuerySet:
    return Indicator.objects.released(at).with_latest(at).for_list()


def figure_hits(figures: list[Observation], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            " · ".join(part for part in (figure.series.indicator.name, figure.series.scope) if part),
            f"{reverse('indicator-detail', args=[figure.series.indicator.code])}#figure-{figure.pk}",
            [figure.note, figure.as_printed],
            figure.release.title,
            figure,
        )
        for figure in figures
    ]
