"""The sign-in pages of officials: the few allauth pages in use, under the names that allauth expects."""

from django.urls import path

from portal.staff.sign_in import views

urlpatterns = [
    path("login/", views.LoginView.as_view(), name="account_login"),
    path("reauthenticate/", views.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("2fa/", views.IndexView.as_view(), name="mfa_index"),
    path("2fa/authenticate/", views.AuthenticateView.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", views.ReauthenticateByCodeView.as_view(), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", views.ActivateView.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", views.DeactivateView.as_view(), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/download/",
        views.DownloadRecoveryCodesView.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        views.GenerateRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
]
