"""Departments, areas and codelists, kept by administrators; facilities and terms, kept by their departments."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.areas.validation import stored_succession, succession_findings
from portal.desk.base import OfficialAdmin, OfficialInline, column
from portal.desk.forms import OfficialForm
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.records.described import REASON
from portal.records.fields import sort_by_reading
from portal.staff.models import Department
from portal.statistics.models import Code, Dimension, Unit

NAMES = ("name_zh", "name_en")
SOURCE = (_("Source in a release"), {"fields": ("release", ("section", "paragraph"))})


@admin.register(Department)
class DepartmentAdmin(OfficialAdmin):
    list_display = ("name", "code")
    search_fields = ("code", *NAMES)
    fieldsets = (
        (None, {"fields": ("code", *NAMES)}),
        (_("Notes"), {"fields": ("note_zh", "note_en")}),
    )


class AreaForm(OfficialForm):
    """Checks what an area became, which the row itself does not hold."""

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("successors") and "code" in cleaned:
            chosen = {area.code: area for area in cleaned["successors"]}
            stored = stored_succession().without(cleaned["code"])
            for finding in succession_findings(cleaned["code"], cleaned.get("last_day"), chosen, stored):
                self.add_error(finding.field, finding.message)
        return cleaned


@admin.register(Area)
class AreaAdmin(OfficialAdmin):
    list_display = ("name", "kind", "parent", "code")
    list_filter = ("kind", "parent")
    search_fields = ("code", *NAMES, "aliases")
    form = AreaForm
    autocomplete_fields = ("parent", "successors")
    fieldsets = (
        (None, {"fields": ("code", "kind", "parent", *NAMES)}),
        (_("Days"), {"fields": ("first_day", "last_day", "successors")}),
        (
            _("Other names"),
            {"fields": ("aliases",), "description": _("Several names are separated by commas.")},
        ),
        (
            _("Members of a group"),
            {"fields": ("members",), "description": _("Several codes are separated by commas.")},
        ),
        (
            _("Formerly listed as a facility"),
            {"fields": ("facility_codes",), "description": _("Several codes are separated by commas.")},
        ),
    )


@admin.register(Unit)
class UnitAdmin(OfficialAdmin):
    list_display = ("name", "symbol", "code")
    search_fields = ("code", *NAMES, "symbol_zh", "symbol_en")
    fields = ("code", *NAMES, ("symbol_zh", "symbol_en"), "below_zero")

    symbol = column(_("symbol"), lambda unit: unit.symbol, ordering="symbol_zh")


class CodeInline(OfficialInline, admin.TabularInline):
    model = Code
    fields = ("code", *NAMES, "order", *REASON)


@admin.register(Dimension)
class DimensionAdmin(OfficialAdmin):
    list_display = ("name", "code")
    search_fields = fields = ("code", *NAMES)
    inlines = (CodeInline,)


@admin.register(Code)
class CodeAdmin(OfficialAdmin):
    list_display = ("name", "dimension", "code", "order")
    list_filter = ("dimension",)
    search_fields = ("code", *NAMES)
    autocomplete_fields = ("dimension",)
    fields = ("dimension", "code", *NAMES, "order")


class SortedByReading(OfficialAdmin):
    """Admin of named rows that lists sort by the reading of their Chinese name."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        sort_by_reading(obj)
        super().save_model(request, obj, form, change)


@admin.register(Facility)
class FacilityAdmin(SortedByReading):
    list_display = ("name", "kind", "sector", "area", "department", "phone", "is_public")
    list_filter = ("is_public", "kind", "charge", "sector", "department", "area")
    search_fields = ("code", *NAMES, "address_zh", "address_en", "phone", "pinyin", "aliases")
    autocomplete_fields = ("area", "release")
    fieldsets = (
        (None, {"fields": ("code", "kind", *NAMES, "aliases", "is_public")}),
        (_("Department and area"), {"fields": ("department", "sector", "area")}),
        (
            _("For visitors"),
            {
                "fields": (
                    ("phone", "website"),
                    "opening_hours",
                    ("hours_zh", "hours_en"),
                    "charge",
                    ("charge_note_zh", "charge_note_en"),
                    ("address_zh", "address_en"),
                    ("latitude", "longitude"),
                    ("access_zh", "access_en"),
                    "note_zh",
                    "note_en",
                )
            },
        ),
        SOURCE,
    )

    name = column(_("name"), lambda facility: facility.name, ordering="pinyin")


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(SortedByReading):
    list_display = ("term", "sector", "department", "is_explained", "is_public")
    list_filter = ("is_public", "is_explained", "sector", "department")
    search_fields = ("code", *NAMES, "pinyin", "aliases", "explanation_zh", "explanation_en")
    autocomplete_fields = ("release",)
    fieldsets = (
        (None, {"fields": ("code", *NAMES, "reading", "aliases", "is_public")}),
        (
            _("What it means"),
            {"fields": ("explanation_zh", "explanation_en", "is_explained", "indicators")},
        ),
        (_("Whose"), {"fields": ("department", "sector")}),
        SOURCE,
    )

    term = column(_("term"), lambda term: term.name, ordering="pinyin")
