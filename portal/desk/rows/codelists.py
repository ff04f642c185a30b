"""Codelists and departments: everybody on the staff reads them, administrators keep them."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.desk.base import OfficialAdmin, OfficialInline
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
