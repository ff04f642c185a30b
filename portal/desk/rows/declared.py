"""Lists and forms of the records that declare them instead of registering an admin of their own."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.desk.base import OfficialAdmin
from portal.desk.forms import OfficialForm
from portal.publishing.models import ReleasedRecord
from portal.records.registry import record_types
from portal.records.types import RecordType

WHERE = (_("From which release"), {"fields": ("release", ("section", "paragraph"))})
NOTES = (_("As printed, and notes"), {"fields": ("as_printed", "note_zh", "note_en")})


class DeclaredAdmin(OfficialAdmin):
    """Base of these admins; `record_type` is the declaration."""

    record_type: RecordType
    show_full_result_count = False


class DeclaredRecordAdmin(DeclaredAdmin):
    """Of records that a release states."""

    form = OfficialForm
    list_display = ("states", "release", "where_printed", "correcting")
    ordering = ("-release", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        related = self.record_type.related
        return super().get_queryset(request).select_related("release", "section", *related)

    @admin.display(description=_("what it states"))
    def states(self, record: ReleasedRecord) -> str:
        return self.record_type.summary(record)

    @admin.display(description=_("section"))
    def where_printed(self, record: ReleasedRecord) -> str:
        return record.locator


def register_declared() -> None:
    """Register the admin of each record that declares its options. Called once, after the apps' own."""
    for record_type in record_types.values():
        if record_type.admin:
            admin.site.register(record_type.model, admin_of(record_type))


def admin_of(record_type: RecordType) -> type[DeclaredAdmin]:
    """The admin that follows from a declaration."""
    options, is_released = record_type.admin, issubclass(record_type.model, ReleasedRecord)
    stated = (None, {"fields": options.fields})
    in_release = (("release", RelatedOnlyFieldListFilter),) if is_released else ()
    return type(
        f"{record_type.model.__name__}Admin",
        (DeclaredRecordAdmin if is_released else DeclaredAdmin,),
        {
            "record_type": record_type,
            "fieldsets": (WHERE, stated, NOTES) if is_released else (stated,),
            "search_fields": options.search,
            "list_filter": (*in_release, *options.filters),
            "autocomplete_fields": options.autocomplete,
        },
    )
