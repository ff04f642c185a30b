"""What an official says to act on a release as a whole."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy

from portal.publishing.models import Release
from portal.staff.models import User


class ActForm(forms.Form):
    """What an official must say to act. `act` does it, or raises Refused.

    `by`: whoever fills it in, where what it asks for depends on that. `subject`: the field at which a refusal of what
    was entered is shown; None for above them all.
    """

    subject: str | None = None

    def __init__(self, *args, release: Release, by: User | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.release, self.by = release, by

    def words(self) -> list[forms.BoundField]:
        """The fields that stand below one another, each with its label."""
        return self.visible_fields()

    def act(self, by: User) -> Release | None:
        """Do it. Gives the release to show next, or None for the list."""
        raise NotImplementedError

    def done(self, following: Release | None) -> str:
        """What to say when it is done; empty for the words of the act."""
        return ""


def words(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": 3}))


class ReasonsForm(ActForm):
    reason_zh = words(gettext_lazy("Reason, as the public will read it (Chinese)"))
    reason_en = words(gettext_lazy("Reason, as the public will read it (English)"))


@dataclass(frozen=True)
class Act:
    """One button: who may press it, in which state it is there, and what it asks for first.

    `page`: template of the page that asks (None: the button acts at once). `shown`: whether it is a button of its
    own, or part of another act's page.
    """

    name: str
    label: str
    done: str
    form: type[ActForm]
    may: Callable[[User, Release], bool]
    is_open: Callable[[Release, dt.datetime], bool]
    page: str | None = "desk/act.html"
    shown: bool = True
    grave: bool = False
    explanation: str = ""
