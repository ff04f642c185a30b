"""The admin of officials: each sees, chooses and changes what the rights say, under their own name."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import BadRequest
from django.db import DatabaseError, transaction
from django.db.models import DateField, Field, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk import choices
from portal.desk.acts.comments import remarks_on
from portal.desk.audit.history import history, may_read_history
from portal.desk.corrections import correct_address
from portal.desk.date_field import DayField
from portal.desk.db_errors import SUBMITTED_MEANWHILE, check_deferred, explain
from portal.desk.edit_conflicts import SEEN, last_change, seen_rows, told
from portal.desk.forms import OfficialForm, OfficialFormSet
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.records.errors import HANDED_IN
from portal.staff.audit import acting
from portal.staff.models import Department


class Limited(BaseModelAdmin):
    """Rows and choices within the official's rights, for pages and for the rows inside them."""

    form = OfficialForm
    formfield_overrides = {DateField: {"form_class": DayField, "widget": AdminDateWidget(format="%Y-%m-%d")}}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return permissions.for_user(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field: Field, request: HttpRequest, **kwargs) -> Field:
        if db_field.related_model is Department and not db_field.null:
            kwargs.setdefault("initial", request.user.department_id)
        kwargs.setdefault("queryset", choices.for_field(db_field, request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Field, request: HttpRequest, **kwargs) -> Field:
        kwargs.setdefault("queryset", choices.for_field(db_field, request.user))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class OfficialAdmin(Limited, admin.ModelAdmin):
    """Base of every model's admin, in the core and in the domain apps."""

    save_on_top = False
    list_per_page = 50
    object_history_template = "admin/object_history.html"

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or permissions.may_edit(request.user, obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or permissions.may_edit(request.user, obj)
        )

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs) -> type[ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.request = request
        return form

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        field = choices.asked_field(request)
        if field is not None:
            queryset = queryset.filter(pk__in=choices.for_field(field, request.user).values("pk"))
        return super().get_search_results(request, queryset, search_term)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """By the code of what the list can be filtered by, too: people write such addresses by hand."""
        names = [item[0] if isinstance(item, tuple) else item for item in self.get_list_filter(request)]
        named = lookup.removesuffix("__code") in names and lookup.endswith("__code")
        return named or super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("correct"))
    def correcting(self, row: Model) -> str:
        """A column for lists of what releases state: the way to a correction, for whoever may open one."""
        if not row.correct_address:
            return ""
        return format_html('<a href="{}">{}</a>', row.correct_address, _("correct this"))

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return PreparedList

    def prepare(self, rows: list[Model]) -> None:
        """Give the rows of one page of the list what their columns need, by a query for all of them."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        view = super().changeform_view

        def write() -> HttpResponse:
            with transaction.atomic():
                self._notice_others(request, obj)
                return view(request, object_id, form_url, extra_context)

        if request.method != "POST":
            return view(request, object_id, form_url, extra_context)
        obj = self.get_object(request, object_id) if object_id else None
        if obj is not None and self._closed_meanwhile(request, obj):
            return self._refused(request, obj, why_closed(obj))
        return self._guarded(request, obj, "change" if object_id else "add", write)

    def delete_view(self, request, object_id, extra_context=None) -> HttpResponse:
        view = super().delete_view
        obj = self.get_object(request, object_id)
        if request.method != "POST" or obj is None:
            return view(request, object_id, extra_context)
        return self._guarded(request, obj, "delete", lambda: view(request, object_id, extra_context))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """What the address fills in. A reference that is no number is left out."""
        given = super().get_changeform_initial_data(request)
        references = {field.name for field in self.opts.fields if field.is_relation} | {"indicator", "area"}
        return {name: value for name, value in given.items() if name not in references or _is_key(value)}

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        view = super().changelist_view
        if request.method != "POST":
            return view(request, extra_context)
        if not all(_is_key(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        return self._guarded(request, None, "delete", lambda: view(request, extra_context))

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        return history(request, self, object_id)

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        row = kwargs.get("obj")
        context["seen"] = last_change(row) if row is not None else ""
        context["seen_rows"] = seen_rows(
            inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission
        )
        context["correct_address"] = correct_address(request.user, row)
        context["remarks"] = remarks_on(row, request.user)
        context["may_read_history"] = row is not None and may_read_history(request.user, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def _guarded(
        self, request: HttpRequest, obj: Model | None, action: str, write: Callable[[], HttpResponse]
    ) -> HttpResponse:
        """Write under the official's name. What the database refuses is said in the form, or above the page."""
        try:
            with (
                acting(request.user, action=action, door="form", release=_release_of(obj)),
                transaction.atomic(),
            ):
                response = write()
                check_deferred()
                return response
        except DatabaseError as error:
            refusal = explain(error)
        again = request.resolver_match.url_name.endswith(("_add", "_change"))
        if not again or (obj is not None and not self.has_change_permission(request, self._fresh(obj))):
            return self._refused(request, obj, refusal)
        request.refusal = refusal
        return write()

    def _notice_others(self, request: HttpRequest, obj: Model | None) -> None:
        """Refuse to save over what somebody else has saved since the form was opened."""
        seen = request.POST.get(SEEN)
        if obj is None or not seen:
            return
        type(obj)._base_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
        if seen != last_change(obj):
            request.refusal, request.overtaken = told(obj, seen, request.user), seen

    def _closed_meanwhile(self, request: HttpRequest, obj: Model) -> bool:
        """Whether the official could have changed the row when they opened the form, and cannot any more."""
        return not self.has_change_permission(request, obj) and permissions.belongs_to(request.user, obj)

    def _fresh(self, obj: Model) -> Model:
        return type(obj)._default_manager.filter(pk=obj.pk).first() or obj

    def _refused(self, request: HttpRequest, obj: Model | None, refusal: str) -> HttpResponse:
        self.message_user(request, refusal, messages.ERROR)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        there = reverse(f"{name}_change", args=[obj.pk]) if obj else reverse(f"{name}_changelist")
        return HttpResponseRedirect(there)


def why_closed(row: Model) -> str:
    """Why a row that is the official's own can no longer be changed."""
    release = _release_of(row)
    if release and release.is_editable and release.has_part_of(permissions.department_of(row)):
        return str(HANDED_IN)
    return str(SUBMITTED_MEANWHILE)


def _is_key(text: str) -> bool:
    """Whether the text can be the key of a row."""
    return text.isdecimal() and len(text) < 10  # noqa: PLR2004 - what the database counts to


def _release_of(obj: Model | None) -> Release | None:
    return obj if isinstance(obj, Release) else getattr(obj, "release", None)


class PreparedList(ChangeList):
    """A list whose rows are prepared a page at a time."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for row in self.result_list:
            row.correct_address = correct_address(request.user, row)
        self.model_admin.prepare(self.result_list)


class OfficialInline(Limited, admin.options.InlineModelAdmin):
    """Rows inside the page of what they are part of. The page's own rights decide, then each row's."""

    formset = OfficialFormSet
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_add_permission(request, obj) and (
            obj is None or permissions.may_edit(request.user, obj)
        )

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or permissions.may_edit(request.user, obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or permissions.may_edit(request.user, obj)
        )

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs) -> type[OfficialFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.request = formset.form.request = request
        return formset


class ReadOnlyAdmin(OfficialAdmin):
    """Rows that no form changes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
