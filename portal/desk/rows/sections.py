"""Sections of releases with their questions: each department fills its own."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.desk.base import OfficialAdmin, OfficialInline
from portal.desk.forms import OfficialForm, OfficialFormSet
from portal.publishing.models import Attachment, Question, Release, Section


class SectionForm(OfficialForm):
    """A section whose order is left empty comes after those that are there."""

    #: How many new sections stand before it on the same page.
    before = 0

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].initial = self.initial["order"] = None

    def clean_order(self) -> int:
        order = self.cleaned_data["order"]
        return order if order is not None else self._next()

    def _next(self) -> int:
        release = self.cleaned_data.get("release") or self.instance.release_id
        last = Section.objects.filter(release=release).aggregate(last=Max("order"))["last"]
        return self.before + (0 if last is None else last + 1)


class OutlineFormSet(OfficialFormSet):
    def add_fields(self, form: SectionForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.before = max(0, (index or 0) - self.initial_form_count())


class SectionInline(OfficialInline, admin.TabularInline):
    """The outline of a release. What a section says is entered on the section's own page."""

    model = Section
    form = SectionForm
    formset = OutlineFormSet
    fields = ("number", "order", "title_zh", "title_en", "sector", "department", "paragraphs")
    show_change_link = True

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("sector", "department", "release")


class QuestionInline(OfficialInline, admin.TabularInline):
    """The questions asked at a release, to be read here; each is entered with its section."""

    model = Question
    fields = readonly_fields = ("number", "section", "outlet_zh", "question_zh", "speaker_zh")
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("section", "release")

    def has_add_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False


class AttachmentInline(OfficialInline, admin.TabularInline):
    model = Attachment
    fields = ("title_zh", "title_en", "file")

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("release")


@admin.register(Section)
class SectionAdmin(OfficialAdmin):
    form = SectionForm
    list_display = ("number", "title", "release", "department", "sector")
    list_display_links = ("number", "title")
    list_filter = (
        ("release", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
        ("sector", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("release", "department", "sector")
    search_fields = ("number", "title_zh", "title_en", "release__slug")
    ordering = ("-release", "order")
    fieldsets = (
        (None, {"fields": ("release", ("number", "order"), "title_zh", "title_en")}),
        (_("Whose"), {"fields": ("department", "sector")}),
        (_("What it says"), {"fields": ("summary_zh", "summary_en", "paragraphs")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> tuple[str, ...]:
        return ("release",) if obj is not None else ()

    @admin.display(description=_("title"), ordering="title_zh")
    def title(self, section: Section) -> str:
        return section.title


@admin.register(Question)
class QuestionAdmin(OfficialAdmin):
    list_display = ("number", "question", "outlet_zh", "speaker_zh", "section", "release")
    list_display_links = ("number", "question")
    list_filter = (
        ("release", RelatedOnlyFieldListFilter),
        ("section__department", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("release", "section")
    search_fields = ("question_zh", "question_en", "answer_zh", "answer_en", "outlet_zh", "speaker_zh")
    ordering = ("-release", "number")
    fieldsets = (
        (None, {"fields": ("release", "section", "number")}),
        (_("Question"), {"fields": (("outlet_zh", "outlet_en"), "question_zh", "question_en")}),
        (_("Answer"), {"fields": (("speaker_zh", "speaker_en"), "answer_zh", "answer_en")}),
    )

    @admin.display(description=_("question"), ordering="question_zh")
    def question(self, question: Question) -> str:
        return question.question
