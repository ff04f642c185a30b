"""Admin of the records that declare `AdminOptions` instead of registering an admin of their own."""

from django.contrib import admin

from portal.desk.base import FROM_RELEASE, NOTES, OfficialAdmin, ReleasedRecordAdmin
from portal.publishing.models import ReleasedRecord
from portal.records.registry import record_types


def register_declared() -> None:
    """Register an admin for each record that declares its options. Called once, after the apps' own admins."""
    for record_type in record_types.values():
        if not record_type.admin:
            continue
        options, model = record_type.admin, record_type.model
        own, is_released = (None, {"fields": options.fields}), issubclass(model, ReleasedRecord)
        attributes = {
            "show_full_result_count": False,
            "fieldsets": (FROM_RELEASE, own, NOTES) if is_released else (own,),
            "search_fields": options.search,
            "list_filter": ("release", *options.filters) if is_released else options.filters,
            "autocomplete_fields": options.autocomplete,
            "link": staticmethod(options.link or OfficialAdmin.link),
        }
        base = ReleasedRecordAdmin if is_released else OfficialAdmin
        admin.site.register(model, type(f"{model.__name__}Admin", (base,), attributes))
