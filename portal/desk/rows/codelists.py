"""Departments, areas and codelists; facilities and terms."""

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.desk.base import OfficialAdmin, OfficialInline
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.records.pinyin import pinyin_key
from portal.staff.models import Department
from portal.statistics.models import Code, Dimension, Unit

NAMES = ("name_zh", "name_en")


@admin.register(Department)
class DepartmentAdmin(OfficialAdmin):
    list_display = ("name", "code")
    search_fields = ("code", *NAMES)
    fieldsets = (
        (None, {"fields": ("code", *NAMES)}),
        (_("Notes"), {"fields": ("note_zh", "note_en")}),
    )

    @admin.display(description=_("name"), ordering="name_zh")
    def name(self, department: Department) -> str:
        return department.name


@admin.register(Area)
class AreaAdmin(OfficialAdmin):
    list_display = ("name", "kind", "parent", "code")
    list_filter = ("kind", ("parent", RelatedOnlyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("code", *NAMES, "aliases")
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": ("code", "kind", "parent", *NAMES)}),
        (
            _("Other names"),
            {"fields": ("aliases",), "description": _("Several names are separated by commas.")},
        ),
    )

    @admin.display(description=_("name"), ordering="name_zh")
    def name(self, area: Area) -> str:
        return area.name


@admin.register(Unit)
class UnitAdmin(OfficialAdmin):
    list_display = ("name", "symbol", "code")
    search_fields = ("code", *NAMES, "symbol_zh", "symbol_en")
    fieldsets = ((None, {"fields": ("code", *NAMES, ("symbol_zh", "symbol_en"), "below_zero")}),)

    @admin.display(description=_("name"), ordering="name_zh")
    def name(self, unit: Unit) -> str:
        return unit.name

    @admin.display(description=_("symbol"), ordering="symbol_zh")
    def symbol(self, unit: Unit) -> str:
        return unit.symbol


class CodeInline(OfficialInline, admin.TabularInline):
    model = Code
    fields = ("code", *NAMES, "order")


@admin.register(Dimension)
class DimensionAdmin(OfficialAdmin):
    list_display = ("name", "code")
    search_fields = ("code", *NAMES)
    fieldsets = ((None, {"fields": ("code", *NAMES)}),)
    inlines = (CodeInline,)

    @admin.display(description=_("name"), ordering="name_zh")
    def name(self, dimension: Dimension) -> str:
        return dimension.name


@admin.register(Code)
class CodeAdmin(OfficialAdmin):
    list_display = ("name", "dimension", "code", "order")
    list_filter = (("dimension", RelatedOnlyFieldListFilter),)
    list_select_related = ("dimension",)
    search_fields = ("code", *NAMES)
    autocomplete_fields = ("dimension",)
    fieldsets = ((None, {"fields": ("dimension", "code", *NAMES, "order")}),)

    @admin.display(description=_("name"), ordering="name_zh")
    def name(self, code: Code) -> str:
        return code.name


@admin.register(Facility)
class FacilityAdmin(OfficialAdmin):
    list_display = ("name", "kind", "sector", "area", "department", "phone", "is_public")
    list_filter = (
        "is_public",
        "kind",
        ("sector", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
        ("area", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("sector", "area", "department")
    search_fields = ("code", "name_zh", "name_en", "address_zh", "address_en", "phone", "pinyin", "aliases")
    autocomplete_fields = ("area", "release")
    fieldsets = (
        (None, {"fields": ("code", "kind", "name_zh", "name_en", "aliases", "is_public")}),
        (_("Whose and where"), {"fields": ("department", "sector", "area")}),
        (
            _("For visitors"),
            {"fields": ("address_zh", "address_en", "phone", "hours_zh", "hours_en", "note_zh", "note_en")},
        ),
        (_("Where this is from"), {"fields": ("release", ("section", "paragraph"))}),
    )

    def save_model(self, request: HttpRequest, obj: Facility, form: ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's
        obj.pinyin = pinyin_key(obj.name_zh)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"), ordering="pinyin")
    def name(self, facility: Facility) -> str:
        return facility.name


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(OfficialAdmin):
    list_display = ("term", "sector", "department", "is_explained", "is_public")
    list_filter = (
        "is_public",
        "is_explained",
        ("sector", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("sector", "department")
    search_fields = ("code", "name_zh", "name_en", "pinyin", "aliases", "explanation_zh", "explanation_en")
    autocomplete_fields = ("release",)
    fieldsets = (
        (None, {"fields": ("code", "name_zh", "name_en", "reading", "aliases", "is_public")}),
        (
            _("What it means"),
            {"fields": ("explanation_zh", "explanation_en", "is_explained", "indicators")},
        ),
        (_("Whose"), {"fields": ("department", "sector")}),
        (_("Where this is from"), {"fields": ("release", ("section", "paragraph"))}),
    )

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        obj.pinyin = pinyin_key(obj.name_zh)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("term"), ordering="pinyin")
    def term(self, term: GlossaryTerm) -> str:
        return term.name
