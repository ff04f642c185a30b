"""Releases with their sections, questions, attachments and contributions."""

from django import forms
from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.desk.acts.act import acts_on
from portal.desk.acts.calendar import announced_text
from portal.desk.acts.comments import comments_of
from portal.desk.acts.contributions import contribution_state, contributions_of
from portal.desk.acts.releases import RELEASE_ACTS
from portal.desk.acts.review import checklist_before_submitting
from portal.desk.audit.views import can_read_history
from portal.desk.base import (
    OfficialAdmin,
    OfficialInline,
    ReadOnlyAdmin,
    ReadOnlyInline,
    ReleasedRecordAdmin,
    column,
)
from portal.desk.forms import OfficialForm, OfficialFormSet
from portal.desk.pages import change_address, contents_of, state_now
from portal.desk.return_sheet import sheets_for
from portal.publishing.actions.previews import can_give
from portal.publishing.models import Attachment, Contribution, Question, Release, RowWithdrawal, Section


class SectionForm(OfficialForm):
    """A section without an order goes after the last one."""

    #: How many new sections precede it on the same page.
    before = 0

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].initial = self.initial["order"] = None

    def clean_order(self) -> int:
        order = self.cleaned_data["order"]
        if order is not None:
            return order
        release = self.cleaned_data.get("release") or self.instance.release_id
        last = Section.objects.filter(release=release).aggregate(last=Max("order"))["last"]
        return self.before + (0 if last is None else last + 1)


