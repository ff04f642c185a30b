"""States of undertakings, read-only: they are computed."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.translation import gettext_lazy as _

from portal.desk.base import ReadOnlyAdmin
from projects.models import UndertakingState

SHOWN = ("stage", "percent", "is_computed", "as_at", "due", "is_finished", "known_from", "known_until")


@admin.register(UndertakingState)
class UndertakingStateAdmin(ReadOnlyAdmin):
    list_display = ("name", *SHOWN)
    list_filter = ("stage", "is_finished", ("undertaking__department", RelatedOnlyFieldListFilter))
    list_select_related = ("undertaking",)
    search_fields = ("undertaking__code", "undertaking__name_zh", "undertaking__name_en")
    fields = ("name", *SHOWN, "reported_at")
    ordering = ("-known_from", "undertaking")
    show_full_result_count = False

    @admin.display(description=_("project or programme"), ordering="undertaking__pinyin")
    def name(self, state: UndertakingState) -> str:
        return state.undertaking.name
