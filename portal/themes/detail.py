"""Themes with what is public of the figures, commitments and terms that they name: what pages and JSON show."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import F
from django.shortcuts import get_object_or_404

from portal.commitments.models import Commitment, commitments_at
from portal.events.tours import Tour, tours_at
from portal.glossary.models import GlossaryTerm
from portal.records.topics import Found, Subject, find
from portal.services.detail import named
from portal.statistics.codes import CheckKind, CheckRole
from portal.statistics.models import CheckResult, Observation
from portal.themes.models import Theme

#: Figures of one series in the table; the page of the indicator has all of them.
MOST_FIGURES = 4


@dataclass(frozen=True, kw_only=True)
class ThemeDetail:
    """A theme as of a moment: figures in force, the last period of each series first; commitments, works and terms.

    `with_rest`: those of the figures whose stated parts leave a rest that is not broken down.
    """

    theme: Theme
    figures: Sequence[Observation]
    with_rest: Sequence[Observation]
    commitments: Sequence[Commitment]
    works: Sequence[Found]
    tours: Sequence[Tour]
    terms: Sequence[GlossaryTerm]

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The theme with that code. Raises Http404 unless it is public."""
        return themes_at([get_object_or_404(Theme.objects.public(at).for_list(), code=code)], at)[0]

    @property
    def areas(self) -> list:
        """The areas that its commitments name."""
        found = {area.pk: area for one in self.commitments for area in one.areas.all()}
        return list(found.values())


def themes_at(themes: Iterable[Theme], at: dt.datetime) -> list[ThemeDetail]:
    """The details of public themes; as many queries for one as for many."""
    themes = list(themes)
    figures = figures_of({code for one in themes for code in one.indicators}, at)
    unbroken = with_rest([figure for found in figures.values() for figure in found], at)
    promised = {code for one in themes for code in one.commitments}
    commitments = list(commitments_at(at).with_state(at).for_list().filter(code__in=promised))
    used = {code for one in themes for code in one.terms}
    terms = list(GlossaryTerm.objects.public(at).filter(code__in=used))
    tours = tours_at({code for one in themes for code in one.tours}, at)
    works = find((subject for one in themes for subject in subjects_of(one)), at)
    return [
        ThemeDetail(
            theme=theme,
            figures=(shown := [figure for code in theme.indicators for figure in figures.get(code, ())]),
            with_rest=[figure for figure in shown if figure.pk in unbroken],
            commitments=named(commitments, theme.commitments),
            works=[one for one in works if one.subject in subjects_of(theme)],
            tours=[tours[code] for code in theme.tours if code in tours],
            terms=named(terms, theme.terms),
        )
        for theme in themes
    ]


def subjects_of(theme: Theme) -> list[Subject]:
    """The programmes and projects that it names."""
    kinds = (("programme", theme.programmes), ("project", theme.projects))
    return [Subject(kind, code) for kind, codes in kinds for code in codes]


def figures_of(codes: Iterable[str], at: dt.datetime) -> dict[str, list[Observation]]:
    """The newest figures in force of each series of these indicators, by the code of the indicator."""
    rows = Observation.objects.known_at(at).filter(series__indicator__code__in=list(codes))
    rows = rows.for_list().with_checks(at).with_neighbours()
    found: dict[str, list[Observation]] = {}
    counted: dict[int, int] = {}
    for figure in rows.order_by("series__area__code", "series_id", "-period_end", "kind", "pk"):
        counted[figure.series_id] = counted.get(figure.series_id, 0) + 1
        if counted[figure.series_id] <= MOST_FIGURES:
            found.setdefault(figure.series.indicator.code, []).append(figure)
    return found


def with_rest(figures: Iterable[Observation], at: dt.datetime) -> set[int]:
    """Ids of the figures of which a part is stated, and a rest is not: by sums that are declared incomplete.

    How large the rest is, nobody says: such parts need not exclude each other.
    """
    shown = {figure.pk for figure in figures}
    sums = CheckResult.objects.known_at(at).filter(kind=CheckKind.SUM, check_rule__complete=False)
    sums = sums.filter(
        stated__gt=F("computed"), operands__role=CheckRole.RESULT, operands__observation__in=shown
    )
    return set(sums.values_list("operands__observation", flat=True))
