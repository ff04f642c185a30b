"""The title that officials write for a chart: every number in it is one that the chart shows."""

import re
from collections.abc import Collection, Iterable
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from portal.records.parsing import printed_numbers
from portal.statistics.charts.chart import Chart
from portal.statistics.charts.figures import charts_of
from portal.statistics.models import Indicator

#: English words of size, as the Chinese ones that are read.
SIZES = {"thousand": "千", "million": "百万", "billion": "十亿"}
SIZED = re.compile(rf"\s*\b({'|'.join(SIZES)})\b", re.IGNORECASE)


def numbers_in(text: str) -> set[Decimal]:
    """The numbers of a text in base units: 3.84 million and 384万 are 3840000."""
    text = SIZED.sub(lambda match: SIZES[match[1].casefold()], text)
    return {value.normalize() for value, _step, _has_size in printed_numbers(text)}


def strange_numbers(title: str, known: Collection[Decimal]) -> list[Decimal]:
    """The numbers of the title that are none of these."""
    return sorted(numbers_in(title) - set(known))


def chart_numbers(indicators: Iterable[Indicator]) -> dict[int, set[Decimal]]:
    """By id, the numbers in the first chart of each indicator, in whichever language; only of those with a chart."""
    pks = [one.pk for one in indicators]
    if not pks:
        return {}
    stored = list(Indicator.objects.filter(pk__in=pks).for_list())
    found: dict[int, set[Decimal]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for pk, charts in charts_of(stored, timezone.now()).items():
                if charts:
                    found.setdefault(pk, set()).update(_shown(charts[0]))
    return found


def _shown(chart: Chart) -> set[Decimal]:
    """Its words, its table, how many figures it has, and its figures as printed."""
    records = [row.record for row in chart.rows if row.record is not None]
    texts = [chart.title, chart.sentence, "" if chart.is_written else chart.finding]
    texts += [text for row in chart.rows for text in (row.name, row.period, row.value)]
    texts += [str(one.as_printed) for one in records]
    values = {abs(one.value).normalize() for one in records if one.value is not None}
    return values.union({Decimal(len(chart.rows)).normalize()}, *map(numbers_in, texts))
