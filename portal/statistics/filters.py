"""Filters of indicators, series, observations and checks."""

import functools
import operator

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.areas.models import Area
from portal.publishing.filters import OfRelease, Versions
from portal.publishing.printed import CheckState
from portal.staff.filters import InSector, OfDepartment
from portal.statistics.codes import Basis, CheckKind, ObservationKind, ObservationStatus, Qualifier
from portal.statistics.models import Code, Indicator, Series, Unit
from portal.web.filters import (
    MOST_LISTED,
    ChoiceFilter,
    DayFilter,
    NumberFilter,
    RowFilter,
    StrictFilterSet,
    WordsFilter,
    YesNoFilter,
)


class DimensionsField(forms.Field):
    """Texts such as crime_type:fraud, each naming a dimension value. Cleans to a dict."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> dict[str, str]:
        texts = [text for text in value or [] if text]
        pairs = [tuple(text.split(":", 1)) for text in texts if ":" in text and "\0" not in text]
        either = functools.reduce(operator.or_, (Q(dimension=d, code=c) for d, c in pairs), Q(pk=None))
        known = Code.objects.filter(either).count()
        if known < len(texts) or len(dict(pairs)) < len(pairs):
            raise forms.ValidationError(_("Not a dimension value."))
        return dict(pairs)


class DimensionValues(django_filters.Filter):
    """Dimension values, as crime_type:fraud; repeatable for several dimensions."""

    field_class = DimensionsField
    repeatable = True
    schema = {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9_]+:[a-z0-9_]+$"}}

    def filter(self, qs: QuerySet, value: dict[str, str]) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__contains": value}) if value else qs

    @property
    def allowed(self) -> list[str]:
        pairs = Code.objects.values_list("dimension", "code")[: MOST_LISTED + 1]
        listed = [f"{dimension}:{code}" for dimension, code in pairs]
        return listed if len(listed) <= MOST_LISTED else ["/api/v1/dimensions"]


class OfIndicator(RowFilter):
    """A public indicator."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(
            Indicator.objects.released,
            "indicators",
            field_name=field_name,
            **{"label": _("indicator"), **kwargs},
        )


class IndicatorFilter(StrictFilterSet):
    """Filters indicators with public figures."""

    q = WordsFilter("name_zh", "name_en", "former_names", "definition_zh", "definition_en", "code")
    sector = InSector("sector")
    department = OfDepartment("department")
    basis = ChoiceFilter(Basis.choices, "basis", label=_("basis"))
    unit = RowFilter(Unit.objects, "units", field_name="unit", label=_("unit"))
    area = InArea(
        "area", method="with_figures_in", help_text=_("With figures for the area or areas within it.")
    )
    headline = YesNoFilter("headline", label=_("headline figure"))

    def with_figures_in(self, qs: QuerySet, _name: str, area) -> QuerySet:
        return qs.with_figures_in(Area.objects.within(area.code), self.request.moment.at)


class GapFilter(StrictFilterSet):
    """Filters indicators whose next figure is overdue."""

    sector = InSector("sector")
    department = OfDepartment("department")
    indicator = OfIndicator("pk", method="only")

    def only(self, qs: QuerySet, _name: str, indicator: Indicator) -> QuerySet:
        return qs.filter(pk=indicator.pk)


class SeriesFilter(StrictFilterSet):
    """Filters series with public figures."""

    indicator = OfIndicator("indicator")
    sector = InSector("indicator__sector")
    department = OfDepartment("indicator__department")
    area = InArea("area")
    dimension = DimensionValues(field_name="dimensions", label=_("breakdown"))


class ObservationFilter(StrictFilterSet):
    """Filters public figures."""

    sector = InSector("series__indicator__sector")
    indicator = OfIndicator("series__indicator")
    series = RowFilter(Series.objects.released, "series", key="pk", field_name="series", label=_("series"))
    area = InArea("series__area")
    department = OfDepartment("series__indicator__department")
    kind = ChoiceFilter(ObservationKind.choices, "kind", label=_("kind"))
    status = ChoiceFilter(ObservationStatus.choices, "status", label=_("status"))
    qualifier = ChoiceFilter(Qualifier.choices, "qualifier", label=_("qualifier"))
    dimension = DimensionValues(field_name="series__dimensions", label=_("breakdown"))
    release = OfRelease()
    section = NumberFilter(
        "section__number", label=_("section"), help_text=_("Section number in its release.")
    )
    from_ = DayFilter(
        "period_end", "gte", label=_("from"), help_text=_("Periods ending on that day or later.")
    )
    to_ = DayFilter("period_end", "lte", label=_("to"), help_text=_("Periods ending on that day or earlier."))
    versions = Versions(label=_("versions"))


class CheckResultFilter(StrictFilterSet):
    """Filters public results of checks."""

    passed = YesNoFilter("passed", label=_("holds"))
    state = ChoiceFilter(CheckState.choices, "state", label=_("result"))
    kind = ChoiceFilter(CheckKind.choices, "kind", label=_("kind"))
    sector = InSector("series__indicator__sector")
    indicator = OfIndicator("indicator", method="touching", help_text=_("Checks that involve its figures."))
    area = InArea("series__area")
    department = OfDepartment("series__indicator__department")
    release = OfRelease()
    versions = Versions(label=_("versions"))

    def touching(self, qs: QuerySet, _name: str, indicator: Indicator) -> QuerySet:
        return qs.with_figures_of(indicator=indicator)
