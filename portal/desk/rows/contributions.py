"""Contributions to all releases, to be looked up."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from portal.desk.acts.contributions import part_state
from portal.desk.base import ReadOnlyAdmin
from portal.publishing.models import Contribution


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    """Parts of all releases, to be looked up; they move by the buttons of their release."""

    list_display = ("department", "link", "due_at", "shown_state", "submitted_by", "submitted_at")
    list_display_links = None
    list_filter = (
        "state",
        ("department", RelatedOnlyFieldListFilter),
        ("release__department", RelatedOnlyFieldListFilter),
        ("release", RelatedOnlyFieldListFilter),
        "due_at",
    )
    search_fields = ("release__slug", "release__title_zh", "release__title_en", "note")
    ordering = ("due_at", "id")

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).for_list()

    @admin.display(description=gettext_lazy("release"), ordering="release__title_zh")
    def link(self, part: Contribution) -> str:
        address = reverse("admin:portal_release_change", args=[part.release_id])
        return format_html('<a href="{}#parts">{}</a>', address, part.release.title)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def shown_state(self, part: Contribution) -> str:
        return format_html('<span class="badge badge-{}">{}</span>', *part_state(part, timezone.now()))
