"""The review of a release: what it changes, the release as the public will read it, and the reviewer's decision."""

import datetime as dt

from django import forms
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import ActForm, words
from portal.desk.acts.calendar_fields import LOCAL, CalendarWords, proposed_time, time_field
from portal.desk.acts.check_reasons import ReasonBoxes
from portal.desk.acts.comments import comments_of
from portal.desk.differences import BOX, MOST, Difference, What, commentable, counted, differences, of_figures
from portal.desk.pages import desk_view, key_of, parts_of, visible_or_404
from portal.publishing import checklist
from portal.publishing.actions import comments, releases
from portal.publishing.models import Release
from portal.records.errors import WrongState
from portal.site.preview import release_as_public

State = Release.State


class DecisionForm(ActForm):
    """A decision on what the reviewer has seen: not on what was returned and submitted again since."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen_state(self.release)

    @transaction.atomic
    def act(self) -> Release:
        current = Release.objects.select_for_update().filter(pk=self.release.pk).first()
        if (
            current is not None
            and current.state == State.SUBMITTED
            and seen_state(current) != self.cleaned_data["seen"]
        ):
            raise WrongState(
                _("The release was changed and submitted again since you opened it. Look at it once more.")
            )
        return self.decide()

    def decide(self) -> Release:
        raise NotImplementedError


def seen_state(release: Release) -> str:
    return release.submitted_at.isoformat() if release.submitted_at else ""


class ReturnForm(DecisionForm):
    """Why it goes back, and what is commented on single rows: `comment:<model>:<number>` in what was posted."""

    reason = words(gettext_lazy("What has to be changed"))

    def comments_typed(self) -> dict[str, str]:
        """What was typed, by the name of its box."""
        typed = self.data.items() if self.is_bound else ()
        return {name: text.strip() for name, text in typed if name.startswith(BOX) and text.strip()}

    def clean(self) -> dict:
        cleaned = super().clean()
        self.new_comments = new_comments(self.release, self.comments_typed())
        if len(self.new_comments) < len(self.comments_typed()):
            raise forms.ValidationError(_("A row you commented on no longer exists. Please check again."))
        return cleaned

    def decide(self) -> Release:
        comments.add(release=self.release, by=self.by, comments=self.new_comments)
        return releases.return_to_editors(
            release=self.release, by=self.by, reason=self.cleaned_data["reason"]
        )


def new_comments(release: Release, typed: dict[str, str]) -> list[comments.NewComment]:
    """The comments with their rows; what names no row of the release is left out. One query for each kind of row."""
    wanted: dict[type[Model], dict[int, str]] = {}
    for name, text in typed.items():
        label, _mark, number = name.removeprefix(BOX).partition(":")
        model, key = commentable(label), key_of(number)
        if model is not None and key is not None:
            wanted.setdefault(model, {})[key] = text
    return [
        comments.NewComment(row, texts[row.pk])
        for model, texts in wanted.items()
        for row in model.objects.filter(release=release, pk__in=texts).order_by("pk")
    ]


class ApproveForm(ReasonBoxes, CalendarWords, DecisionForm):
    """Now, or at a time in Beijing time, proposed is ten the next morning; with a reason for each failed check."""

    refused_at = "at"
    when = forms.ChoiceField(
        choices=[("now", gettext_lazy("now")), ("at", gettext_lazy("at a time"))],
        widget=forms.HiddenInput,
        initial="now",
    )
    at = time_field(gettext_lazy("Time of release"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = proposed_time(self.release, self.former)
        if self.release.published_on is None:
            self.fields["at"].widget.attrs["min"] = timezone.localtime().strftime(LOCAL)

    def done(self, following: Release | None) -> str:
        if following.is_public(timezone.now()):
            return _("The release is approved and public.")
        local = timezone.localtime(following.released_at)
        return _("The release is approved. It becomes public on %(time)s, Beijing time.") % {
            "time": local.strftime("%Y-%m-%d %H:%M")
        }

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("when") == "at" and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say when the release becomes public."))
        self.require_reasons(at=self._at(cleaned))
        self.require_change(self._at(cleaned))
        return cleaned

    def decide(self) -> Release:
        return releases.approve(
            release=self.release,
            by=self.by,
            at=self._at(self.cleaned_data),
            reasons=self.reasons(),
            announce=self.cleaned_data["announce"],
            change=self.change,
        )

    def _at(self, cleaned: dict) -> dt.datetime | None:
        return cleaned.get("at") if cleaned.get("when") == "at" else None


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
