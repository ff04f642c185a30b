"""Lists and forms of released records of projects, of categories, and of the computed states (read-only)."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.desk.base import FROM_RELEASE, NOTES, OfficialAdmin, ReadOnlyAdmin, ReleasedRecordAdmin, column
from projects.models import (
    Benefit,
    Category,
    Funding,
    Milestone,
    ProgressReport,
    ProjectCommitment,
    ProjectDocument,
    UndertakingState,
    WorkItem,
)

undertaking_name = column(
    _("project or programme"), lambda row: row.undertaking.name, ordering="undertaking__pinyin"
)


class RecordAdmin(ReleasedRecordAdmin):
    """Base of the admins of released records about programmes and projects."""

    autocomplete_fields = ("undertaking",)
    search_fields = ("undertaking__code", "undertaking__name_zh", "undertaking__name_en")
    list_filter = (
        "release",
        "undertaking__department",
        "undertaking__category",
    )
    list_display = ("name", "states", "release", "where_printed", "correcting")
    ordering = ("-release", "undertaking", "pk")
    name = undertaking_name

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs) -> forms.Field:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name in {"section", "attachment"}:
            field.label_from_instance = lambda row: f"{row.release.slug} · {row}"
        return field


@admin.register(WorkItem)
class WorkItemAdmin(RecordAdmin):
    list_display = ("name", "code", "states", "as_printed", "release", "where_printed", "correcting")
    search_fields = (*RecordAdmin.search_fields, "code", "name_zh", "name_en")
    autocomplete_fields = ("undertaking", "unit")
    fieldsets = (
        FROM_RELEASE,
        (_("Work item"), {"fields": ("undertaking", "code", "name_zh", "name_en")}),
        (_("Planned quantity"), {"fields": ("planned_quantity", "unit", "qualifier", "weight")}),
        NOTES,
    )


@admin.register(ProgressReport)
class ProgressReportAdmin(RecordAdmin):
    list_display = ("name", "work_item", "states", "as_printed", "release", "where_printed", "correcting")
    list_filter = (*RecordAdmin.list_filter, "stage", "as_at")
    search_fields = (*RecordAdmin.search_fields, "work_item", "as_printed")
    fieldsets = (
        FROM_RELEASE,
        (_("Work item and day"), {"fields": ("undertaking", "work_item", "as_at")}),
        (_("Progress"), {"fields": ("stage", ("percent", "quantity"), ("qualifier", "status"))}),
        NOTES,
    )


@admin.register(Funding)
class FundingAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "source", "kind")
    fieldsets = (
        FROM_RELEASE,
        (_("Source of funding"), {"fields": ("undertaking", ("source", "kind"))}),
        (_("How much"), {"fields": (("amount", "qualifier"),)}),
        NOTES,
    )


@admin.register(Milestone)
class MilestoneAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "kind", "is_met", "due")
    search_fields = (*RecordAdmin.search_fields, "code", "name_zh", "name_en")
    fieldsets = (
        FROM_RELEASE,
        (_("Milestone"), {"fields": ("undertaking", "code", "kind", "name_zh", "name_en")}),
        (_("By when"), {"fields": ("due", ("due_printed_zh", "due_printed_en"))}),
        (_("Met"), {"fields": (("is_met", "met_on"),)}),
        NOTES,
    )


@admin.register(Benefit)
class BenefitAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "kind")
    autocomplete_fields = ("undertaking", "unit")
    fieldsets = (
        FROM_RELEASE,
        (_("Beneficiaries"), {"fields": ("undertaking", ("value", "qualifier"), "unit", "kind")}),
        NOTES,
    )


@admin.register(ProjectCommitment)
class ProjectCommitmentAdmin(RecordAdmin):
    autocomplete_fields = ("undertaking", "commitment")
    search_fields = (*RecordAdmin.search_fields, "commitment__title_zh", "commitment__title_en")
    fieldsets = (FROM_RELEASE, (_("Project and commitment"), {"fields": ("undertaking", "commitment")}))


@admin.register(ProjectDocument)
class ProjectDocumentAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "kind")
    search_fields = (*RecordAdmin.search_fields, "attachment__title_zh", "attachment__title_en")
    fieldsets = (FROM_RELEASE, (_("Document"), {"fields": ("undertaking", "attachment", "kind")}))


@admin.register(Category)
class CategoryAdmin(OfficialAdmin):
    list_display = ("name_zh", "name_en", "code", "order")
    search_fields = ("code", "name_zh", "name_en")
    fields = ("code", "name_zh", "name_en", "order", "oc4ids_sector", "oc4ids_type")


STATE_FIELDS = ("stage", "percent", "is_computed", "as_at", "due", "is_finished", "known_from", "known_until")


@admin.register(UndertakingState)
class UndertakingStateAdmin(ReadOnlyAdmin):
    list_display = ("name", *STATE_FIELDS)
    list_filter = ("stage", "is_finished", "undertaking__department")
    list_select_related = ("undertaking",)
    search_fields = ("undertaking__code", "undertaking__name_zh", "undertaking__name_en")
    fields = ("name", *STATE_FIELDS, "reported_at")
    ordering = ("-known_from", "undertaking")
    show_full_result_count = False
    name = undertaking_name
