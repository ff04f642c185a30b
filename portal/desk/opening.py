"""The page on which an administrator opens the portal for good."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.desk.pages import back, desk_view
from portal.publishing.actions.opening import open_portal
from portal.publishing.models import Opening
from portal.records.errors import Refused


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """What opening means, when it was done, and the button that does it."""
    if not request.user.is_administrator:
        raise PermissionDenied
    if request.method == "POST":
        desk = reverse("admin:index")
        try:
            open_portal(by=request.user)
        except Refused as refusal:
            return back(request, desk, str(refusal), messages.ERROR)
        return back(
            request, desk, _("The portal is open. Nothing can become public for an earlier time any more.")
        )
    context = {"title": _("Open the portal"), "opening": Opening.objects.select_related("opened_by").first()}
    return TemplateResponse(request, "desk/opening.html", context)
