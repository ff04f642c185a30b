"""The admin site: its name, the order of its index, and the pages without a model."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.web.sectors import sectors

#: The models of the core on the index, in the order of an official's work; all others follow.
GROUPS = (
    (
        _("Releases"),
        (
            "Release",
            "Contribution",
            "Section",
            "Question",
            "Observation",
            "Commitment",
            "CommitmentUpdate",
            "PublicEvent",
            "RowWithdrawal",
        ),
    ),
    (_("Indicators and checks"), ("Indicator", "Series", "Check", "CheckResult")),
    (_("Services and guides"), ("Service", "Guide", "Theme")),
    (_("Places and contacts"), ("Facility", "Area", "Department")),
    (_("Words"), ("GlossaryTerm", "Synonym")),
    (_("Codelists"), ("Unit", "Dimension", "Code")),
    (_("Officials and audit"), ("User", "SignInFailure", "Trail", "Subscriptions")),
)


class PortalAdminConfig(AdminConfig):
    """Django's admin with the portal's site."""

    default_site = "portal.desk.site.PortalAdminSite"

    def ready(self) -> None:
        from allauth.account.models import EmailAddress, EmailConfirmation
        from allauth.mfa.models import Authenticator
        from django.contrib.auth.models import Group
        from django_tasks_db.models import DBTaskResult

        import_module("portal.desk.rows")
        super().ready()
        import_module("portal.desk.rows.declared").register_declared()
        admin.site.unregister(Group)  # groups are roles, and the code decides what a role may do
        foreign = [EmailAddress, EmailConfirmation, Authenticator, DBTaskResult]
        admin.site.unregister([model for model in foreign if admin.site.is_registered(model)])


class PortalAdminSite(AdminSite):
    """The admin under the portal's own name."""

    site_title = site_header = _("Administration")
    index_title = _("What would you like to do?")

    def each_context(self, request: HttpRequest) -> dict:
        from portal.desk import drafts

        name = settings.SITE_NAME["en" if (get_language() or "").startswith("en") else "zh-hans"]
        own = {"site_title": name, "site_header": name, "drafts": drafts.settings_of_page(request)}
        return super().each_context(request) | own

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:  # noqa: FBT001, FBT002 - Django's own
        """A form that was saved through the view leaves no draft."""
        from portal.desk import drafts

        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def saving(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = inner(request, *args, **kwargs)
            drafts.forget_saved(request, response)
            return response

        return saving

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages of the desk first, since addresses of models begin in the same way."""
        from portal.desk.urls import urlpatterns
        from portal.records.registry import declared

        return [*urlpatterns, *declared("DESK_URLS"), *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        from portal.desk.pages import refuse_nul

        refuse_nul(request)
        return super().autocomplete_view(request)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Redirect to the portal's own page, which asks for the second factor, too."""
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        asked = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: asked})}")

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Django's page with a form that counts wrong guesses and records the change."""
        from portal.staff.sign_in.views import own_password

        return own_password(request, self.each_context(request) | (extra_context or {}))

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The start page of the official above the index."""
        from portal.desk.start_page import desk_of

        return super().index(request, {"waiting": desk_of(request.user)} | (extra_context or {}))

    def _build_app_dict(self, request: HttpRequest, label: str | None = None) -> dict[str, dict]:
        """As Django's, with names that are not translated anew at each comparison when they are sorted."""
        found = super()._build_app_dict(request, label)
        for app in found.values():
            for entry in app["models"]:
                entry["name"] = str(entry["name"])
        return found

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        pages = [page_entry(gettext("Audit trail"), "Trail", "admin:trail")]
        if getattr(request.user, "is_administrator", False):
            pages.append(page_entry(gettext("E-mail updates"), "Subscriptions", "admin:subscriptions"))
        registered = {model: place for place, model in enumerate(self._registry)}
        own, others = [], []
        for app in apps:
            if app["app_label"] == "portal":
                own += grouped(app, pages)
            else:  # an app registers its models in the order of its work
                app["models"].sort(key=lambda entry: registered[entry["model"]])
                others.append(app)
        others.sort(
            key=lambda app: sectors[app["app_label"]].order if app["app_label"] in sectors else len(sectors)
        )
        return [*own[:1], *others, *own[1:]]


def grouped(app: dict, pages: list[dict]) -> list[dict]:
    """The index of the core by subject, with the pages that have no model."""
    remaining = {model["object_name"]: model for model in [*app["models"], *pages]}
    groups = [
        app | {"name": title, "models": [remaining.pop(name) for name in names if name in remaining]}
        for title, names in GROUPS
    ]
    groups.append(app | {"models": list(remaining.values())})
    return [group for group in groups if group["models"]]


def page_entry(name: str, object_name: str, view: str) -> dict:
    """A page without a model, as the index lists it."""
    return {
        "name": name,
        "object_name": object_name,
        "admin_url": reverse(view),
        "add_url": None,
        "view_only": True,
        "perms": {"view": True},
    }
