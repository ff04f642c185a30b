"""Indicators and checks."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.desk.base import (
    OfficialAdmin,
    OfficialInline,
    OneChoiceFilter,
    ReadOnlyAdmin,
    ReadOnlyInline,
    column,
)
from portal.desk.forms import OfficialForm
from portal.statistics.models import Check, CheckOperand, CheckResult, CheckTerm, Dimension, Indicator


class IndicatorForm(OfficialForm):
    dimensions = forms.MultipleChoiceField(
        label=_("broken down by"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "dimensions" in self.fields:
            self.fields["dimensions"].choices = [(d.code, d.name) for d in Dimension.objects.all()]


class NextFigureFilter(OneChoiceFilter):
    """Indicators whose next figure is overdue."""

    title = _("next figure")
    parameter_name = "next"
    choice = ("overdue", _("overdue"), "overdue")


@admin.register(Indicator)
class IndicatorAdmin(OfficialAdmin):
    form = IndicatorForm
    list_display = ("name", "code", "sector", "department", "unit", "basis", "headline")
    list_filter = ("sector", "department", "basis", "frequency", NextFigureFilter, "headline")
    search_fields = ("code", "name_zh", "name_en")
    autocomplete_fields = ("unit", "denominator")
    fieldsets = (
        (None, {"fields": ("code", "name_zh", "name_en", "definition_zh", "definition_en")}),
        (_("Whose"), {"fields": ("sector", "department")}),
        (
            _("Measurement"),
            {
                "fields": (
                    "unit",
                    "basis",
                    ("counted_from", "year_name_zh", "year_name_en"),
                    "decimals",
                    "dimensions",
                    "smallest_count",
                ),
                "description": _(
                    "Fixed once a figure of it has been released, except for the smallest count."
                ),
            },
        ),
        (_("Comparability"), {"fields": ("comparable_from",)}),
        (_("Checks"), {"fields": ("denominator",)}),
        (_("Next figure expected"), {"fields": ("frequency", "expected_after")}),
        (_("Display"), {"fields": ("headline", "order", "finding_zh", "finding_en")}),
    )


class CheckTermInline(OfficialInline, admin.TabularInline):
    model = CheckTerm
    fields = ("role", "series", "order")
    autocomplete_fields = ("series",)
    related = ("series__indicator", "series__area")


@admin.register(Check)
class CheckAdmin(OfficialAdmin):
    list_display = ("name", "kind", "code")
    list_filter = ("kind",)
    search_fields = ("code", "name_zh", "name_en")
    fieldsets = (
        (None, {"fields": ("code", "kind", "name_zh", "name_en")}),
        (_("Computation"), {"fields": ("scale", "complete", "low", "high", "counts")}),
        (
            _("Reading"),
            {
                "fields": ("reading_zh", "reading_en"),
                "description": _(
                    "What the check takes for granted though the source does not say it. Where the check fails, the "
                    "public reads “doubtful, because …” and no contradiction."
                ),
            },
        ),
        (_("Notes"), {"fields": ("note_zh", "note_en")}),
    )
    inlines = (CheckTermInline,)


class OperandInline(ReadOnlyInline):
    model = CheckOperand
    fields = readonly_fields = ("role", "figure", "release")
    related = ("observation__series__indicator__unit", "observation__series__area", "observation__release")

    figure = column(
        _("figure"),
        lambda operand: _(": ").join((str(operand.observation), operand.observation.text)),
    )
    release = column(_("release"), lambda operand: operand.observation.release.title)


def state_badge(result: CheckResult) -> str:
    """What the check found, as a coloured word."""
    return format_html('<span class="badge badge-{}">{}</span>', result.state, result.state_name)


@admin.register(CheckResult)
class CheckResultAdmin(ReadOnlyAdmin):
    SHOWN = ("found", "compared", "because", "release")
    list_display = ("title", "period_end", *SHOWN)
    list_filter = ("state", "kind", "release")
    list_select_related = ("check_rule", "series__indicator__unit", "series__area", "release")
    search_fields = (
        "check_rule__code",
        "check_rule__name_zh",
        "series__indicator__code",
        "series__indicator__name_zh",
    )
    fields = readonly_fields = ("title", "kind", "series", "period_start", "period_end", *SHOWN)
    inlines = (OperandInline,)

    title = column(_("check"), lambda result: result.title)
    found = column(_("result"), state_badge, ordering="state")
    compared = column(_("compared"), lambda result: _("; ").join(map(_(": ").join, result.sides)))
    because = column(_("why it is doubtful"), lambda result: result.because)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_figures()
