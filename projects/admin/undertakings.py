"""Lists and forms of programmes and projects."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.desk.base import OfficialAdmin, ReadOnlyAdmin, ReadOnlyInline, column
from portal.desk.forms import OfficialForm
from portal.publishing import permissions
from portal.publishing.models import ReleasedRecord
from portal.records.registry import record_types
from portal.web.numbers import exact
from projects.filters import NO_STAGE, STAGE_NOT_REPORTED, STATES
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Programme,
    Project,
    Stage,
    Undertaking,
    UndertakingState,
)
from projects.models.state import DUE_STATES

NAMES = ("code", "name_zh", "name_en", "aliases", "pinyin")


class StageFilter(admin.SimpleListFilter):
    """By the stage that is public now, if any; or by the state after the due day."""

    title = pgettext_lazy("of a project", "stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*Stage.choices, (NO_STAGE, STAGE_NOT_REPORTED), *STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen, now = self.value(), timezone.now()
        if chosen not in dict(self.lookup_choices):
            return queryset
        states = UndertakingState.objects.known_at(now)
        if chosen == "late":
            states = states.late(now)
        elif chosen in DUE_STATES:
            states = states.with_due_state(now, chosen)
        else:
            states = states.filter(stage="" if chosen == NO_STAGE else chosen)
        return queryset.filter(Exists(states.filter(undertaking=OuterRef("pk"))))


class UndertakingForm(OfficialForm):
    """The form of a programme or project; a project may be of any kind but programme."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [choice for choice in Undertaking.Kind.choices if choice[0] != Undertaking.Kind.PROGRAMME]
            self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=kinds)


@admin.register(Undertaking)
class UndertakingAdmin(ReadOnlyAdmin):
    """Programmes and projects together, for the search boxes of other forms."""

    list_display = ("name_zh", "kind", "code", "department")
    search_fields = NAMES
    exclude = ("indicators",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


class RecordInline(ReadOnlyInline):
    """Released records of one kind, the newest release first. Each is entered with its release."""

    show_change_link = True
    states = column(_("what it states"), lambda record: record_types[type(record)].summary(record))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        related = record_types[self.model].related
        return super().get_queryset(request).order_by("-release", "pk").select_related("release", *related)


def inline_of(model: type[ReleasedRecord]) -> type[RecordInline]:
    shown = ("release", "work_item", "states") if hasattr(model, "work_item") else ("release", "states")
    options = {"model": model, "fields": shown, "readonly_fields": shown}
    return type(f"{model.__name__}Inline", (RecordInline,), options)


def percent_of(state: UndertakingState | None) -> str:
    return f"{exact(state.percent)}%" if state and state.percent is not None else "—"


class KindAdmin(OfficialAdmin):
    """Base of the admins of programmes and of projects."""

    form = UndertakingForm
    change_form_template = "admin/projects/undertaking.html"
    show_full_result_count = False
    search_fields = NAMES
    autocomplete_fields = ("category", "areas", "predecessors", "indicators")
    inlines = tuple(inline_of(model) for model in ABOUT_UNDERTAKINGS)
    name = column(_("name"), lambda undertaking: undertaking.name, ordering="pinyin")
    stage = column(
        pgettext_lazy("of a project", "stage"),
        lambda undertaking: undertaking.state.get_stage_display() if undertaking.state else "—",
    )
    percent = column(_("per cent done"), lambda undertaking: percent_of(undertaking.state))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("programme", "department", "category")
        own = permissions.theirs(Undertaking.objects.filter(pk=OuterRef("pk")), request.user)
        return rows.annotate(is_own=Exists(own))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """For officials who enter progress, with a link to the progress grid in each of their rows."""
        shown = super().get_list_display(request)
        return ("name", "update", *shown[1:]) if self.has_change_permission(request) else shown

    def get_inlines(self, request: HttpRequest, obj: Undertaking | None) -> tuple:
        return self.inlines if obj is not None else ()

    def prepare(self, rows: list[Undertaking]) -> None:
        states = UndertakingState.objects.known_at(timezone.now()).filter(undertaking__in=rows)
        states = {state.undertaking_id: state for state in states}
        for row in rows:
            row.state = states.get(row.pk)

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


@admin.register(Programme)
class ProgrammeAdmin(KindAdmin):
    list_display = ("name", "stage", "percent", "category", "department", "plan_year")
    list_filter = (
        StageFilter,
        "plan_year",
        "category",
        "department",
    )
    fieldsets = (
        (None, {"fields": ("code", "name_zh", "name_en", "aliases", "summary_zh", "summary_en")}),
        (_("Department and area"), {"fields": ("sector", "department", "category", "areas")}),
        (_("Plan and relations"), {"fields": ("plan_year", "predecessors", "indicators")}),
    )


@admin.register(Project)
class ProjectAdmin(KindAdmin):
    change_list_template = "admin/projects/list.html"
    list_display = ("name", "stage", "percent", "programme", "department", "plan_year")
    list_filter = (
        StageFilter,
        "kind",
        "plan_year",
        "category",
        "department",
        "programme",
    )
    autocomplete_fields = ("programme", *KindAdmin.autocomplete_fields)
    fieldsets = (
        (None, {"fields": ("kind", "code", "name_zh", "name_en", "aliases", "summary_zh", "summary_en")}),
        (_("Department and area"), {"fields": ("sector", "department", "category", "areas")}),
        (
            _("Plan and relations"),
            {"fields": ("programme", "plan_year", "predecessors", "indicators")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Project | None = None) -> tuple[str, ...]:
        return ("kind",) if obj is not None else ()
