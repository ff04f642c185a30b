"""Commitments and what later releases reported of them."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.commitments.models import Commitment, CommitmentState, CommitmentUpdate
from portal.desk.base import OfficialAdmin, OfficialInline


class UpdateInline(OfficialInline, admin.TabularInline):
    """What was reported so far. A report is part of another release, and entered there."""

    model = CommitmentUpdate
    fields = readonly_fields = ("release", "outcome", "completed_on", "new_due", "note_zh")
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("release")

    def has_add_permission(self, request: HttpRequest, obj: Commitment | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Commitment | None = None) -> bool:
        return False


class PressingFilter(admin.SimpleListFilter):
    """Those to which something has to be said."""

    title = _("to be reported on")
    parameter_name = "pressing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", _("due soon or silent"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.pressing(timezone.now()) if self.value() == "yes" else queryset


@admin.register(Commitment)
class CommitmentAdmin(OfficialAdmin):
    list_display = ("title", "state", "due", "sector", "department", "release")
    list_filter = (
        PressingFilter,
        ("release", RelatedOnlyFieldListFilter),
        ("sector", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
        "due",
    )
    search_fields = ("code", "title_zh", "title_en")
    autocomplete_fields = ("series", "areas")
    fieldsets = (
        (_("From which release"), {"fields": ("release", ("section", "paragraph"))}),
        (_("What was promised"), {"fields": ("code", "title_zh", "title_en", "detail_zh", "detail_en")}),
        (_("By whom and where"), {"fields": ("sector", "department", "areas")}),
        (_("By when"), {"fields": ("due", ("due_printed_zh", "due_printed_en"))}),
        (_("How its result shows"), {"fields": ("series",)}),
    )
    inlines = (UpdateInline,)

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request).with_state(timezone.now())
        return rows.select_related(
            "release", "section", "sector", "department", "series__indicator", "series__area"
        )

    @admin.display(description=_("commitment"), ordering="title_zh")
    def title(self, commitment: Commitment) -> str:
        return commitment.title

    @admin.display(description=_("state"))
    def state(self, commitment: Commitment) -> str:
        return CommitmentState(commitment.state).label if commitment.released_at else "—"


@admin.register(CommitmentUpdate)
class CommitmentUpdateAdmin(OfficialAdmin):
    list_display = ("commitment", "outcome", "completed_on", "new_due", "release")
    list_filter = (("release", RelatedOnlyFieldListFilter), "outcome")
    list_select_related = ("commitment", "release", "section")
    search_fields = ("commitment__code", "commitment__title_zh", "commitment__title_en", "note_zh")
    autocomplete_fields = ("commitment",)
    fieldsets = (
        (_("From which release"), {"fields": ("release", ("section", "paragraph"))}),
        (_("What became of it"), {"fields": ("commitment", "outcome", ("completed_on", "new_due"))}),
        (_("Notes"), {"fields": ("note_zh", "note_en")}),
    )