class OutlineFormSet(OfficialFormSet):
    def add_fields(self, form: SectionForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.before = max(0, (index or 0) - self.initial_form_count())


class SectionInline(OfficialInline, admin.TabularInline):
    """The outline of a release. The text of a section is entered on the section's own page."""

    model = Section
    form = SectionForm
    formset = OutlineFormSet
    fields = ("number", "order", "title_zh", "title_en", "sector", "department", "paragraphs")
    related = ("sector", "department", "release")
    show_change_link = True


class QuestionInline(ReadOnlyInline):
    """The questions asked at a release. Each is entered with its section."""

    model = Question
    fields = readonly_fields = ("number", "section", "outlet_zh", "question_zh", "speaker_zh")
    related = ("section", "release")
    show_change_link = True


class AttachmentInline(OfficialInline, admin.TabularInline):
    model = Attachment
    fields = ("title_zh", "title_en", "file")
    related = ("release",)


@admin.register(Section)
class SectionAdmin(OfficialAdmin):
    form = SectionForm
    list_display = ("number", "title", "release", "department", "sector")
    list_display_links = ("number", "title")
    list_filter = ("release", "department", "sector")
    search_fields = ("number", "title_zh", "title_en", "release__slug")
    ordering = ("-release", "order")
    fieldsets = (
        (None, {"fields": ("release", ("number", "order"), "title_zh", "title_en")}),
        (_("Whose"), {"fields": ("department", "sector")}),
        (
            _("What it says"),
            {"fields": (("speaker_zh", "speaker_en"), "summary_zh", "summary_en", "paragraphs")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> tuple[str, ...]:
        return ("release",) if obj is not None else ()


@admin.register(Question)
class QuestionAdmin(OfficialAdmin):
    list_display = ("number", "question", "outlet_zh", "speaker_zh", "section", "release")
    list_display_links = ("number", "question")
    list_filter = ("release", "section__department")
    search_fields = ("question_zh", "question_en", "answer_zh", "answer_en", "outlet_zh", "speaker_zh")
    ordering = ("-release", "number")
    fieldsets = (
        (None, {"fields": ("release", "section", "number")}),
        (_("Question"), {"fields": (("outlet_zh", "outlet_en"), "question_zh", "question_en")}),
        (_("Answer"), {"fields": (("speaker_zh", "speaker_en"), "answer_zh", "answer_en")}),
    )

    question = column(_("question"), lambda question: question.question, ordering="question_zh")


class ReleaseForm(OfficialForm):
    """A correction is opened from the release that it corrects, not here."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [choice for choice in Release.Kind.choices if choice[0] != Release.Kind.CORRECTION]
            self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=kinds)


def state_badge(state: str, label: str) -> str:
    return format_html('<span class="badge badge-{}">{}</span>', state, label)


@admin.register(Release)
class ReleaseAdmin(OfficialAdmin):
    """Releases are written as drafts, then moved by acts, each a button of the page."""

    form = ReleaseForm
    change_list_template = "admin/portal/release/change_list.html"
    change_form_template = "admin/portal/release/change_form.html"
    list_display = ("title", "badge", "released_at", "kind", "department", "document_date")
    list_filter = ("state", "kind", "department", "released_at")
    search_fields = ("slug", "title_zh", "title_en", "index_number")
    ordering = ("-id",)
    inlines = (SectionInline, QuestionInline, AttachmentInline)
    actions = None
    fieldsets = (
        (
            None,
            {"fields": ("kind", "department", "slug", "title_zh", "title_en", "summary_zh", "summary_en")},
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
            _("First publication"),
            {
                "fields": (
                    ("published_on", "published_on_estimated"),
                    "source_document",
                    "source_url",
                    "printed_title",
                    ("first_editor", "responsible_editor"),
                    "note_zh",
                    "note_en",
                )
            },
        ),
    )
    #: Who signed what; shown where there is something to show.
    SIGNATURES = (
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
    readonly_fields = ("badge", *SIGNATURES, "corrects")

    badge = column(_("state"), lambda release: state_badge(*state_now(release)), ordering="state")

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> list:
        fieldsets = list(self.fieldsets)
        if obj is None:
            return fieldsets
        if obj.kind == Release.Kind.CORRECTION:
            correction = {"fields": ("corrects", "reason_zh", "reason_en")}
            fieldsets.insert(1, (_("Correction and reasons"), correction))
        signed = {"fields": ("badge", *(name for name in self.SIGNATURES if getattr(obj, name)))}
        return [*fieldsets, (_("State and signatures"), signed)]

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> tuple[str, ...]:
        if obj is not None and obj.kind == Release.Kind.CORRECTION:
            return (*self.readonly_fields, "kind", "department", "slug")
        return self.readonly_fields

    def get_inlines(self, request: HttpRequest, obj: Release | None) -> tuple:
        return self.inlines if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False  # a draft is deleted by its act

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        release = kwargs.get("obj")
        if release is not None:
            context |= {
                "acts": acts_on(release, RELEASE_ACTS, request.user, timezone.now()),
                "state": state_now(release)[1],
                "previews": can_give(request.user, release),
                "announced": announced_text(release),
                "contents": contents_of(request.user, release),
                "contributions": contributions_of(request, release),
                "comments": comments_of(release) if can_read_history(request.user, release) else [],
                "checklist": checklist_before_submitting(release) if release.is_editable else [],
                "sheets": sheets_for(request.user, release),
            }
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(RowWithdrawal)
class RowWithdrawalAdmin(ReleasedRecordAdmin):
    """Opened by “Correct this” on the row, and deleted here from a draft; nothing in it is edited."""

    list_display = ("states", "release")
    fields = readonly_fields = ("release", "states")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    """The contributions to all releases, read-only; the page of each release has the buttons to change them."""

    list_display = ("department", "link", "due_at", "shown_state", "submitted_by", "submitted_at")
    list_display_links = None
    list_filter = ("state", "department", "release__department", "release", "due_at")
    search_fields = ("release__slug", "release__title_zh", "release__title_en", "note")
    ordering = ("due_at", "id")

    shown_state = column(
        _("state"),
        lambda contribution: state_badge(*contribution_state(contribution, timezone.now())),
        ordering="state",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_list()

    @admin.display(description=_("release"), ordering="release__title_zh")
    def link(self, contribution: Contribution) -> str:
        release = contribution.release
        return format_html('<a href="{}#contributions">{}</a>', change_address(release), release.title)
