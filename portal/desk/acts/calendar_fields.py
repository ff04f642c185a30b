"""What an approval says to the public calendar."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import ActForm, words
from portal.publishing.actions import announcements
from portal.publishing.models import Announcement, Release

#: A time as the browser's box for it has it.
LOCAL = "%Y-%m-%dT%H:%M"


class CalendarWords(ActForm):
    """Whether the time is announced; and if it is not the one that was confirmed in public, why."""

    announce = forms.BooleanField(
        label=gettext_lazy("Announce title and time in the public calendar"), required=False, initial=True
    )
    change_zh = words(gettext_lazy("Why the time changes, as the public will read it (Chinese)"))
    change_en = words(gettext_lazy("Why the time changes, as the public will read it (English)"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.former: Announcement | None = announcements.standing(self.release)
        for name in ("change_zh", "change_en"):
            self.fields[name].required = False

    @property
    def confirmed_for(self) -> dt.datetime | None:
        """The time that the public was told for certain."""
        return self.former.scheduled_for if self.former and self.former.confirmed else None

    @property
    def change(self) -> tuple[str, str]:
        return self.cleaned_data.get("change_zh", ""), self.cleaned_data.get("change_en", "")

    def calendar_reasons(self) -> list[forms.BoundField]:
        return [self["change_zh"], self["change_en"]]

    def require_change(self, at: dt.datetime | None) -> None:
        """Ask for the reason where the release is to come at another time than the public was told; None is now."""
        if self.confirmed_for in (None, at):
            return
        for name in ("change_zh", "change_en"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(
                    name, _("Another time was announced and confirmed; the public needs the reason.")
                )


def time_field(label: str, **options: object) -> forms.DateTimeField:
    """A time of day in Beijing time, to the minute."""
    return forms.DateTimeField(
        label=label,
        input_formats=[LOCAL, f"{LOCAL}:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, LOCAL),
        **options,
    )


def proposed_time(release: Release, former: Announcement | None) -> dt.datetime:
    """The time that stands, the one that the release is approved for, or ten o'clock the next morning."""
    now = timezone.localtime()
    times = (former and former.scheduled_for, release.released_at)
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    return next((time for time in times if time and time > now), tomorrow)
