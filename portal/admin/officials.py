"""The accounts of officials: their department and their roles."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.actions.accounts import DEMO
from portal.admin.forms import OfficialForm
from portal.admin.official import OfficialAdmin
from portal.models import ROLES, User

LABELS = {**ROLES, DEMO: _("Account for trying out")}


class RoleField(forms.ModelMultipleChoiceField):
    """Roles by the names that officials know."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Group) -> str:
        return str(LABELS.get(group.name, group.name))


class OfficialChangeForm(OfficialForm, UserChangeForm):
    pass


class OfficialCreationForm(OfficialForm, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "first_name", "last_name")


class RoleFilter(admin.RelatedFieldListFilter):
    """Filters by role, under the names that officials know."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("roles")

    def field_choices(self, field, request: HttpRequest, model_admin) -> list[tuple[int, str]]:
        groups = Group.objects.filter(name__in=LABELS).order_by("pk")
        return [(group.pk, str(LABELS[group.name])) for group in groups]


@admin.register(User)
class OfficialsAdmin(OfficialAdmin, UserAdmin):
    form = OfficialChangeForm
    add_form = OfficialCreationForm
    list_display = ("username", "get_full_name", "department", "role_names", "is_active", "last_login")
    list_filter = ("is_active", ("groups", RoleFilter), "department")
    list_select_related = ("department",)
    search_fields = ("username", "first_name", "last_name", "email")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (_("What they may do"), {"fields": ("department", "groups", "is_staff", "is_active")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "usable_password", "password1", "password2"),
            },
        ),
        (_("Person"), {"fields": (("first_name", "last_name"),)}),
        (_("What they may do"), {"fields": ("department", "groups", "is_staff")}),
    )

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).prefetch_related("groups")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """A new official may sign in here, unless that is taken away."""
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "groups":
            groups = Group.objects.filter(name__in=LABELS)
            return RoleField(groups, label=_("roles"), required=False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("name"))
    def get_full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        return str(_(", ")).join(str(LABELS.get(group.name, group.name)) for group in user.groups.all())
