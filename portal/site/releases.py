"""Releases: the list, the page of one with everything that it published, and its attachments."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from portal.publishing.filters import ReleaseFilter
from portal.publishing.models import Attachment, Release
from portal.site.details.release import ReleaseDetail
from portal.web.lists import ListPage
from portal.web.page_cache import etag


class ReleaseList(ListPage):
    template_name = "releases/list.html"
    noun = "releases"
    filterset_class = ReleaseFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Release.objects.released(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: ReleaseFilter, page: Page) -> dict[str, Any]:
        return {"years": Release.objects.released(request.moment.at).years()}


@require_safe
def release_page(request: HttpRequest, slug: str) -> HttpResponse:
    at = request.moment.at
    detail = ReleaseDetail.at(slug, at)
    context = {
        "at": at,
        "detail": detail,
        "release": detail.release,
        "cite": citation(request, detail.release.title),
    }
    return render(request, "releases/detail.html", context)


@require_safe
def attachment(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """A document of a release, as a download; there is none before the release is public or after its withdrawal."""
    document = get_object_or_404(
        Attachment.objects.known_at(request.moment.at), release__slug=slug, pk=number
    )
    try:
        response = FileResponse(document.file.open("rb"), as_attachment=True)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["ETag"] = etag(
        b"attachment", document.file.name.encode()
    )  # what is released never changes
    return response
