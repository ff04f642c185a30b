"""Figures of a list as JSON, made from values: neither model instances nor serializers a row.

What many rows share (series, release, section, label of a period) is rendered once a data version; a row adds its own
columns. A test compares the lines with what `ObservationVersionSerializer`, which also describes them, answers.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted
from typing import NamedTuple, Self

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.models import Release, Section
from portal.publishing.models.released import is_over
from portal.publishing.printed import CheckState
from portal.statistics.codes import CheckKind
from portal.statistics.models import CheckOperand, Series
from portal.statistics.periods import Period
from portal.web.api.fields import Text, Word
from portal.web.api.responses import Rendered, dumps
from portal.web.as_of import Moment
from portal.web.memo import Versioned
from portal.web.numbers import is_english

#: The columns of a row, in the order in which `line` reads them.
COLUMNS = (
    "id",
    "series_id",
    "period_start",
    "period_end",
    "period_inferred",
    "kind",
    "value",
    "qualifier",
    "status",
    "as_printed",
    "note_zh",
    "note_en",
    "release_id",
    "section_id",
    "paragraph",
    "released_at",
    "superseded_at",
    "not_comparable",
    "supersedes_id",
    "superseded_by_id",
    "row_withdrawal",
)


class FigureCheckSerializer(serializers.Serializer):
    """The result of a check that a figure takes part in."""

    summary = Text(help_text=_("What was checked and found, in words."))
    id = serializers.IntegerField()
    check = Text(source="code", help_text=_("Code of the declared check; empty for an automatic one."))
    kind = Word(CheckKind.choices)
    state = Word(CheckState.choices)
    because = Text(help_text=_("Why it is doubtful; empty otherwise."))
    reason = Text(help_text=_("Why it is published although it does not hold; empty where it holds."))


@dataclass(frozen=True)
class SeriesParts:
    """What all figures of a series share, as JSON, and what their values and periods are read with."""

    head: str
    unit: str
    decimals: int
    basis: str
    year_name: str

    @classmethod
    def of(cls, series: Series) -> Self:
        indicator, area = series.indicator, series.area
        shared = {
            "indicator": indicator.code,
            "indicator_name": indicator.name,
            "sector": indicator.sector_id,
            "area": area.code,
            "area_name": area.label,
            "dimensions": series.dimensions,
        }
        return cls(
            dumps(shared)[1:-1],
            quoted(indicator.unit_id),
            indicator.decimals,
            indicator.basis,
            indicator.year_name,
        )


@dataclass(frozen=True)
class ReleaseParts:
    """What all figures of a release share, as JSON, and when and why it was withdrawn."""

    slug: str
    reason: str
    withdrawn_at: dt.datetime | None
    withdrawal_reason: str

    @classmethod
    def of(cls, release: Release) -> Self:
        return cls(
            quoted(release.slug), quoted(release.reason), release.withdrawn_at, release.withdrawal_reason
        )


def section_parts(section: Section) -> tuple[str, str]:
    """Number and title, as JSON."""
    return quoted(section.number), quoted(section.title)


#: Series, releases and sections by id, and labels of periods, each as JSON.
_shared = Versioned(lambda: ({}, {}, {}, {}))


class Lines:
    """Renders figures read as `COLUMNS`, at a moment and in the active language."""

    def __init__(self, moment: Moment) -> None:
        self.at = moment.at
        self.series, self.releases, self.sections, self.labels = _shared.at(moment)
        self.times: dict[dt.datetime, str] = {}
        self.is_english = is_english()

    def of(self, rows: Sequence[tuple]) -> list[Rendered]:
        """The rows as JSON. One query, and one more for each kind of what is shared that has not been read yet."""
        read(self.series, Series.objects.for_list(), {row[1] for row in rows}, SeriesParts.of)
        read(self.releases, Release.objects.all(), {row[12] for row in rows}, ReleaseParts.of)
        read(self.sections, Section.objects.all(), {row[13] for row in rows if row[13]}, section_parts)
        checks = checks_of([row[0] for row in rows], self.at)
        return [self.line(row, checks.get(row[0], NO_CHECKS)) for row in rows]

    def line(self, row: tuple, checks: tuple[str, str]) -> Rendered:
        (pk, series_id, start, end, inferred, kind, value, qualifier, status, printed, note_zh, note_en) = (
            row[:12]
        )
        (release_id, section_id, paragraph, released_at, superseded_at, not_comparable) = row[12:18]
        supersedes, superseded_by, withdrawal = row[18:]
        series, release = self.series[series_id], self.releases[release_id]
        days = Period(start, end, series.basis, series.year_name, inferred)
        ended = self.ending(superseded_at, superseded_by, withdrawal, release)
        note = (note_en or note_zh) if self.is_english else (note_zh or note_en)
        return Rendered(
            f'{{"id":{pk},{series.head},"period":{self.period(days)},"kind":"{kind}",'
            f'"value":{"null" if value is None else format(value, f".{series.decimals}f")},"unit":{series.unit},'
            f'"qualifier":"{qualifier}","status":"{status}","as_printed":{quoted(printed)},"note":{quoted(note)},'
            f'"release":{release.slug},"locator":{self.locator(section_id, paragraph)},'
            f'"released_at":{self.time(released_at)},"superseded_at":{ended.superseded_at},'
            f'"not_comparable":"{not_comparable}","check_state":{checks[0]},"checks":{checks[1]},'
            f'"version_state":"{ended.state}","supersedes":{supersedes or "null"},'
            f'"superseded_by":{ended.superseded_by},"correction_reason":{release.reason},'
            f'"withdrawn_at":{ended.withdrawn_at},"withdrawal_reason":{ended.reason},'
            f'"withdrawn_by":{ended.withdrawn_by}}}'
        )

    def ending(
        self, end: dt.datetime | None, later: int | None, withdrawal: dict | None, release: ReleaseParts
    ) -> "Ending":
        """How the version ended; `end`, `later` and `withdrawal` as in its row."""
        if end is None and release.withdrawn_at is None:
            return IN_FORCE
        ended, withdrawn_at = is_over(end, self.at), end if withdrawal else release.withdrawn_at
        alone = ended and bool(withdrawal)
        is_withdrawn = alone or is_over(release.withdrawn_at, self.at)
        reason = release.withdrawal_reason
        if withdrawal:
            reason = withdrawal["reason_en" if self.is_english else "reason_zh"]
        return Ending(
            superseded_at=self.time(end) if ended else "null",
            state="withdrawn" if is_withdrawn else "superseded" if ended else "in_force",
            superseded_by=f"{later}" if ended and later else "null",
            withdrawn_at=self.time(withdrawn_at) if is_over(withdrawn_at, self.at) else "null",
            reason=quoted(reason if is_withdrawn else ""),
            withdrawn_by=quoted(withdrawal["correction"]) if alone else "null",
        )

    def period(self, period: Period) -> str:
        key = (period.start, period.end, period.basis, period.year_name, period.inferred)
        if (known := self.labels.get(key)) is None:
            days = {"start": period.start and period.start.isoformat(), "end": period.end.isoformat()}
            told = {**days, "basis": period.basis, "label": period.label, "inferred": period.inferred}
            known = self.labels[key] = dumps(told)
        return known

    def locator(self, section_id: int | None, paragraph: int | None) -> str:
        if section_id is None:
            return "null"
        number, title = self.sections[section_id]
        paragraph = "null" if paragraph is None else paragraph
        return f'{{"section":{number},"paragraph":{paragraph},"section_title":{title}}}'

    def time(self, time: dt.datetime) -> str:
        if (known := self.times.get(time)) is None:
            known = self.times[time] = f'"{timezone.localtime(time).isoformat()}"'
        return known


class Ending(NamedTuple):
    """How a version ended, each as JSON."""

    superseded_at: str = "null"
    state: str = "in_force"
    superseded_by: str = "null"
    withdrawn_at: str = "null"
    reason: str = '""'
    withdrawn_by: str = "null"


IN_FORCE = Ending()
#: The state and the checks of a figure that no check is about, as JSON.
NO_CHECKS = ('""', "[]")


def checks_of(figures: list[int], at: dt.datetime) -> dict[int, tuple[str, str]]:
    """The worst state and the public checks of figures at that time, as JSON, by the id of the figure."""
    results: dict[int, list] = {}
    operands = CheckOperand.objects.filter(observation__in=figures)
    checked = set(
        operands.order_by().values_list("observation", flat=True)
    )  # asked first, since few mostly are
    if not checked:
        return {}
    for operand in CheckOperand.objects.shown_at(at).filter(observation__in=checked).with_results():
        results.setdefault(operand.observation_id, []).append(operand.result)
    return {
        pk: (quoted(min(one.state for one in found)), dumps(FigureCheckSerializer(found, many=True).data))
        for pk, found in results.items()
    }


def read(held: dict, rows: QuerySet, wanted: set[int], render: Callable) -> None:
    """Read and render the wanted rows that are not held yet."""
    if missing := wanted - held.keys():
        held.update((row.pk, render(row)) for row in rows.filter(pk__in=missing))
