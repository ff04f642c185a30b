"""Checks as declared, and what became of them."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.base import OfficialAdmin, OfficialInline, ReadOnlyAdmin
from portal.statistics.models import Check, CheckOperand, CheckResult, CheckTerm
from portal.statistics.templatetags.portal_figures import amount, plain_figure, signed


class CheckTermInline(OfficialInline, admin.TabularInline):
    model = CheckTerm
    fields = ("role", "series", "order")
    autocomplete_fields = ("series",)

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("series__indicator", "series__area")


@admin.register(Check)
class CheckAdmin(OfficialAdmin):
    list_display = ("name", "kind", "code")
    list_filter = ("kind",)
    search_fields = ("code", "name_zh", "name_en")
    fieldsets = (
        (None, {"fields": ("code", "kind", "name_zh", "name_en")}),
        (gettext_lazy("How it is computed"), {"fields": ("scale", "complete")}),
        (gettext_lazy("Notes"), {"fields": ("note_zh", "note_en")}),
    )
    inlines = (CheckTermInline,)

    @admin.display(description=gettext_lazy("name"), ordering="name_zh")
    def name(self, check: Check) -> str:
        return check.name


class OperandInline(OfficialInline, admin.TabularInline):
    model = CheckOperand
    fields = readonly_fields = ("role", "figure", "release")
    can_delete = False

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        return rows.select_related(
            "observation__series__indicator__unit", "observation__series__area", "observation__release"
        )

    def has_add_permission(self, request: HttpRequest, obj: CheckResult | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("figure"))
    def figure(self, operand: CheckOperand) -> str:
        return _(": ").join((str(operand.observation), plain_figure(operand.observation)))

    @admin.display(description=gettext_lazy("release"))
    def release(self, operand: CheckOperand) -> str:
        return operand.observation.release.title


@admin.register(CheckResult)
class CheckResultAdmin(ReadOnlyAdmin):
    list_display = (
        "title",
        "period_end",
        "holds",
        "stated_text",
        "computed_text",
        "difference_text",
        "release",
    )
    list_filter = ("passed", "kind", ("release", RelatedOnlyFieldListFilter))
    list_select_related = ("check_rule", "series__indicator__unit", "series__area", "release")
    search_fields = (
        "check_rule__code",
        "check_rule__name_zh",
        "series__indicator__code",
        "series__indicator__name_zh",
    )
    fields = readonly_fields = (
        "title",
        "kind",
        "series",
        "period_start",
        "period_end",
        "holds",
        "stated_text",
        "computed_text",
        "difference_text",
        "release",
    )
    inlines = (OperandInline,)

    @admin.display(description=gettext_lazy("check"))
    def title(self, result: CheckResult) -> str:
        return result.title

    @admin.display(description=gettext_lazy("result"), ordering="passed")
    def holds(self, result: CheckResult) -> str:
        return passed_badge(result)

    @admin.display(description=gettext_lazy("stated"))
    def stated_text(self, result: CheckResult) -> str:
        return amount(result.stated, result.series)

    @admin.display(description=gettext_lazy("computed"))
    def computed_text(self, result: CheckResult) -> str:
        return amount(result.computed, result.series)

    @admin.display(description=gettext_lazy("difference"))
    def difference_text(self, result: CheckResult) -> str:
        return signed(amount(result.difference, result.series))


def passed_badge(result: CheckResult) -> str:
    """Whether the check holds, as a word in a colour."""
    if result.passed:
        return format_html('<span class="badge badge-good">{}</span>', _("holds"))
    return format_html('<span class="badge badge-bad">{}</span>', _("does not hold"))
