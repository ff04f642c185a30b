"""Admin of the records that declare `AdminOptions` instead of registering an admin of their own."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.desk.base import FROM_RELEASE, OfficialAdmin
from portal.publishing.models import ReleasedRecord
from portal.records.registry import record_types
from portal.records.types import RecordType

NOTES = (_("As printed, and notes"), {"fields": ("as_printed", "note_zh", "note_en")})


class DeclaredAdmin(OfficialAdmin):
    """Base of these admins."""

    record_type: RecordType
    show_full_result_count = False


class DeclaredRecordAdmin(DeclaredAdmin):
    """Base of the admins of released records."""

    list_display = ("states", "release", "where_printed", "correcting")
    ordering = ("-release", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        related = self.record_type.related
        return super().get_queryset(request).select_related("release", "section", *related)

    @admin.display(description=_("what it states"))
    def states(self, record: ReleasedRecord) -> str:
        return self.record_type.summary(record)


def register_declared() -> None:
    """Register an admin for each record that declares its options. Called once, after the apps' own admins."""
    for record_type in record_types.values():
        if not record_type.admin:
            continue
        options, is_released = record_type.admin, issubclass(record_type.model, ReleasedRecord)
        own = (None, {"fields": options.fields})
        attributes = {
            "record_type": record_type,
            "fieldsets": (FROM_RELEASE, own, NOTES) if is_released else (own,),
            "search_fields": options.search,
            "list_filter": (*(("release",) if is_released else ()), *options.filters),
            "autocomplete_fields": options.autocomplete,
        }
        base = DeclaredRecordAdmin if is_released else DeclaredAdmin
        admin.site.register(record_type.model, type(f"{record_type.name}Admin", (base,), attributes))
