"""Acts on the public release calendar: announce a release, confirm, reschedule or call it off."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import Act, ActForm, proposed_time
from portal.desk.fields import LOCAL, text_area, time_field
from portal.publishing.actions import announcements
from portal.publishing.models import Release
from portal.staff.models import User

WIDE = forms.TextInput({"class": "vTextField"})


class ChangeForm(ActForm):
    """A change of what was announced, with public reasons."""

    reason_zh = text_area(gettext_lazy("Why the time changes, as the public will read it (Chinese)"))
    reason_en = text_area(gettext_lazy("Why the time changes, as the public will read it (English)"))

    def reason(self) -> tuple[str, str]:
        return self.cleaned_data.get("reason_zh", ""), self.cleaned_data.get("reason_en", "")


class AnnounceForm(ChangeForm):
    """Title and time of a release to come. The action requires reasons to change a confirmed time."""

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
        announced = announcements.current(self.release)
        titled = announced or self.release
        self.fields["title_zh"].initial, self.fields["title_en"].initial = titled.title_zh, titled.title_en
        self.fields["confirmed"].initial = bool(announced and announced.confirmed)
        self.fields["scheduled_for"].initial = proposed_time(self.release, announced)
        self.fields["scheduled_for"].widget.attrs["min"] = timezone.localtime().strftime(LOCAL)
        for name in ("reason_zh", "reason_en"):
            self.fields[name].required = False
            if announced is None:
                del self.fields[name]

    def act(self) -> None:
        cleaned = self.cleaned_data
        announcements.announce(
            release=self.release,
            by=self.by,
            scheduled_for=cleaned["scheduled_for"],
            confirmed=cleaned["confirmed"],
            title=(cleaned["title_zh"], cleaned["title_en"]),
            reason=self.reason(),
        )


class CallOffForm(ChangeForm):
    def act(self) -> None:
        announcements.call_off(release=self.release, by=self.by, reason=self.reason())


def announced_text(release: Release) -> str:
    """The release in the public calendar, in words; empty if it is not there."""
    announced = announcements.current(release)
    if announced is None:
        return ""
    if announced.scheduled_for is None:
        return _("called off in the public calendar")
    time = {"time": timezone.localtime(announced.scheduled_for).strftime("%Y-%m-%d %H:%M")}
    if announced.scheduled_for <= timezone.now() and release.released_at is None:
        return _("shown as delayed in the public calendar: it was announced for %(time)s") % time
    if announced.confirmed:
        return _("announced in the public calendar for %(time)s, confirmed") % time
    return _("announced in the public calendar for %(time)s, provisional") % time


def _can_announce(user: User, release: Release) -> bool:
    return user.edits_for(release.department_id) or user.reviews_for(release.department_id)


def _can_be_called_off(release: Release, _now: dt.datetime) -> bool:
    if release.released_at is not None:
        return False
    announced = announcements.current(release)
    return announced is not None and announced.scheduled_for is not None


CALENDAR_ACTS = (
    Act(
        name="announce",
        label=gettext_lazy("Announce in the public calendar"),
        done=gettext_lazy("The public calendar shows it now."),
        may=_can_announce,
        is_open=lambda release, now: not release.is_public(now),
        form=AnnounceForm,
        explanation=gettext_lazy(
            "The public calendar shows the title and the time of releases to come, every change and its reason, and "
            "nothing else of them. What was announced stays there."
        ),
    ),
    Act(
        name="call-off",
        label=gettext_lazy("Call off in the calendar"),
        done=gettext_lazy("The public calendar shows now that it is called off."),
        may=_can_announce,
        is_open=_can_be_called_off,
        form=CallOffForm,
        grave=True,
        explanation=gettext_lazy(
            "The public calendar keeps what was announced and shows that it is called off, with your reason."
        ),
    ),
)
