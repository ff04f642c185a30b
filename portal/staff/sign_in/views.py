"""Sign-in pages and second-factor pages, styled like the admin."""

from http import HTTPStatus

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from portal.staff.actions import end_sessions
from portal.staff.audit import acting
from portal.staff.sign_in import forms


@method_decorator(never_cache, name="dispatch")
class AdminStyled:
    """A page styled like the admin. A lockout is a 429 with Retry-After."""

    title = ""
    own_form: type | None = None

    def get_form_class(self) -> type:
        return self.own_form or super().get_form_class()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        if locked := getattr(request, "locked", None):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(locked.seconds)
        return response

    def get_context_data(self, **kwargs) -> dict:
        site = admin.site.each_context(self.request) | {"is_nav_sidebar_enabled": False}
        # passed on from page to page; allauth refuses other sites
        following = self.request.POST.get(REDIRECT_FIELD_NAME) or self.request.GET.get(REDIRECT_FIELD_NAME)
        return super().get_context_data(**kwargs) | site | {"title": self.title, "next": following or ""}


class LoginView(AdminStyled, account.LoginView):
    title = _("Sign in")
    template_name = "account/login.html"
    own_form = forms.LoginForm


class ReauthenticateView(AdminStyled, account.ReauthenticateView):
    title = _("Confirm your identity")
    template_name = "account/reauthenticate.html"
    own_form = forms.ReauthenticateForm


class AuthenticateView(AdminStyled, base.AuthenticateView):
    title = _("Second step")
    template_name = "mfa/authenticate.html"

    def _build_forms(self) -> forms.AuthenticateForm:
        """A form for codes only: allauth would try WebAuthn if no code was submitted."""
        self.webauthn_form = None
        data = self.request.POST if self.request.method == "POST" else None
        self.auth_form = forms.AuthenticateForm(user=self.stage.login.user, data=data)
        return self.auth_form


class ReauthenticateByCodeView(AdminStyled, base.ReauthenticateView):
    title = _("Confirm your identity")
    template_name = "mfa/reauthenticate.html"
    own_form = forms.ReauthenticateByCodeForm


class IndexView(AdminStyled, base.IndexView):
    title = _("Two-step sign-in")
    template_name = "mfa/index.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"required": self.request.user.needs_second_factor}


class ActivateView(AdminStyled, LoginRequiredMixin, totp.ActivateTOTPView):
    title = _("Set up two-step sign-in")
    template_name = "mfa/totp/activate_form.html"
    own_form = forms.ActivateForm

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[i : i + 4] for i in range(0, len(secret), 4)]
        return context | {
            "secret": " ".join(groups),
            "required": self.request.user.needs_second_factor,
        }

    def form_valid(self, form: forms.ActivateForm) -> HttpResponse:
        with acting(self.request.user, action="second_factor_on", door="form"):
            response = super().form_valid(form)
        self.request.session.pop(forms.PENDING, None)
        end_sessions(self.request.user, but=self.request)
        return response


class DeactivateView(AdminStyled, totp.DeactivateTOTPView):
    title = _("Switch two-step sign-in off")
    template_name = "mfa/totp/deactivate_form.html"

    def form_valid(self, form: forms.forms.Form) -> HttpResponse:
        with acting(self.request.user, action="second_factor_off", door="form"):
            response = super().form_valid(form)
        end_sessions(self.request.user, but=self.request)
        return response


class RecoveryCodesView(AdminStyled, recovery.ViewRecoveryCodesView):
    title = _("Recovery codes")
    template_name = "mfa/recovery_codes/index.html"


class DownloadRecoveryCodesView(recovery.DownloadRecoveryCodesView):
    template_name = "mfa/recovery_codes/download.txt"
    content_type = "text/plain; charset=utf-8"


class GenerateRecoveryCodesView(AdminStyled, LoginRequiredMixin, recovery.GenerateRecoveryCodesView):
    title = _("New recovery codes")
    template_name = "mfa/recovery_codes/generate.html"

    def form_valid(self, form: forms.forms.Form) -> HttpResponse:
        with acting(self.request.user, action="recovery_codes", door="form"):
            return super().form_valid(form)


class OwnPasswordView(PasswordChangeView):
    form_class = forms.OwnPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: forms.OwnPasswordForm) -> HttpResponse:
        with acting(self.request.user, action="change_password", door="form"):
            return super().form_valid(form)


def own_password(request: HttpRequest, context: dict) -> HttpResponse:
    request.current_app = admin.site.name
    return OwnPasswordView.as_view(extra_context=context)(request)
