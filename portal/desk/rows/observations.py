"""Series, and figures entered one by one. (A whole release is faster by workbook.)"""

import json
from decimal import Decimal

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.desk.base import FROM_RELEASE, OfficialAdmin, choices_for, column
from portal.desk.fields import SearchBox
from portal.desk.forms import OfficialForm
from portal.statistics.models import Dimension, Observation, Series

PREFIX = "dimension_"


def breakdown_fields() -> tuple[str, ...]:
    """The field names of all dimensions."""
    return tuple(f"{PREFIX}{code}" for code in Dimension.objects.values_list("code", flat=True))


class BreakdownForm(OfficialForm):
    """A form with a choice for every dimension. Those that the indicator does not have stay empty."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for dimension in Dimension.objects.prefetch_related("codes"):
            self.fields[f"{PREFIX}{dimension.code}"] = forms.ChoiceField(
                label=dimension.name,
                required=False,
                choices=[("", "—"), *((code.code, code.name) for code in dimension.codes.all())],
            )

    def chosen_breakdown(self) -> dict[str, str]:
        """The chosen codes by dimension."""
        return {
            name.removeprefix(PREFIX): code
            for name, code in self.cleaned_data.items()
            if name.startswith(PREFIX) and code
        }


class BreakdownAdmin:
    """Mixin for an admin with a `BreakdownForm`, which adds its own fields to those of the model."""

    change_form_template = "admin/breakdown_form.html"

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs) -> HttpResponse:
        if kwargs.get("obj") is None or self.has_change_permission(request, kwargs["obj"]):
            context["indicator_facts"] = json.dumps(indicator_facts(request), ensure_ascii=False)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs) -> type[ModelForm]:
        kwargs["fields"] = self.form._meta.fields
        return super().get_form(request, obj, **kwargs)


def indicator_facts(request: HttpRequest) -> dict[int, dict]:
    """The dimensions of each indicator that the official may choose, and how its figures are written."""
    indicators = choices_for(Series._meta.get_field("indicator"), request.user).select_related("unit")
    return {
        indicator.pk: {
            "dimensions": indicator.dimensions,
            "words": _("Unit: %(unit)s. Measured: %(basis)s. Decimals: %(decimals)d.")
            % {
                "unit": indicator.unit.name,
                "basis": indicator.get_basis_display(),
                "decimals": indicator.decimals,
            },
        }
        for indicator in indicators
    }


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
    list_filter = ("indicator__sector", "indicator__department", "area")
    search_fields = (
        "indicator__code",
        "indicator__name_zh",
        "indicator__name_en",
        "area__name_zh",
        "area__name_en",
    )
    autocomplete_fields = ("indicator", "area")

    breakdown_text = column(_("breakdown"), lambda series: _(", ").join(series.breakdown))

    def get_fieldsets(self, request: HttpRequest, obj: Series | None = None) -> list:
        if obj is not None:
            return [(None, {"fields": self.list_display})]
        return [
            (None, {"fields": ("indicator", "area")}),
            (_("Breakdown"), {"fields": breakdown_fields(), "classes": ("breakdown",)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Series | None = None) -> tuple[str, ...]:
        return self.list_display if obj is not None else ()

    def has_change_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)


class ObservationForm(BreakdownForm):
    """A figure with the boxes that choose its series: the indicator, the area and a code of each dimension.

    A series that nobody has used yet is created with the figure.
    """

    class Meta:
        model = Observation
        fields = (
            "release",
            "section",
            "paragraph",
            "kind",
            "period_start",
            "period_end",
            "period_inferred",
            "value",
            "qualifier",
            "status",
            "not_comparable",
            "as_printed",
            "note_zh",
            "note_en",
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("indicator", "area"):
            source = Series._meta.get_field(name)
            self.fields[name] = forms.ModelChoiceField(
                choices_for(source, self.user),
                label=source.verbose_name,
                widget=SearchBox(source, admin.site),
            )
        if self.instance.series_id:
            series = self.instance.series
            self.initial |= {"indicator": series.indicator_id, "area": series.area_id}
            self.initial |= {f"{PREFIX}{dimension}": code for dimension, code in series.dimensions.items()}
        else:
            district = Area.objects.filter(parent=None).values_list("pk", flat=True).first()
            self.initial.setdefault("area", district)
        if isinstance(value := self.initial.get("value"), Decimal):  # the address may hold any text
            self.initial["value"] = f"{value.normalize():f}"

    def clean(self) -> dict:
        cleaned = super().clean()
        indicator, area = cleaned.get("indicator"), cleaned.get("area")
        if indicator and area:
            key = {"indicator": indicator, "area": area, "dimensions": self.chosen_breakdown()}
            series = Series.objects.filter(**key).first() or Series(**key)
            series.indicator, series.area = indicator, area
            self.instance.series = series
        return cleaned

    def unread_fields(self) -> set[str]:
        """The series is unread if any of its boxes is."""
        unread = super().unread_fields()
        boxes = {"indicator", "area", *(name for name in self.fields if name.startswith(PREFIX))}
        return unread | {"series"} if unread & boxes else unread

    def save(self, commit: bool = True) -> Model:  # noqa: FBT001, FBT002 - Django's signature
        series = self.instance.series
        if series.pk is None:
            self.instance.series = Series.objects.get_or_create(
                indicator=series.indicator, area=series.area, dimensions=series.dimensions
            )[0]
        return super().save(commit)


@admin.register(Observation)
class ObservationAdmin(BreakdownAdmin, OfficialAdmin):
    form = ObservationForm
    list_display = (
        "indicator",
        "where",
        "period",
        "kind",
        "figure",
        "as_printed",
        "release",
        "where_printed",
        "correcting",
    )
    list_filter = ("release", "series__indicator__sector", "series__indicator__department", "kind", "status")
    search_fields = (
        "series__indicator__code",
        "series__indicator__name_zh",
        "series__indicator__name_en",
        "series__area__name_zh",
        "as_printed",
    )
    ordering = ("-release", "section__order", "paragraph", "id")
    show_full_result_count = False

    indicator = column(
        _("indicator"), lambda row: row.series.indicator.name, ordering="series__indicator__name_zh"
    )
    where = column(_("place and breakdown"), lambda row: row.series.scope or row.series.area.label)
    period = column(_("period"), lambda row: row.period.label, ordering="period_end")
    figure = column(_("figure"), lambda row: row.text, ordering="value")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_list()

    def get_fieldsets(self, request: HttpRequest, obj: Observation | None = None) -> list:
        help_text = _("Choose a value only for the dimensions of the indicator.")
        if obj is None or self.has_change_permission(request, obj):
            what = {"fields": ("indicator", "area", *breakdown_fields()), "description": help_text}
            value = ("value", ("qualifier", "status"))
        else:
            what = {"fields": ("indicator", "where"), "description": ""}
            value = ("figure", "status")
        return [
            FROM_RELEASE,
            (_("Indicator, area and breakdown"), {"classes": ("breakdown",)} | what),
            (_("Period and kind"), {"fields": ("kind", ("period_start", "period_end", "period_inferred"))}),
            (_("The figure"), {"fields": (*value, "not_comparable", "as_printed")}),
            (_("Notes"), {"fields": ("note_zh", "note_en")}),
        ]

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs) -> forms.Field:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "section":
            field.label_from_instance = lambda section: f"{section.release.slug} · {section}"
        return field
