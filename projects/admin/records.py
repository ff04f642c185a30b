"""Released records of projects, entered one by one. (Progress is faster in its grid, everything by workbook.)"""

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.desk.base import OfficialAdmin
from portal.publishing.models import ReleasedRecord
from projects.admin.stated import RELATED, stated
from projects.models import (
    Benefit,
    Funding,
    Milestone,
    ProgressReport,
    ProjectCommitment,
    ProjectDocument,
    WorkItem,
)

WHERE = (_("From which release"), {"fields": ("release", ("section", "paragraph"))})
NOTES = (_("As printed, and notes"), {"fields": ("as_printed", "note_zh", "note_en")})


class RecordAdmin(OfficialAdmin):
    """Base of the kinds of records. `about`: what stands first, before what the record states."""

    show_full_result_count = False
    autocomplete_fields = ("undertaking",)
    search_fields = ("undertaking__code", "undertaking__name_zh", "undertaking__name_en")
    list_filter = (
        ("release", RelatedOnlyFieldListFilter),
        ("undertaking__department", RelatedOnlyFieldListFilter),
        ("undertaking__category", RelatedOnlyFieldListFilter),
    )
    list_display = ("name", "states", "release", "where_printed", "correcting")
    ordering = ("-release", "undertaking", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        related = RELATED.get(self.model, ())
        return super().get_queryset(request).select_related("release", "section", "undertaking", *related)

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs) -> forms.Field:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name in {"section", "attachment"}:
            field.label_from_instance = lambda row: f"{row.release.slug} · {row}"
        return field

    @admin.display(description=_("project or programme"), ordering="undertaking__pinyin")
    def name(self, record: ReleasedRecord) -> str:
        return record.undertaking.name

    @admin.display(description=_("what it states"))
    def states(self, record: ReleasedRecord) -> str:
        return stated(record)

    @admin.display(description=_("section"))
    def where_printed(self, record: ReleasedRecord) -> str:
        return record.locator


@admin.register(WorkItem)
class WorkItemAdmin(RecordAdmin):
    list_display = ("name", "code", "states", "as_printed", "release", "where_printed", "correcting")
    search_fields = (*RecordAdmin.search_fields, "code", "name_zh", "name_en")
    autocomplete_fields = ("undertaking", "unit")
    fieldsets = (
        WHERE,
        (_("Which work"), {"fields": ("undertaking", "code", "name_zh", "name_en")}),
        (_("How much is planned"), {"fields": ("planned_quantity", "unit", "qualifier", "weight")}),
        NOTES,
    )


@admin.register(ProgressReport)
class ProgressReportAdmin(RecordAdmin):
    list_display = ("name", "work_item", "states", "as_printed", "release", "where_printed", "correcting")
    list_filter = (*RecordAdmin.list_filter, "stage", "as_at")
    search_fields = (*RecordAdmin.search_fields, "work_item", "as_printed")
    fieldsets = (
        WHERE,
        (_("Of what, on which day"), {"fields": ("undertaking", "work_item", "as_at")}),
        (_("Progress"), {"fields": ("stage", ("percent", "quantity"), ("qualifier", "status"))}),
        NOTES,
    )


@admin.register(Funding)
class FundingAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "source", "kind")
    fieldsets = (
        WHERE,
        (_("Whose money for what"), {"fields": ("undertaking", ("source", "kind"))}),
        (_("How much"), {"fields": (("amount", "qualifier"),)}),
        NOTES,
    )


@admin.register(Milestone)
class MilestoneAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "kind", "is_met", "due")
    search_fields = (*RecordAdmin.search_fields, "code", "name_zh", "name_en")
    fieldsets = (
        WHERE,
        (_("Which step"), {"fields": ("undertaking", "code", "kind", "name_zh", "name_en")}),
        (_("By when"), {"fields": ("due", ("due_printed_zh", "due_printed_en"))}),
        (_("Met"), {"fields": (("is_met", "met_on"),)}),
        NOTES,
    )


@admin.register(Benefit)
class BenefitAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "kind")
    autocomplete_fields = ("undertaking", "unit")
    fieldsets = (
        WHERE,
        (_("For whom"), {"fields": ("undertaking", ("value", "qualifier"), "unit", "kind")}),
        NOTES,
    )


@admin.register(ProjectCommitment)
class ProjectCommitmentAdmin(RecordAdmin):
    autocomplete_fields = ("undertaking", "commitment")
    search_fields = (*RecordAdmin.search_fields, "commitment__title_zh", "commitment__title_en")
    fieldsets = (WHERE, (_("What belongs together"), {"fields": ("undertaking", "commitment")}))


@admin.register(ProjectDocument)
class ProjectDocumentAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "kind")
    search_fields = (*RecordAdmin.search_fields, "attachment__title_zh", "attachment__title_en")
    fieldsets = (WHERE, (_("Which document"), {"fields": ("undertaking", "attachment", "kind")}))
