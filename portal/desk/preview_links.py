"""Preview links of a release: for whom, what for, until when, and when each was opened."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.desk.fields import LOCAL, time_field
from portal.desk.pages import back, desk_view, visible_or_404
from portal.publishing.actions import previews as actions
from portal.publishing.actions.previews import link_token
from portal.publishing.models import PreviewLink, Release
from portal.records.errors import Invalid, Refused
from portal.staff.audit import acting


class GiveForm(forms.Form):
    reader = forms.CharField(
        label=gettext_lazy("reader"),
        max_length=120,
        help_text=gettext_lazy(
            "One person, by name and outlet or office. The name appears on every page of the preview."
        ),
    )
    purpose = forms.CharField(label=gettext_lazy("purpose"), max_length=200)
    expires_at = time_field(
        gettext_lazy("expires at"), help_text=gettext_lazy("Beijing time, within 14 days.")
    )

    def __init__(self, *args, release: Release, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        latest = timezone.localtime(timezone.now() + actions.LONGEST)
        self.fields["expires_at"].initial = actions.longest_expiry(release)
        self.fields["expires_at"].widget.attrs["max"] = latest.strftime(LOCAL)


@desk_view
def previews(request: HttpRequest, pk: int) -> HttpResponse:
    release = _release_or_403(request, pk)
    form = GiveForm(request.POST or None, release=release)
    if request.method != "POST" or not form.is_valid():
        return _page(request, release, form)
    try:
        with acting(request.user, action="preview", door="form", release=release):
            link = actions.give(release=release, by=request.user, **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(None, str(refusal))
        return _page(request, release, form)
    except Refused as refusal:
        return back(request, address_of(release), str(refusal), messages.ERROR)
    message = _("The link for %(reader)s is ready: copy it from the list and send it.")
    return back(request, address_of(release), message % {"reader": link.reader})


@desk_view
def revoke(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    release = _release_or_403(request, pk)
    link = get_object_or_404(release.preview_links, pk=number)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        with acting(request.user, action="revoke", door="form", release=release):
            actions.revoke(link=link, by=request.user)
    except Refused as refusal:
        return back(request, address_of(release), str(refusal), messages.ERROR)
    return back(request, address_of(release), _("The link has been revoked."))


def _release_or_403(request: HttpRequest, pk: int) -> Release:
    release = visible_or_404(Release.objects.all(), request, pk)
    if not actions.can_give(request.user, release):
        raise PermissionDenied
    return release


def _page(request: HttpRequest, release: Release, form: GiveForm) -> HttpResponse:
    now = timezone.now()
    links = release.preview_links.select_related("created_by", "revoked_by").prefetch_related("openings")
    context = {
        "title": _("Preview links"),
        "subtitle": str(release),
        "release": release,
        "links": [shown(link, request, now) for link in links],
        "form": None if release.is_public(now) else form,
    }
    return TemplateResponse(request, "desk/preview_links.html", context)


def shown(link: PreviewLink, request: HttpRequest, now: dt.datetime) -> PreviewLink:
    """The link with its `state` and `label` and, while it opens the release, its `address`."""
    link.state, link.label = "good", pgettext("preview link", "open")
    if link.revoked_at is not None:
        link.state, link.label = "bad", pgettext("preview link", "revoked")
    elif link.release.is_public(now):
        link.state, link.label = "quiet", pgettext("preview link", "released")
    elif not link.is_open(now):
        link.state, link.label = "bad", pgettext("preview link", "expired")
    else:
        link.address = request.build_absolute_uri(reverse("preview", args=[link_token(link)]))
    return link


def address_of(release: Release) -> str:
    return reverse("admin:portal_release_previews", args=[release.pk])
