"""The site of the admin: its name, the order of its index, and the pages that belong to no single model."""

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

#: The core's models on the index, in the order of an official's work. Models that are not named follow.
GROUPS = (
    (
        _("Releases"),
        ("Release", "Contribution", "Section", "Question", "Observation", "Commitment", "CommitmentUpdate"),
    ),
    (_("Indicators and checks"), ("Indicator", "Series", "Check", "CheckResult")),
    (_("Places and contacts"), ("Facility", "Area", "Department")),
    (_("Words"), ("GlossaryTerm",)),
    (_("Codelists"), ("Unit", "Dimension", "Code")),
    (_("Officials and audit"), ("User", "SignInFailure", "Trail", "Notices")),
)


class PortalAdminConfig(AdminConfig):
    """Django's admin on the portal's own site."""

    default_site = "portal.desk.site.PortalAdminSite"

    def ready(self) -> None:
        from allauth.account.models import EmailAddress, EmailConfirmation
        from allauth.mfa.models import Authenticator
        from django.contrib.auth.models import Group
        from django_tasks_db.models import DBTaskResult

        import_module("portal.desk.rows")
        super().ready()
        import_module("portal.desk.rows.declared").register_declared()
        admin.site.unregister(Group)  # groups are roles, and what a role may follows from the code
        foreign = [EmailAddress, EmailConfirmation, Authenticator, DBTaskResult]
        admin.site.unregister([model for model in foreign if admin.site.is_registered(model)])


class PortalAdminSite(AdminSite):
    """The admin under the portal's own name."""

    site_title = site_header = _("Administration")
    index_title = _("What would you like to do?")

    def each_context(self, request: HttpRequest) -> dict:
        name = settings.SITE_NAME["en" if (get_language() or "").startswith("en") else "zh-hans"]
        return super().each_context(request) | {"site_title": name, "site_header": name}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Pages of the desk before those of the models: the addresses of both begin in the same way."""
        from portal.desk.urls import urlpatterns
        from portal.records.registry import declared

        return [*urlpatterns, *declared("DESK_URLS"), *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        from portal.desk.pages import refuse_nul

        refuse_nul(request)
        return super().autocomplete_view(request)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """To the portal's own page, which asks for the second factor too."""
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        asked = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: asked})}")

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Django's page with a form that counts wrong guesses, recorded as what it is."""
        from portal.staff.sign_in.views import own_password

        return own_password(request, self.each_context(request) | (extra_context or {}))

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The desk above the list of everything."""
        from portal.desk.start_page import desk_of

        return super().index(request, {"waiting": desk_of(request.user)} | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        from portal.desk.subscriptions import notices_entry

        pages = [
            trail_entry(),
            *([notices_entry()] if getattr(request.user, "is_administrator", False) else []),
        ]
        own = [part for app in apps if app["app_label"] == "portal" for part in grouped(app, pages)]
        others = [self._as_registered(app) for app in apps if app["app_label"] != "portal"]
        return [*own[:1], *others, *own[1:]]

    def _as_registered(self, app: dict) -> dict:
        """An app's models in the order in which it registers them, which is that of its work."""
        order = {model: place for place, model in enumerate(self._registry)}
        return app | {"models": sorted(app["models"], key=lambda entry: order[entry["model"]])}


def grouped(app: dict, pages: list[dict]) -> list[dict]:
    """The core's entry of the index with pages that are no models, split into its subjects."""
    waiting = {model["object_name"]: model for model in [*app["models"], *pages]}
    parts = [
        app | {"name": title, "models": [waiting.pop(name) for name in names if name in waiting]}
        for title, names in GROUPS
    ]
    parts.append(app | {"models": list(waiting.values())})
    return [part for part in parts if part["models"]]


def trail_entry() -> dict:
    """The audit trail as the index lists it. It is no model: it reads what is recorded of every one."""
    return {
        "name": gettext("Audit trail"),
        "object_name": "Trail",
        "admin_url": reverse("admin:trail"),
        "add_url": None,
        "view_only": True,
        "perms": {"view": True},
    }
