"""Releases: written as drafts, then moved by acts, each a button of the page."""

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import acts_on
from portal.desk.acts.calendar import standing_in_words
from portal.desk.acts.comments import comments_of
from portal.desk.acts.contributions import contributions_of
from portal.desk.acts.releases import RELEASE_ACTS
from portal.desk.acts.review import checklist_before_submitting
from portal.desk.audit.history import can_read_history
from portal.desk.base import OfficialAdmin
from portal.desk.forms import OfficialForm
from portal.desk.release_words import parts_of, state_now
from portal.desk.return_sheet.sheet import sheets_for
from portal.desk.rows.sections import AttachmentInline, QuestionInline, SectionInline
from portal.publishing.actions.previews import can_give
from portal.publishing.models import Release

SIGNATURES = (
    "badge",
    "submitted_by",
    "submitted_at",
    "decided_by",
    "decided_at",
    "decision_reason",
    "released_at",
    "withdrawn_by",
    "withdrawn_at",
    "withdrawal_reason_zh",
    "withdrawal_reason_en",
)
CORRECTION = ("corrects", "reason_zh", "reason_en")


class ReleaseForm(OfficialForm):
    """A correction comes from the release that it corrects, not from here."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [choice for choice in Release.Kind.choices if choice[0] != Release.Kind.CORRECTION]
            self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=kinds)


@admin.register(Release)
class ReleaseAdmin(OfficialAdmin):
    form = ReleaseForm
    change_list_template = "admin/portal/release/change_list.html"
    change_form_template = "admin/portal/release/change_form.html"
    list_display = ("title", "badge", "released_at", "kind", "department", "document_date")
    list_filter = (
        "state",
        "kind",
        ("department", RelatedOnlyFieldListFilter),
        "released_at",
    )
    list_select_related = ("department",)
    search_fields = ("slug", "title_zh", "title_en", "index_number")
    ordering = ("-id",)
    readonly_fields = (*SIGNATURES, "corrects")
    inlines = (SectionInline, QuestionInline, AttachmentInline)
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> list:
        fieldsets = [
            (
                None,
                {
                    "fields": (
                        "kind",
                        "department",
                        "slug",
                        "title_zh",
                        "title_en",
                        "summary_zh",
                        "summary_en",
                    )
                },
            ),
            (
                _("Metadata of government information"),
                {
                    "fields": (
                        "index_number",
                        "disclosure",
                        ("issuing_body_zh", "issuing_body_en"),
                        ("category_zh", "category_en"),
                        "document_date",
                        ("validity", "expires_on"),
                    )
                },
            ),
            (
                _("Where it was first published"),
                {
                    "fields": (
                        ("published_on", "published_on_estimated"),
                        "source_document",
                        "note_zh",
                        "note_en",
                    )
                },
            ),
        ]
        if obj is not None and obj.kind == Release.Kind.CORRECTION:
            fieldsets.insert(1, (_("What it corrects and why"), {"fields": CORRECTION}))
        if obj is not None:
            fieldsets.append((_("State and signatures"), {"fields": self._signatures(obj)}))
        return fieldsets

    def _signatures(self, release: Release) -> tuple[str, ...]:
        """Those that are there to be read."""
        return ("badge", *(name for name in SIGNATURES[1:] if getattr(release, name)))

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> tuple[str, ...]:
        fixed = (
            ("kind", "department", "slug") if obj is not None and obj.kind == Release.Kind.CORRECTION else ()
        )
        return (*self.readonly_fields, *fixed)

    def get_inlines(self, request: HttpRequest, obj: Release | None) -> tuple:
        return self.inlines if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False  # a draft is deleted by its act

    @admin.display(description=gettext_lazy("title"), ordering="title_zh")
    def title(self, release: Release) -> str:
        return release.title

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def badge(self, release: Release) -> str:
        state, text = state_now(release)
        return format_html('<span class="badge badge-{}">{}</span>', state, text)

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        release = kwargs.get("obj")
        if release is not None:
            context |= {
                "acts": acts_on(release, RELEASE_ACTS, request.user, timezone.now()),
                "state": state_now(release)[1],
                "previews": can_give(request.user, release),
                "announced": standing_in_words(release),
                "parts": parts_of(request, release),
                "contributions": contributions_of(request, release),
                "comments": comments_of(release) if can_read_history(request.user, release) else [],
                "checklist": checklist_before_submitting(release) if release.is_editable else [],
                "sheets": sheets_for(request.user, release),
            }
        return super().render_change_form(request, context, *args, **kwargs)
