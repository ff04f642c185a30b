"""Welfare on the desk: the rules of a draft tried on stored cases."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.desk.pages import desk_view, visible_or_404
from portal.publishing.models import Release
from welfare.trial import CHANGES, SAME, schemes_of, try_cases


@desk_view
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would gain or lose by the release; for whoever may see it, until it is approved."""
    release = visible_or_404(Release.objects.all(), request, pk)
    if release.released_at is not None or not schemes_of(release):
        raise Http404
    rows = try_cases(release, timezone.now())
    counts = [(str(words), sum(row.change == code for row in rows)) for code, words in CHANGES.items()]
    context = {
        "title": _("Rules tried on cases"),
        "release": release,
        "rows": rows,
        "counts": [(words, count) for words, count in counts if count],
        "unexpected": [row for row in rows if not row.is_expected],
        "same": SAME,
    }
    return TemplateResponse(request, "welfare/trial.html", context)


DESK_URLS = [path("welfare/trial/<int:pk>/", trial, name="welfare_trial")]
