"""Accounts of officials: their department, their roles, and how they sign in."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.desk.base import OfficialAdmin, ReadOnlyAdmin, column
from portal.desk.forms import OfficialForm
from portal.records.errors import Refused
from portal.staff import actions as sign_in
from portal.staff.audit import acting
from portal.staff.models import GROUP_NAMES, SignInFailure, User
from portal.staff.sign_in import attempts

NOT_FOR_HEADS = frozenset({"password", "sign_in_state", "second_factor"})


class RoleField(forms.ModelMultipleChoiceField):
    """Groups under their role names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Group) -> str:
        return str(GROUP_NAMES.get(group.name, group.name))


class OfficialChangeForm(OfficialForm, UserChangeForm):
    pass


class OfficialCreationForm(OfficialForm, AdminUserCreationForm):
    """Sets a temporary password, which the official changes at the first sign-in."""

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "first_name", "last_name")

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's own
        self.instance.password_is_temporary = True
        return super().save(commit)


class OfficialPasswordForm(AdminPasswordChangeForm):
    """Sets a temporary password for an official who has lost theirs."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's own
        self.user.password_is_temporary = True
        return super().save(commit)


class RoleFilter(admin.RelatedFieldListFilter):
    """Groups under their role names."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("roles")

    def field_choices(self, field, request: HttpRequest, model_admin) -> list[tuple[int, str]]:
        groups = Group.objects.filter(name__in=GROUP_NAMES).order_by("pk")
        return [(group.pk, str(GROUP_NAMES[group.name])) for group in groups]


def role_names(user: User) -> str:
    return _(", ").join(str(GROUP_NAMES.get(group.name, group.name)) for group in user.groups.all())


@admin.register(User)
class OfficialsAdmin(OfficialAdmin, UserAdmin):
    form = OfficialChangeForm
    add_form = OfficialCreationForm
    change_password_form = OfficialPasswordForm
    list_display = ("username", "get_full_name", "department", "role_names", "is_active", "last_login")
    list_filter = ("is_active", ("groups", RoleFilter), "department")
    list_select_related = ("department",)
    search_fields = ("username", "first_name", "last_name", "email")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "password_changed_at", "sign_in_state", "second_factor")
    actions = ("unlock", "reset_second_factor")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (_("What they may do"), {"fields": ("department", "groups", "is_staff", "is_active")}),
        (_("Signing in"), {"fields": ("second_factor", "sign_in_state")}),
        (_("Dates"), {"fields": ("last_login", "password_changed_at", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
        (_("Person"), {"fields": (("first_name", "last_name"),)}),
        (_("What they may do"), {"fields": ("department", "groups", "is_staff")}),
    )

    get_full_name = column(_("name"), User.get_full_name)
    role_names = column(_("roles"), role_names)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[tuple]:
        """A head sees who works in the department, but not how they sign in."""
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_administrator:
            return fieldsets
        visible = [(name, [f for f in part["fields"] if f not in NOT_FOR_HEADS]) for name, part in fieldsets]
        return [(name, {"fields": fields}) for name, fields in visible if fields]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """New officials may sign in unless the box is cleared."""
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "groups":
            groups = Group.objects.filter(name__in=GROUP_NAMES)
            return RoleField(groups, label=_("roles"), required=False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """The password of somebody else; the page for one's own asks for the old password."""
        if id == str(request.user.pk):
            return HttpResponseRedirect(reverse("admin:password_change"))
        with acting(request.user, action="set_password", door="form"):
            return super().user_change_password(request, id, form_url)

    @admin.display(description=_("two-step sign-in"))
    def second_factor(self, user: User) -> str:
        if user.has_second_factor:
            return gettext("switched on")
        if user.needs_second_factor:
            return gettext("not set up; asked for at the next sign-in")
        return gettext("switched off")

    @admin.display(description=_("state"))
    def sign_in_state(self, user: User) -> str:
        until = attempts.closures(user.username)
        if until:
            local = timezone.localtime(until[-1]).strftime("%H:%M")
            return gettext("closed until %(time)s after too many wrong attempts") % {"time": local}
        if user.password_is_temporary:
            return gettext("must change the password first")
        return gettext("may sign in")

    @admin.action(description=_("Unlock after too many wrong attempts"), permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = self._each(
            request, queryset, lambda official: sign_in.unlock(official=official, by=request.user)
        )
        text = ngettext("%(count)d account is open again.", "%(count)d accounts are open again.", done)
        messages.success(request, text % {"count": done})

    @admin.action(
        description=_("Reset two-step sign-in (lost phone); the official sets it up anew"),
        permissions=["change"],
    )
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = self._each(
            request,
            queryset,
            lambda official: sign_in.reset_second_factor(official=official, by=request.user),
        )
        text = ngettext(
            "Two-step sign-in of %(count)d official is reset.",
            "Two-step sign-in of %(count)d officials is reset.",
            done,
        )
        messages.success(request, text % {"count": done})

    def _each(self, request: HttpRequest, queryset: QuerySet, act: Callable[[User], object]) -> int:
        """Act on each official, with a message for each refusal; return how many succeeded."""
        done = 0
        for official in queryset:
            try:
                act(official)
                done += 1
            except Refused as refusal:
                messages.error(request, f"{official}: {refusal}")
        return done


@admin.register(SignInFailure)
class SignInFailuresAdmin(ReadOnlyAdmin):
    """Wrong passwords and codes of the last 90 days, for administrators."""

    list_display = ("at", "username", "step", "address", "counts")
    list_filter = ("step", "counts")
    search_fields = ("username", "address")
    date_hierarchy = None
    ordering = ("-at", "-pk")
