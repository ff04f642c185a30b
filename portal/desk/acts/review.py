"""What a reviewer looks at before deciding: the release as the public will read it, and what it changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.desk.acts.act import ActForm
from portal.desk.acts.comments import comments_of
from portal.desk.acts.review_forms import ApproveForm, ReturnForm
from portal.desk.differences import MOST, Difference, What, counted, differences, of_figures
from portal.desk.pages import desk_view, visible_or_404
from portal.desk.release_words import parts_of
from portal.publishing import checklist
from portal.publishing.models import Release
from portal.site.preview import release_as_public


@desk_view
def as_public(request: HttpRequest, pk: int) -> HttpResponse:
    """The release as its readers will find it, for whoever may see it before."""
    release = visible_or_404(Release.objects.all(), request, pk)
    return render(request, "releases/as_public.html", release_as_public(release))


def review_context(request: HttpRequest, form: ActForm) -> dict:
    """Failed checks with their boxes, the checklist, the release as it will be read, and its rows one by one."""
    release, asked = form.release, {"subject": form.release, "by": request.user}
    returning = form if isinstance(form, ReturnForm) else ReturnForm(**asked, auto_id="return_%s")
    approving = form if isinstance(form, ApproveForm) else ApproveForm(**asked)
    found = differences(release)
    chosen = asked_for(request, found)
    typed = returning.comments_typed()
    for row in chosen:
        row.draft = typed.get(row.box, "")
    return {
        "approve": approving,
        "returning": returning,
        "results": approving.results,
        "checklist": entries_for(release, found),
        "comments": comments_of(release),
        "public": release_as_public(release),
        "rows": chosen[:MOST],
        "cut": len(chosen) > MOST,
        "kinds": [(what, count, request.GET.get("show") == what.code) for what, count in counted(found)],
        "whole": len(found),
        "parts": parts_of(request, release),
        "is_nav_sidebar_enabled": False,  # the page needs its room
    }


def asked_for(request: HttpRequest, found: list[Difference]) -> list[Difference]:
    """The rows that the address asks for; all where it asks for nothing that there is."""
    known = {what.code: what for what in What}
    what = known.get(request.GET.get("show", ""))
    return [row for row in found if row.what is what] if what else found


def entries_for(release: Release, found: list[Difference]) -> list[checklist.ChecklistEntry]:
    """The checklist, with a warning of the figures among the rows that stand out of their history."""
    doubtful = [f"{row.subject} · {row.where}" for row in found if row.doubt]
    words = _("Figures that stand out of their history: %(rows)s.")
    warning = [checklist.ChecklistEntry(words % {"rows": checklist.named(doubtful)})] if doubtful else []
    return [*checklist.entries(release), *warning]


def checklist_before_submitting(release: Release) -> list[checklist.ChecklistEntry]:
    """The checklist on the page of a release that is still written; a very large one is searched at its review."""
    few = release.observations.count() <= MOST
    return entries_for(release, of_figures(release) if few else [])
