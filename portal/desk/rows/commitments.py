"""Commitments and what later releases reported of them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.commitments.states import CommitmentState
from portal.desk.base import FROM_RELEASE, OfficialAdmin, OneChoiceFilter, ReadOnlyInline, column


class UpdateInline(ReadOnlyInline):
    """The reports so far. Each belongs to another release, and is entered there."""

    model = CommitmentUpdate
    fields = readonly_fields = ("release", "outcome", "completed_on", "new_due", "note_zh")
    related = ("release",)
    show_change_link = True


class PressingFilter(OneChoiceFilter):
    """Commitments that need a report soon."""

    title = _("to be reported on")
    parameter_name = "pressing"
    choice = ("yes", _("due soon or without an outcome"), "pressing")


@admin.register(Commitment)
class CommitmentAdmin(OfficialAdmin):
    list_display = ("title", "state", "due", "sector", "department", "release")
    list_filter = (PressingFilter, "kind", "release", "sector", "department", "due")
    search_fields = ("code", "title_zh", "title_en")
    autocomplete_fields = ("series", "areas")
    related = ("release", "section", "sector", "department", "series__indicator", "series__area")
    fieldsets = (
        FROM_RELEASE,
        (_("Title and details"), {"fields": ("code", "title_zh", "title_en", "detail_zh", "detail_en")}),
        (_("Responsibility and areas"), {"fields": ("sector", "department", "areas")}),
        (
            _("By when"),
            {
                "fields": (
                    "kind",
                    "due",
                    ("due_printed_zh", "due_printed_en"),
                    ("due_reason_zh", "due_reason_en"),
                )
            },
        ),
        (_("Series of the result"), {"fields": ("series",)}),
    )
    inlines = (UpdateInline,)

    title = column(_("commitment"), lambda commitment: commitment.title, ordering="title_zh")
    state = column(
        _("state"),
        lambda commitment: CommitmentState(commitment.state).label if commitment.released_at else "—",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_state(timezone.now())


@admin.register(CommitmentUpdate)
class CommitmentUpdateAdmin(OfficialAdmin):
    list_display = ("commitment", "outcome", "completed_on", "new_due", "release")
    list_filter = ("release", "outcome")
    search_fields = ("commitment__code", "commitment__title_zh", "commitment__title_en", "note_zh")
    autocomplete_fields = ("commitment",)
    fieldsets = (
        FROM_RELEASE,
        (_("Outcome of the commitment"), {"fields": ("commitment", "outcome", ("completed_on", "new_due"))}),
        (_("Notes"), {"fields": ("note_zh", "note_en")}),
    )
