"""`/preview/<token>/`: a release before it is public, for the named reader of a preview link and for reviewers.

Mail scanners follow links, so the first page only names reader and conditions; the reader opens the release by a
button, and the opening is recorded. The pages are neither cached nor indexed, and all invalid links give the same
answer. They need no cookie, so there is no CSRF token.
"""

import copy
import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.publishing.actions.previews import find_link, find_opening, opening_token, record_opening
from portal.publishing.models import Announcement, PreviewLink, Release
from portal.publishing.summaries import in_review
from portal.site.releases import ReleaseDetail
from portal.statistics.api import ObservationSerializer
from portal.web.api import exports
from portal.web.filters import EVERY_PAGE, refuse_unknown


def release_as_public(release: Release) -> dict[str, Any]:
    """The context of `releases/body.html` for an unpublished release, as if it were public.

    `records`: (label, records) for each kind of record of other apps, which the public finds on the pages of these
    apps. `release` is a copy with its expected time of publication; never save it.
    """
    at = expected_at(release)
    shown = copy.copy(release)
    shown.released_at, shown.decided_at = at, release.decided_at or at
    return {
        "at": at,
        "release": shown,
        "detail": replace(ReleaseDetail.unpublished(release, at), release=shown),
        "records": [(kind.label, records) for kind, records in in_review(release)],
    }


def expected_at(release: Release) -> dt.datetime:
    """When the release becomes public: as approved, as announced, or else now."""
    now = timezone.now()
    if release.released_at is not None:
        return release.released_at
    announced = Announcement.objects.current(now).filter(release=release, scheduled_for__gt=now).first()
    return announced.scheduled_for if announced else now


View = Callable[..., HttpResponse]


def for_the_reader(view: View) -> View:
    """Pass the link to the view. An invalid link is a 404; a public release redirects to its page."""

    @csrf_exempt
    @functools.wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: str) -> HttpResponse:
        refuse_unknown(request.GET, ("lang", *EVERY_PAGE))
        link, now = find_link(token), timezone.now()
        if link is not None and link.revoked_at is None and link.release.is_public(now):
            answer = HttpResponseRedirect(reverse("release-detail", args=[link.release.slug]))
        elif link is not None and link.is_open(now):
            answer = view(request, link, **kwargs)
        else:
            answer = render(request, "preview/nothing.html", status=404)
        del answer.headers["ETag"]
        add_never_cache_headers(answer)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_reader
def preview(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """The reader and the conditions; the button opens the release."""
    if request.method == "POST":
        opening = record_opening(link)
        place = reverse("preview-open", args=[request.resolver_match.kwargs["token"], opening_token(opening)])
        query = request.GET.urlencode()
        return HttpResponseRedirect(f"{place}{'?' * bool(query)}{query}", status=303)
    return render(request, "preview/conditions.html", {"link": link})


def while_open(view: View) -> View:
    """Only for a while after an opening; later the release must be opened again, which is recorded too."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, link: PreviewLink, opening: str, **kwargs: object) -> HttpResponse:
        opened = find_opening(opening, link)
        if opened is None:
            return HttpResponseRedirect(reverse("preview", args=[request.resolver_match.kwargs["token"]]))
        link.opened_at = opened.at
        return view(request, link, **kwargs)

    return wrapped


@require_safe
@for_the_reader
@while_open
def preview_open(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    context = release_as_public(link.release) | {"link": link}
    context["expected"] = link.release.released_at
    return render(request, "preview/release.html", context)


@require_safe
@for_the_reader
@while_open
def preview_figures(request: HttpRequest, link: PreviewLink) -> StreamingHttpResponse:
    """Its figures, as the CSV that will be public."""
    rows = (
        link.release.observations.for_list()
        .with_checks(request.moment.at, unpublished=link.release)
        .order_by("series", "period_end", "id")
    )
    serializer = ObservationSerializer(context={"request": request, "moment": request.moment})
    return exports.download(
        lambda: exports.table(
            serializer,
            rows.iterator(chunk_size=exports.CHUNK),
            lambda chunk: map(serializer.to_representation, chunk),
        ),
        "csv",
        f"{link.release.slug}-embargo",
        "",
    )


@require_safe
@for_the_reader
@while_open
def preview_attachment(request: HttpRequest, link: PreviewLink, number: int) -> FileResponse:
    document = get_object_or_404(link.release.attachments, pk=number)
    try:
        return FileResponse(document.file.open("rb"), as_attachment=True)
    except FileNotFoundError:
        raise Http404 from None
