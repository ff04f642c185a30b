"""The review of a release: what it changes, the release as the public will read it, and the reviewer's decision."""

import datetime as dt

from django import forms
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.desk.acts.act import ActForm, proposed_time
from portal.desk.acts.check_reasons import ReasonBoxes
from portal.desk.acts.comments import comments_of
from portal.desk.differences import BOX, MOST, Difference, What, commentable, counted, differences, of_figures
from portal.desk.fields import LOCAL, text_area, time_field
from portal.desk.pages import contents_of, desk_view, key_of, visible_or_404
from portal.publishing import checklist
from portal.publishing.actions import announcements, comments, releases
from portal.publishing.models import Opening, Release
from portal.publishing.summaries import contents_in_words
from portal.records.errors import Invalid, WrongState
from portal.site.preview import release_as_public

State = Release.State


class DecisionForm(ActForm):
    """A decision on the submission that the reviewer has seen, not on a later one. A subclass has `decide`."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen_state(self.release)

    @transaction.atomic
    def act(self) -> Release:
        current = (
            Release.objects.select_for_update().filter(pk=self.release.pk, state=State.SUBMITTED).first()
        )
        if current is not None and seen_state(current) != self.cleaned_data["seen"]:
            raise WrongState(
                _("The release was changed and submitted again since you opened it. Look at it once more.")
            )
        return self.decide()


def seen_state(release: Release) -> str:
    return release.submitted_at.isoformat() if release.submitted_at else ""


class ReturnForm(DecisionForm):
    """The reason, and comments on single rows: what was posted as `comment:<model>:<number>`."""

    reason = text_area(gettext_lazy("What has to be changed"))

    def comments_typed(self) -> dict[str, str]:
        """The comments by the name of their box."""
        typed = self.data.items() if self.is_bound else ()
        return {name: text.strip() for name, text in typed if name.startswith(BOX) and text.strip()}

    def clean(self) -> dict:
        cleaned = super().clean()
        typed = self.comments_typed()
        wanted: dict[type[Model], dict[int, str]] = {}
        for name, text in typed.items():
            label, _mark, number = name.removeprefix(BOX).partition(":")
            model, key = commentable(label), key_of(number)
            if model is not None and key is not None:
                wanted.setdefault(model, {})[key] = text
        self.new_comments = [
            (row, texts[row.pk])
            for model, texts in wanted.items()
            for row in model.objects.filter(release=self.release, pk__in=texts).order_by("pk")
        ]
        if len(self.new_comments) < len(typed):
            raise forms.ValidationError(_("A row you commented on no longer exists. Please check again."))
        return cleaned

    def decide(self) -> Release:
        comments.add(release=self.release, by=self.by, comments=self.new_comments)
        return releases.return_to_editors(
            release=self.release, by=self.by, reason=self.cleaned_data["reason"]
        )


class ApproveForm(ReasonBoxes, DecisionForm):
    """Approve now or at a time, with a reason for each failed check, and for a change of the time announced."""

    refused_at = "at"
    when = forms.ChoiceField(
        choices=[("now", gettext_lazy("now")), ("at", gettext_lazy("at a time"))],
        widget=forms.HiddenInput,
        initial="now",
    )
    at = time_field(gettext_lazy("Time of release"), required=False)
    announce = forms.BooleanField(
        label=gettext_lazy("Announce title and time in the public calendar"), required=False, initial=True
    )
    change_zh = text_area(
        gettext_lazy("Why the time changes, as the public will read it (Chinese)"), required=False
    )
    change_en = text_area(
        gettext_lazy("Why the time changes, as the public will read it (English)"), required=False
    )
    reason = text_area("", required=False)  # that of returning: both decisions are on one page

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        announced = announcements.current(self.release)
        #: The time that the public calendar confirms.
        self.confirmed_for = announced.scheduled_for if announced and announced.confirmed else None
        self.fields["at"].initial = proposed_time(self.release, announced)
        #: Whether it may become public as of the day of its first publication elsewhere.
        self.may_be_backdated = self.release.published_on is not None and not Opening.is_done()
        if not self.may_be_backdated:
            self.fields["at"].widget.attrs["min"] = timezone.localtime().strftime(LOCAL)

    def clean(self) -> dict:
        cleaned = super().clean()
        at = self.at_time
        if cleaned.get("when") == "at" and not at and "at" not in self.errors:
            self.add_error("at", _("Say when the release becomes public."))
        if at:
            try:
                releases.check_time(self.release, at)
            except Invalid as refusal:
                self.add_error("at", str(refusal))
        self.require_reasons(at=at)
        if cleaned.get("reason") or any(
            name.startswith(BOX) and text.strip() for name, text in self.data.items()
        ):
            self.add_error(
                None,
                _(
                    "You have written comments for the editors. Return the release, or delete them to approve it."
                ),
            )
        if self.confirmed_for not in (None, at):
            for name in ("change_zh", "change_en"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(
                        name, _("Another time was announced and confirmed; the public needs the reason.")
                    )
        return cleaned

    def decide(self) -> Release:
        return releases.approve(
            release=self.release,
            by=self.by,
            at=self.at_time,
            reasons=self.reasons(),
            seen_reasons=self.seen_reasons(),
            announce=self.cleaned_data["announce"],
            change=(self.cleaned_data["change_zh"], self.cleaned_data["change_en"]),
            seen=self.data.get("beside", "").split(),
        )

    @property
    def beside(self) -> str:
        """What the page shows the rows beside, for the next attempt."""
        return " ".join(sorted(releases.beside(self.release)))

    @property
    def at_time(self) -> dt.datetime | None:
        """The time of release; None for now."""
        return self.cleaned_data.get("at") if self.cleaned_data.get("when") == "at" else None


def approved_text(release: Release) -> str:
    if release.is_public(timezone.now()):
        return _("The release is approved and public.")
    local = timezone.localtime(release.released_at)
    return _("The release is approved. It becomes public on %(time)s, Beijing time.") % {
        "time": local.strftime("%Y-%m-%d %H:%M")
    }


@desk_view
def as_public(request: HttpRequest, pk: int) -> HttpResponse:
    """The release as its readers will see it."""
    release = visible_or_404(Release.objects.all(), request, pk)
    return render(request, "releases/as_public.html", release_as_public(release))


def decision_form(data: QueryDict | None, **asked) -> DecisionForm:
    """Both decisions are taken on one page, by the button pressed."""
    returns = data is not None and data.get("decision") == Release.Decision.RETURN
    return (ReturnForm if returns else ApproveForm)(data, **asked)


def what_becomes_public(form: DecisionForm) -> str:
    """The consequence of approving in one sentence; none for returning."""
    if not isinstance(form, ApproveForm):
        return ""
    release, at = form.release, form.at_time
    counts = dict(counted(differences(release)))
    replaced = counts.get(What.CHANGED, 0) + counts.get(What.GONE, 0)
    words = {
        "release": release.title,
        "contents": contents_in_words(release),
        "time": timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "",
    }
    if at:
        sentence = _("“%(release)s” (%(contents)s) becomes public on %(time)s, Beijing time.") % words
    else:
        sentence = _("“%(release)s” (%(contents)s) becomes public at once.") % words
    if replaced:
        more = ngettext(
            "It replaces %(count)d row that is public now.",
            "It replaces %(count)d rows that are public now.",
            replaced,
        )
        sentence = _("%(first)s %(second)s") % {"first": sentence, "second": more % {"count": replaced}}
    return sentence


def decided_text(release: Release) -> str:
    if release.state == State.RETURNED:
        return _("The release is returned to its editors.")
    return approved_text(release)


def review_context(request: HttpRequest, form: DecisionForm) -> dict:
    """The page of the review: failed checks, the checklist, the release as readers will see it, and its rows.

    Whatever was typed for one decision is still there when the other was refused.
    """
    release = form.release
    asked = {"subject": release, "by": request.user, "initial": form.data.dict() if form.is_bound else None}
    returning = form if isinstance(form, ReturnForm) else ReturnForm(**asked, auto_id="return_%s")
    approving = form if isinstance(form, ApproveForm) else ApproveForm(**asked)
    rows = differences(release)
    what = request.GET.get("show", "")
    shown = [row for row in rows if row.what == what] if what in What.values else rows
    for row in shown:
        row.draft = form.data.get(row.box, "") if form.is_bound else ""
    return {
        "approve": approving,
        "returning": returning,
        "results": approving.results,
        "checklist": checklist_of(release, rows),
        "comments": comments_of(release),
        "public": release_as_public(release),
        "rows": shown[:MOST],
        "cut": len(shown) > MOST,
        "kinds": [(kind, count, kind == what) for kind, count in counted(rows)],
        "whole": len(rows),
        "contents": contents_of(request.user, release),
        "is_nav_sidebar_enabled": False,  # the page needs its room
    }


def checklist_of(release: Release, rows: list[Difference]) -> list[checklist.ChecklistEntry]:
    """The checklist, with a warning about outliers among the rows."""
    outliers = [f"{row.subject} · {row.where}" for row in rows if row.doubt]
    warning = checklist.about(outliers, _("Figures unlike their history: %(rows)s."))
    return [*checklist.entries(release), *warning]


def checklist_before_submitting(release: Release) -> list[checklist.ChecklistEntry]:
    """The checklist on the page of a draft; a very large one is searched for outliers only in its review."""
    is_small = release.observations.count() <= MOST
    return checklist_of(release, of_figures(release) if is_small else [])
