"""Figures, entered one by one. (A whole release is faster by workbook.)"""

from decimal import Decimal

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.desk.base import OfficialAdmin
from portal.desk.forms import PartOfRelease
from portal.desk.series_picker import BreakdownAdmin, SeriesPicker, breakdown_fields
from portal.publishing.documents import DOCUMENTS
from portal.statistics.models import Indicator, Observation
from portal.statistics.templatetags.portal_figures import place, plain_figure
from portal.statistics.validation import BELOW_ZERO

UNCERTAIN = (Observation.Status.LOW_RELIABILITY, Observation.Status.MISSING)
OPEN_START = (Indicator.Basis.POINT, Indicator.Basis.SINCE_START)


class ObservationForm(SeriesPicker, PartOfRelease):
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
        if (value := self.initial.get("value")) is not None:
            self.initial["value"] = f"{Decimal(value).normalize():f}"
        if not self.instance.series_id:
            self.initial.setdefault(
                "area", Area.objects.filter(parent=None).values_list("pk", flat=True).first()
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        indicator = cleaned.get("indicator")
        if indicator is not None:
            self._check_period(indicator)
            self._check_value(indicator, cleaned.get("value"))
        self._check_note()
        release = cleaned.get("release")
        if release and release.kind in DOCUMENTS and cleaned.get("as_printed") == "":
            self.add_error("as_printed", _("Copy the figure with its unit as the document prints it."))
        return cleaned

    def _check_note(self) -> None:
        """An uncertain or impossible reading says in a note what was read, and why."""
        status = self.cleaned_data.get("status")
        if status in UNCERTAIN and self.cleaned_data.get("note_zh") == "":
            label = Observation.Status(status).label
            self.add_error("note_zh", _("With the status %(status)s a note says why.") % {"status": label})

    def _check_period(self, indicator: Indicator) -> None:
        """A first day exactly where the basis wants one; a year to date begins on 1 January."""
        start, end = self.cleaned_data.get("period_start"), self.cleaned_data.get("period_end")
        basis = indicator.get_basis_display()
        if indicator.basis in OPEN_START and start:
            self.add_error(
                "period_start", _("The indicator is measured %(basis)s: leave this empty.") % {"basis": basis}
            )
        if indicator.basis not in OPEN_START and not start and "period_start" not in self.errors:
            self.add_error(
                "period_start",
                _("The indicator is measured %(basis)s: give the first day.") % {"basis": basis},
            )
        elif (
            indicator.basis == Indicator.Basis.YTD and start and end and start != end.replace(month=1, day=1)
        ):
            self.add_error(
                "period_start", _("A year to date begins on 1 January of the year of its last day.")
            )

    def _check_value(self, indicator: Indicator, value: Decimal | None) -> None:
        if value is None:
            return
        if value != round(value, indicator.decimals):
            message = _("The indicator has at most %(count)d decimals.") % {"count": indicator.decimals}
            self.add_error(
                "value", message if indicator.decimals else _("The indicator has whole numbers only.")
            )
        if value < 0 and not indicator.unit.below_zero:
            self.add_error("value", str(BELOW_ZERO) % {"unit": indicator.unit.name})
        least, kind = indicator.smallest_count, self.cleaned_data.get("kind")
        if least and kind == Observation.Kind.ACTUAL and 0 < value < least:
            self.add_error(
                "value",
                _("Counts below %(count)d are suppressed, so that nobody is recognised.") % {"count": least},
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
