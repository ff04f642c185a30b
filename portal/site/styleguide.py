"""`/styleguide/`: every component with sample data, for who builds pages. Only where PORTAL_DEBUG is on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.commitments.models import Commitment
from portal.commitments.pages import CommitmentFilter
from portal.site.styleguide_samples import samples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    form = CommitmentFilter({}, Commitment.objects.none(), request=request).form
    return render(request, "styleguide.html", {"at": request.moment.at, "form": form, **samples()})
