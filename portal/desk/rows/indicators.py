"""Indicators and their series."""

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.desk.base import OfficialAdmin
from portal.desk.forms import OfficialForm
from portal.desk.series_picker import BreakdownAdmin, BreakdownForm, breakdown_fields
from portal.statistics.models import Dimension, Indicator, Series


class IndicatorForm(OfficialForm):
    dimensions = forms.MultipleChoiceField(
        label=_("broken down by"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "dimensions" in self.fields:
            self.fields["dimensions"].choices = [(d.code, d.name) for d in Dimension.objects.all()]


class NextFigureFilter(admin.SimpleListFilter):
    """Whether the next figure is there in time."""

    title = _("next figure")
    parameter_name = "next"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("overdue", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.overdue(timezone.now()) if self.value() == "overdue" else queryset


@admin.register(Indicator)
class IndicatorAdmin(OfficialAdmin):
    form = IndicatorForm
    list_display = ("name", "code", "sector", "department", "unit", "basis", "headline")
    list_filter = (
        ("sector", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
        "basis",
        "frequency",
        NextFigureFilter,
        "headline",
    )
    list_select_related = ("sector", "department", "unit")
    search_fields = ("code", "name_zh", "name_en")
    autocomplete_fields = ("unit",)
    fieldsets = (
        (None, {"fields": ("code", "name_zh", "name_en", "definition_zh", "definition_en")}),
        (_("Whose"), {"fields": ("sector", "department")}),
        (
            _("How it is measured"),
            {
                "fields": ("unit", "basis", "decimals", "dimensions", "smallest_count"),
                "description": _(
                    "Fixed once a figure of it has been released, except for the smallest count."
                ),
            },
        ),
        (
            _("When its next figure is expected"),
            {"fields": ("frequency", "expected_after")},
        ),
        (_("Where it stands"), {"fields": ("headline", "order")}),
    )

    @admin.display(description=_("name"), ordering="name_zh")
    def name(self, indicator: Indicator) -> str:
        return indicator.name


class SeriesForm(BreakdownForm):
    class Meta:
        model = Series
        fields = ("indicator", "area")

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.instance._state.adding:
            self.instance.dimensions = self.chosen_breakdown()
        return cleaned


@admin.register(Series)
class SeriesAdmin(BreakdownAdmin, OfficialAdmin):
    form = SeriesForm
    list_display = ("indicator", "area", "breakdown_text")
    list_filter = (
        ("indicator__sector", RelatedOnlyFieldListFilter),
        ("indicator__department", RelatedOnlyFieldListFilter),
        ("area", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("indicator", "area")
    search_fields = (
        "indicator__code",
        "indicator__name_zh",
        "indicator__name_en",
        "area__name_zh",
        "area__name_en",
    )
    autocomplete_fields = ("indicator", "area")

    def get_fieldsets(self, request: HttpRequest, obj: Series | None = None) -> list:
        if obj is not None:
            return [(None, {"fields": ("indicator", "area", "breakdown_text")})]
        return [
            (None, {"fields": ("indicator", "area")}),
            (_("Breakdown"), {"fields": tuple(breakdown_fields()), "classes": ("breakdown",)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Series | None = None) -> tuple[str, ...]:
        return ("indicator", "area", "breakdown_text") if obj is not None else ()

    def has_change_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    @admin.display(description=_("breakdown"))
    def breakdown_text(self, series: Series) -> str:
        return str(_(", ")).join(series.breakdown)
