"""Figures, entered one by one. (A whole release is faster by workbook.)"""

from decimal import Decimal

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.desk.base import OfficialAdmin
from portal.desk.series_picker import BreakdownAdmin, SeriesPicker, breakdown_fields
from portal.statistics.models import Observation
from portal.statistics.templatetags.portal_figures import place, plain_figure


class ObservationForm(SeriesPicker):
    class Meta:
        model = Observation
        fields = (
            "release",
            "section",
            "paragraph",
            "kind",
            "period_start",
            "period_end",
            "value",
            "qualifier",
            "status",
            "as_printed",
            "note_zh",
            "note_en",
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(value := self.initial.get("value"), Decimal):  # the address may say anything
            self.initial["value"] = f"{value.normalize():f}"
        if not self.instance.series_id:
            self.initial.setdefault(
                "area", Area.objects.filter(parent=None).values_list("pk", flat=True).first()
            )


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
    list_filter = (
        ("release", RelatedOnlyFieldListFilter),
        ("series__indicator__sector", RelatedOnlyFieldListFilter),
        ("series__indicator__department", RelatedOnlyFieldListFilter),
        "kind",
        "status",
    )
    search_fields = (
        "series__indicator__code",
        "series__indicator__name_zh",
        "series__indicator__name_en",
        "series__area__name_zh",
        "as_printed",
    )
    ordering = ("-release", "section__order", "paragraph", "id")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).for_list()

    def get_fieldsets(self, request: HttpRequest, obj: Observation | None = None) -> list:
        editable = obj is None or self.has_change_permission(request, obj)
        value = ("value", ("qualifier", "status")) if editable else ("figure", "status")
        what = ("indicator", "area", *breakdown_fields()) if editable else ("indicator", "where")
        return [
            (_("From which release"), {"fields": ("release", ("section", "paragraph"))}),
            (
                _("What is measured, where"),
                {
                    "fields": what,
                    "classes": ("breakdown",),
                    "description": _("Choose a value only for what the indicator is broken down by.")
                    if editable
                    else "",
                },
            ),
            (_("For which time"), {"fields": ("kind", ("period_start", "period_end"))}),
            (_("The figure"), {"fields": (*value, "as_printed")}),
            (_("Notes"), {"fields": ("note_zh", "note_en")}),
        ]

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "section":
            field.label_from_instance = lambda section: f"{section.release.slug} · {section}"
        return field

    @admin.display(description=gettext_lazy("indicator"), ordering="series__indicator__name_zh")
    def indicator(self, row: Observation) -> str:
        return row.series.indicator.name

    @admin.display(description=gettext_lazy("place and breakdown"))
    def where(self, row: Observation) -> str:
        return place(row.series) or row.series.area.name

    @admin.display(description=gettext_lazy("period"), ordering="period_end")
    def period(self, row: Observation) -> str:
        return row.period.label

    @admin.display(description=gettext_lazy("figure"), ordering="value")
    def figure(self, row: Observation) -> str:
        return plain_figure(row)

    @admin.display(description=gettext_lazy("section"))
    def where_printed(self, row: Observation) -> str:
        return row.locator
