"""Acts on the public release calendar: announce a release, confirm, reschedule or call it off."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import Act, ActForm, words
from portal.desk.acts.calendar_fields import LOCAL, proposed_time, time_field
from portal.publishing.actions import announcements
from portal.publishing.models import Announcement, Release
from portal.staff.models import User

WIDE = forms.TextInput({"class": "vTextField"})


class ChangeForm(ActForm):
    """Reasons are asked for where a confirmed time is given up; elsewhere they may be given."""

    reason_zh = words(gettext_lazy("Why the time changes, as the public will read it (Chinese)"))
    reason_en = words(gettext_lazy("Why the time changes, as the public will read it (English)"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.former: Announcement | None = announcements.standing(self.release)

    @property
    def reason(self) -> tuple[str, str]:
        return self.cleaned_data.get("reason_zh", ""), self.cleaned_data.get("reason_en", "")


class AnnounceForm(ChangeForm):
    """Title and time, as they stand in the calendar now if they do."""

    title_zh = forms.CharField(
        label=gettext_lazy("Title in the calendar (Chinese)"), max_length=200, widget=WIDE
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in the calendar (English)"), max_length=300, widget=WIDE
    )
    scheduled_for = time_field(
        gettext_lazy("Announced for"),
        help_text=gettext_lazy("Beijing time. Everybody can read title and time at once."),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("The time is confirmed"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise it is provisional. A confirmed time is changed with a public reason only, by a reviewer or the "
            "head of the department."
        ),
    )
    field_order = ("title_zh", "title_en", "scheduled_for", "confirmed", "reason_zh", "reason_en")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        shown = self.former or self.release
        self.fields["title_zh"].initial, self.fields["title_en"].initial = shown.title_zh, shown.title_en
        self.fields["confirmed"].initial = bool(self.former and self.former.confirmed)
        self.fields["scheduled_for"].initial = proposed_time(self.release, self.former)
        self.fields["scheduled_for"].widget.attrs["min"] = timezone.localtime().strftime(LOCAL)
        for name in ("reason_zh", "reason_en"):
            self.fields[name].required = False
            if self.former is None:
                del self.fields[name]

    def act(self) -> Release:
        said = self.cleaned_data
        announcements.announce(
            release=self.release,
            by=self.by,
            scheduled_for=said["scheduled_for"],
            confirmed=said["confirmed"],
            title=(said["title_zh"], said["title_en"]),
            reason=self.reason,
        )
        return self.release


class CallOffForm(ChangeForm):
    def act(self) -> Release:
        announcements.call_off(release=self.release, by=self.by, reason=self.reason)
        return self.release


def standing_in_words(release: Release) -> str:
    """What the calendar says of the release, for its page; empty if nothing."""
    former = announcements.standing(release)
    if former is None:
        return ""
    if former.scheduled_for is None:
        return _("called off in the public calendar")
    time = {"time": timezone.localtime(former.scheduled_for).strftime("%Y-%m-%d %H:%M")}
    if former.scheduled_for <= timezone.now() and release.released_at is None:
        return _("shown as delayed in the public calendar: it was announced for %(time)s") % time
    if former.confirmed:
        return _("announced in the public calendar for %(time)s, confirmed") % time
    return _("announced in the public calendar for %(time)s, provisional") % time


def _of_publisher(user: User, release: Release) -> bool:
    return user.edits_for(release.department_id) or user.reviews_for(release.department_id)


def _is_to_come(release: Release, now: dt.datetime) -> bool:
    return not release.is_public(now)


def _is_announced(release: Release, now: dt.datetime) -> bool:
    if not _is_to_come(release, now) or release.released_at is not None:
        return False
    former = announcements.standing(release)
    return former is not None and former.scheduled_for is not None


CALENDAR_ACTS = (
    Act(
        "announce",
        gettext_lazy("Announce in the public calendar"),
        gettext_lazy("The public calendar shows it now."),
        AnnounceForm,
        _of_publisher,
        _is_to_come,
        explanation=gettext_lazy(
            "The public calendar shows the title and the time of releases to come, every change and its reason, and "
            "nothing else of them. What was announced stays there."
        ),
    ),
    Act(
        "call-off",
        gettext_lazy("Call off in the calendar"),
        gettext_lazy("The public calendar shows now that it is called off."),
        CallOffForm,
        _of_publisher,
        _is_announced,
        grave=True,
        explanation=gettext_lazy(
            "The public calendar keeps what was announced and shows that it is called off, with your reason."
        ),
    ),
)
