"""Released records of an undertaking, read-only on its page; each is entered with its release."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.desk.base import OfficialInline
from portal.publishing.models import ReleasedRecord
from projects.admin.stated import RELATED, stated
from projects.models import ABOUT_UNDERTAKINGS, ProgressReport, Undertaking


class RecordInline(OfficialInline, admin.TabularInline):
    """Records of one kind, the newest release first."""

    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).order_by("-release", "pk")
        return rows.select_related("release", "undertaking", *RELATED.get(self.model, ()))

    def has_add_permission(self, request: HttpRequest, obj: Undertaking | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Undertaking | None = None) -> bool:
        return False

    @admin.display(description=_("what it states"))
    def states(self, record: ReleasedRecord) -> str:
        return stated(record)


def _inline(model: type[ReleasedRecord]) -> type[RecordInline]:
    shown = ("release", "work_item", "states") if model is ProgressReport else ("release", "states")
    parts = {"model": model, "fields": shown, "readonly_fields": shown}
    return type(f"{model.__name__}Inline", (RecordInline,), parts)


INLINES = tuple(_inline(model) for model in ABOUT_UNDERTAKINGS)
