"""Base classes of the admin: officials see, choose and change only what their permissions allow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db import DatabaseError, transaction
from django.db.models import (
    DateField,
    DecimalField,
    Field,
    ForeignKey,
    ManyToManyField,
    Model,
    QuerySet,
    URLField,
)
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.desk.acts.comments import comments_on
from portal.desk.audit.views import can_read_history, history
from portal.desk.corrections import correct_address
from portal.desk.db_errors import SUBMITTED_MEANWHILE, check_deferred, explain
from portal.desk.edit_conflicts import last_change, seen_rows
from portal.desk.fields import DayField, NumberField, SearchBox, SearchBoxMultiple
from portal.desk.forms import OfficialForm, OfficialFormSet, is_handed_in
from portal.desk.pages import back, key_of, refuse_nul
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.records.described import CHANGE, Described
from portal.records.errors import HANDED_IN
from portal.records.registry import choice_limit, record_types, sheets_of
from portal.staff.audit import acting
from portal.staff.models import Department, User

#: The first and the last fieldset of records that a release states.
FROM_RELEASE = (_("Release and place"), {"fields": ("release", ("section", "paragraph"))})
NOTES = (_("As printed, and notes"), {"fields": ("as_printed", "note_zh", "note_en")})


def column(label: str, text: Callable[[Any], object], *, ordering: str | None = None) -> staticmethod:
    """A list column, or a read-only field of a form, with the text of each row."""

    @admin.display(description=label, ordering=ordering)
    def shown(row: Model) -> object:
        return text(row)

    return staticmethod(shown)


def choices_for(field: ForeignKey | ManyToManyField, user: User) -> QuerySet:
    """The rows that the official may choose in that field."""
    limit = choice_limit(field.model, field.name)
    if limit is not None:
        return limit(user)
    rows = field.remote_field.model._default_manager.all()
    return permissions.visible_to(user, rows)


class Limited(BaseModelAdmin):
    """Rows and choices within the official's permissions, for pages and their inlines."""

    #: Relations that lists, forms and inlines read along.
    related: tuple[str, ...] = ()
    form = OfficialForm
    formfield_overrides = {
        DecimalField: {"form_class": NumberField},
        DateField: {"form_class": DayField, "widget": AdminDateWidget(format="%Y-%m-%d")},
        URLField: {"assume_scheme": "https"},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = permissions.for_user(super().get_queryset(request), request.user)
        return rows.select_related(*self.related) if self.related else rows

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or permissions.can_edit(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or permissions.can_edit(request.user, obj))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> Field:
        """Boxes for numbers read what the cells of the same column read."""
        box = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(box, NumberField):
            for column in (one for sheet in sheets_of(db_field.model) for one in sheet.columns):
                if column.field_name == db_field.name:
                    box.percent, box.measured = column.percent, column.measured
        return box

    def formfield_for_foreignkey(self, db_field: Field, request: HttpRequest, **kwargs) -> Field:
        if db_field.related_model is Department and not db_field.null:
            kwargs.setdefault("initial", request.user.department_id)
        kwargs.setdefault("queryset", choices_for(db_field, request.user))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchBox(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Field, request: HttpRequest, **kwargs) -> Field:
        kwargs.setdefault("queryset", choices_for(db_field, request.user))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchBoxMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class OfficialAdmin(Limited, admin.ModelAdmin):
    """Base of every model's admin, in the core and in the domain apps.

    Lists read the relations in `list_display` along, unless `related` or `list_select_related` name others. Filters by
    a relation offer only the rows in use.
    """

    save_on_top = False
    list_per_page = 50
    object_history_template = "admin/object_history.html"
    #: Why the database refused to save; set on a copy of the admin that shows the form again.
    refusal = ""

    name = column(_("name"), lambda row: row.name, ordering="name_zh")
    title = column(_("title"), lambda row: row.title, ordering="title_zh")
    where_printed = column(_("section"), lambda record: record.locator)

    @admin.display(description=_("correct"))
    def correcting(self, row: Model) -> str:
        """A link to the correction of a released record, for officials who may open one."""
        if not row.correct_address:
            return ""
        return format_html('<a href="{}">{}</a>', row.correct_address, _("correct this"))

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs) -> type[ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.user, form.refusal = request.user, self.refusal
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        """The form asks since when and why a public description changes."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and issubclass(self.model, Described):
            words = _("Asked when a public name or meaning changes; published with the former one.")
            fieldsets.append((_("Reason of the change"), {"fields": CHANGE, "description": words}))
        return fieldsets

    def get_list_select_related(self, request: HttpRequest) -> bool | tuple[str, ...]:
        relations = {field.name for field in self.opts.fields if field.is_relation}
        shown = tuple(name for name in self.get_list_display(request) if name in relations)
        return self.list_select_related or shown

    def get_list_filter(self, request: HttpRequest) -> list:
        return [
            (item, RelatedOnlyFieldListFilter)
            if isinstance(item, str) and get_fields_from_path(self.model, item)[-1].is_relation
            else item
            for item in super().get_list_filter(request)
        ]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow filters by the code of a related row, too: people write such addresses by hand."""
        names = [item[0] if isinstance(item, tuple) else item for item in self.get_list_filter(request)]
        by_code = lookup.endswith("__code") and lookup.removesuffix("__code") in names
        return by_code or super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Limit an autocomplete to the choices of the field that it belongs to."""
        app, model, name = (request.GET.get(key) for key in ("app_label", "model_name", "field_name"))
        if app and model and name:
            try:
                field = apps.get_model(app, model)._meta.get_field(name)
            except (LookupError, FieldDoesNotExist):
                field = None
            if field is not None:
                queryset = queryset.filter(pk__in=choices_for(field, request.user).values("pk"))
        return super().get_search_results(request, queryset, search_term)

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return PreparedList

    def prepare(self, rows: list[Model]) -> None:
        """Give the rows of one page of the list what their columns need, in one query for all of them."""

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        view = super().changelist_view
        refuse_nul(request)
        if request.method != "POST":
            return view(request, extra_context)
        if not all(key_of(key) is not None for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        try:
            with self._writing(request, None, "delete"):
                return view(request, extra_context)
        except DatabaseError as error:
            return self._refused(request, None, explain(error))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        view = super().changeform_view
        if request.method != "POST" or self.refusal:
            return view(request, object_id, form_url, extra_context)
        obj = self.get_object(request, object_id) if object_id else None
        closed = obj is not None and not self.has_change_permission(request, obj)
        if closed and permissions.belongs_to(request.user, obj):  # since the form was opened
            return self._refused(request, obj, HANDED_IN if is_handed_in(obj) else SUBMITTED_MEANWHILE)
        try:
            with self._writing(request, obj, "change" if object_id else "add"):
                return view(request, object_id, form_url, extra_context)
        except DatabaseError as error:
            refusal = explain(error)
        if obj is not None:
            current = type(obj)._default_manager.filter(pk=obj.pk).first() or obj
            if not self.has_change_permission(request, current):
                return self._refused(request, obj, refusal)
        again = copy(self)
        again.refusal = refusal
        return again.changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None) -> HttpResponse:
        view = super().delete_view
        obj = self.get_object(request, object_id)
        if request.method != "POST" or obj is None:
            return view(request, object_id, extra_context)
        try:
            with self._writing(request, obj, "delete"):
                return view(request, object_id, extra_context)
        except DatabaseError as error:
            return self._refused(request, obj, explain(error))

    @staticmethod
    def link(_row: Model) -> tuple[str, str] | None:
        """Text and address of a page of the desk about the row, beside its history."""
        return None

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        return history(request, self, object_id)

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        row = kwargs.get("obj")
        context["seen"] = last_change(row) if row is not None else ""
        context["seen_rows"] = seen_rows(
            inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission
        )
        context["correct_address"] = correct_address(request.user, row)
        context["link"] = self.link(row) if row is not None else None
        context["row_comments"] = comments_on(row, request.user)
        context["can_read_history"] = row is not None and can_read_history(request.user, row)
        return super().render_change_form(request, context, *args, **kwargs)

    @contextmanager
    def _writing(self, request: HttpRequest, obj: Model | None, action: str) -> Iterator[None]:
        """One transaction, recorded under the official's name."""
        release = obj if isinstance(obj, Release) else getattr(obj, "release", None)
        with acting(request.user, action=action, door="form", release=release), transaction.atomic():
            yield
            check_deferred()

    def _refused(self, request: HttpRequest, obj: Model | None, refusal: str) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        there = reverse(f"{name}_change", args=[obj.pk]) if obj else reverse(f"{name}_changelist")
        return back(request, there, refusal, messages.ERROR)


class ReleasedRecordAdmin(OfficialAdmin):
    """Base of the admins of records with a summary that releases state."""

    show_full_result_count = False
    list_display = ("states", "release", "where_printed", "correcting")
    ordering = ("-release", "pk")

    states = column(_("what it states"), lambda record: record_types[type(record)].summary(record))

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        super().__init__(model, admin_site)
        self.related = ("release", "section", *record_types[model].related)


class OneChoiceFilter(admin.SimpleListFilter):
    """A filter with one choice, a QuerySet word that takes the time."""

    #: The value in addresses, its label, and the word.
    choice: tuple[str, str, str]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [self.choice[:2]]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value, _label, word = self.choice
        return getattr(queryset, word)(timezone.now()) if self.value() == value else queryset


class PreparedList(ChangeList):
    """A list that prepares the rows of one page together."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for row in self.result_list:
            row.correct_address = correct_address(request.user, row)
        self.model_admin.prepare(self.result_list)


class OfficialInline(Limited, admin.options.InlineModelAdmin):
    """Rows on the page of the row that they belong to. The permissions of the page decide, then those of each row."""

    formset = OfficialFormSet
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_add_permission(request, obj)
        return allowed and (obj is None or permissions.can_edit(request.user, obj))

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs) -> type[OfficialFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = formset.form.user = request.user
        return formset


class ReadOnly:
    """Mixin: rows that no form changes."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


class ReadOnlyAdmin(ReadOnly, OfficialAdmin):
    """An admin whose rows no form changes."""


class ReadOnlyInline(ReadOnly, OfficialInline, admin.TabularInline):
    """Rows that are entered elsewhere, listed on the page of the row that they belong to."""
