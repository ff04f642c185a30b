"""Preview links on the page of a release: who got one, what for, until when, and when each was opened."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.desk.acts.calendar_fields import LOCAL, time_field
from portal.publishing.actions import previews
from portal.publishing.models import PreviewLink, Release
from portal.publishing.preview_tokens import link_token
from portal.records.errors import Invalid, Refused
from portal.staff.audit import acting


class GiveForm(forms.Form):
    """For whom, what for, until when."""

    reader = forms.CharField(
        label=gettext_lazy("reader"),
        max_length=120,
        help_text=gettext_lazy(
            "One person, by name and outlet or office. The name stands on every page of the preview."
        ),
    )
    purpose = forms.CharField(label=gettext_lazy("purpose"), max_length=200)
    expires_at = time_field(
        gettext_lazy("expires at"), help_text=gettext_lazy("Beijing time, within 14 days.")
    )

    def __init__(self, *args, release: Release, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        last = previews.longest_expiry(release)
        self.fields["expires_at"].initial = last
        self.fields["expires_at"].widget.attrs["max"] = timezone.localtime(
            timezone.now() + previews.LONGEST
        ).strftime(LOCAL)

    def words(self) -> list[forms.BoundField]:
        return self.visible_fields()


class PreviewPages:
    """Adds the page of preview links to the admin of releases."""

    def get_urls(self) -> list[URLPattern]:
        view, revoke = (self.admin_site.admin_view(v) for v in (self.previews_view, self.revoke_view))
        return [
            path("<int:pk>/previews/", view, name="portal_release_previews"),
            path("<int:pk>/previews/<int:number>/revoke/", revoke, name="portal_release_revoke"),
            *super().get_urls(),
        ]

    def previews_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        release = self._shown_early(request, pk)
        form = GiveForm(request.POST or None, release=release)
        if request.method == "POST" and form.is_valid():
            try:
                with acting(request.user, action="preview", door="form", release=release):
                    link = previews.give(release=release, by=request.user, **form.cleaned_data)
            except Invalid as refusal:
                form.add_error(None, str(refusal))
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return HttpResponseRedirect(address_of(release))
            else:
                given = _("The link for %(reader)s is ready: copy it from the list and send it.")
                self.message_user(request, given % {"reader": link.reader}, messages.SUCCESS)
                return HttpResponseRedirect(address_of(release))
        return self._previews_page(request, release, form)

    def revoke_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        release = self._shown_early(request, pk)
        link = release.preview_links.filter(pk=number).first()
        if link is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            with acting(request.user, action="revoke", door="form", release=release):
                previews.revoke(link=link, by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, _("The link opens nothing any more."), messages.SUCCESS)
        return HttpResponseRedirect(address_of(release))

    def _shown_early(self, request: HttpRequest, pk: int) -> Release:
        release = self.get_queryset(request).filter(pk=pk).first()
        if release is None:
            raise Http404
        if not previews.may_give(request.user, release):
            raise PermissionDenied
        return release

    def _previews_page(self, request: HttpRequest, release: Release, form: GiveForm) -> HttpResponse:
        now = timezone.now()
        links = release.preview_links.select_related("created_by", "revoked_by").prefetch_related("openings")
        rows = [shown(link, request, now) for link in links]
        context = self.admin_site.each_context(request) | {
            "title": _("Preview links"),
            "subtitle": str(release),
            "opts": self.opts,
            "release": release,
            "links": rows,
            "form": None if release.is_public(now) else form,
            "media": self.media,
        }
        return TemplateResponse(request, "desk/preview_links.html", context)


def shown(link: PreviewLink, request: HttpRequest, now: dt.datetime) -> PreviewLink:
    """The link with `state`, `label` and, as long as it opens the release, `address`."""
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
