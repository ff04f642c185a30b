"""The preview of a guide, public or still drawn: what is wrong with it, its graph, and its pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.desk.pages import desk_view
from portal.publishing import permissions
from portal.services.models import Guide
from portal.services.walk import GuideDetail


@desk_view
@require_safe
def guide_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """For the officials who see the guide; any other is a 404."""
    guide = permissions.for_user(Guide.objects.for_list(), request.user).filter(pk=pk).first()
    if guide is None:
        raise Http404
    detail = GuideDetail.of(guide, timezone.now())
    context = {
        "title": _("Preview: %(name)s") % {"name": guide.name},
        "opts": Guide._meta,
        "guide": guide,
        "detail": detail,
        "faults": detail.faults,
    }
    return TemplateResponse(request, "desk/guide_preview.html", context)
