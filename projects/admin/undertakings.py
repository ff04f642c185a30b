"""States of undertakings, read-only: they are computed."""

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.desk.base import OfficialAdmin, OfficialInline, ReadOnlyAdmin
from portal.desk.forms import OfficialForm
from portal.publishing import permissions
from portal.publishing.models import ReleasedRecord
from portal.web.numbers import exact
from projects.admin.stated import RELATED, stated
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Category,
    Programme,
    ProgressReport,
    Project,
    Stage,
    Undertaking,
    UndertakingState,
)


@admin.register(Category)
class CategoryAdmin(OfficialAdmin):
    list_display = ("name_zh", "name_en", "code", "order")
    search_fields = ("code", "name_zh", "name_en")
    fields = ("code", "name_zh", "name_en", "order", "oc4ids_sector", "oc4ids_type")


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


NAMES = ("code", "name_zh", "name_en", "aliases", "pinyin")


class StageFilter(admin.SimpleListFilter):
    """How far it had come by what is public now."""

    title = pgettext_lazy("of a project", "stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*Stage.choices, ("late", _("late")), ("silent", _("silent"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in dict(self.lookup_choices):
            return queryset
        now = timezone.now()
        states = UndertakingState.objects.known_at(now)
        if self.value() == "late":
            states = states.late()
        elif self.value() == "silent":
            states = states.silent(now)
        else:
            states = states.filter(stage=self.value())
        return queryset.filter(Exists(states.filter(undertaking=OuterRef("pk"))))


class UndertakingForm(OfficialForm):
    """A project is of one kind or the other; a programme is none of them."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [choice for choice in Undertaking.Kind.choices if choice[0] != Undertaking.Kind.PROGRAMME]
            self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=kinds)


@admin.register(Undertaking)
class UndertakingAdmin(ReadOnlyAdmin):
    """Both kinds together, for the search boxes of other forms. They are entered as what they are."""

    list_display = ("name_zh", "kind", "code", "department")
    list_select_related = ("department",)
    search_fields = NAMES
    exclude = ("indicators",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


class KindAdmin(OfficialAdmin):
    """What programmes and projects have in common."""

    form = UndertakingForm
    change_form_template = "admin/projects/undertaking.html"
    show_full_result_count = False
    search_fields = NAMES
    autocomplete_fields = ("category", "areas", "predecessor", "indicators")
    inlines = INLINES

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("programme", "department", "category")
        own = permissions.theirs(Undertaking.objects.filter(pk=OuterRef("pk")), request.user)
        return rows.annotate(is_own=Exists(own))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Those who enter progress have a way to do so in every row that is theirs."""
        shown = super().get_list_display(request)
        return ("name", "update", *shown[1:]) if self.has_change_permission(request) else shown

    def get_inlines(self, request: HttpRequest, obj: Undertaking | None) -> tuple:
        return self.inlines if obj is not None else ()

    def prepare(self, rows: list[Undertaking]) -> None:
        known = UndertakingState.objects.known_at(timezone.now()).filter(undertaking__in=rows)
        states = {state.undertaking_id: state for state in known}
        for row in rows:
            row.state = states.get(row.pk)

    @admin.display(description=_("name"), ordering="pinyin")
    def name(self, undertaking: Undertaking) -> str:
        return undertaking.name

    @admin.display(description=pgettext_lazy("of a project", "stage"))
    def stage(self, undertaking: Undertaking) -> str:
        return undertaking.state.get_stage_display() if undertaking.state else "—"

    @admin.display(description=_("progress"))
    def update(self, undertaking: Undertaking) -> str:
        if not undertaking.is_own:
            return "—"
        address = reverse(f"admin:projects_{self.opts.model_name}_progress", args=[undertaking.pk])
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>',
            address,
            _("Update progress: %(name)s") % {"name": undertaking.name},
            _("Update"),
        )

    @admin.display(description=_("per cent done"))
    def percent(self, undertaking: Undertaking) -> str:
        state = undertaking.state
        return f"{exact(state.percent)}%" if state and state.percent is not None else "—"


@admin.register(Programme)
class ProgrammeAdmin(KindAdmin):
    list_display = ("name", "stage", "percent", "category", "department", "plan_year")
    list_filter = (
        StageFilter,
        "plan_year",
        ("category", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
    )
    fieldsets = (
        (None, {"fields": ("code", "name_zh", "name_en", "aliases", "summary_zh", "summary_en")}),
        (_("Whose and where"), {"fields": ("sector", "department", "category", "areas")}),
        (_("When, and what belongs to it"), {"fields": ("plan_year", "predecessor", "indicators")}),
    )


@admin.register(Project)
class ProjectAdmin(KindAdmin):
    change_list_template = "admin/projects/list.html"
    list_display = ("name", "stage", "percent", "programme", "department", "plan_year")
    list_filter = (
        StageFilter,
        "kind",
        "plan_year",
        ("category", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
        ("programme", RelatedOnlyFieldListFilter),
    )
    autocomplete_fields = ("programme", *KindAdmin.autocomplete_fields)
    fieldsets = (
        (None, {"fields": ("kind", "code", "name_zh", "name_en", "aliases", "summary_zh", "summary_en")}),
        (_("Whose and where"), {"fields": ("sector", "department", "category", "areas")}),
        (
            _("When, and what belongs to it"),
            {"fields": ("programme", "plan_year", "predecessor", "indicators")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Project | None = None) -> tuple[str, ...]:
        return ("kind",) if obj is not None else ()
