"""An act: one button on a release or a contribution, and the form that it asks for first."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from portal.publishing.models import Contribution, Release
from portal.staff.models import User

Subject = Release | Contribution


class ActForm(forms.Form):
    """What the official `by` must say to act on a release, or on a contribution to it.

    `act` does it, or raises Refused. A refusal of what was entered is shown at the field `refused_at`; None for above
    them all.
    """

    refused_at: str | None = None

    def __init__(self, *args, subject: Subject, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.by = subject, by
        self.release = release_of(subject)

    def words(self) -> list[forms.BoundField]:
        """The fields that stand below one another, each with its label."""
        return self.visible_fields()

    def act(self) -> Release | None:
        """Do it. Gives the release to show next, or None for the list."""
        raise NotImplementedError

    def done(self, following: Release | None) -> str:
        """What to say when it is done; empty for the words of the act."""
        return ""


def release_of(subject: Subject) -> Release:
    return subject if isinstance(subject, Release) else subject.release


def words(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea({"rows": 3}))


class ReasonsForm(ActForm):
    reason_zh = words(gettext_lazy("Reason, as the public will read it (Chinese)"))
    reason_en = words(gettext_lazy("Reason, as the public will read it (English)"))


def no_context(_request: HttpRequest, _form: ActForm) -> dict:
    return {}


@dataclass(frozen=True)
class Act:
    """One button: who may press it, in which state it is there, and what it asks for first.

    `asks`: whether a page asks first; otherwise the button acts at once. `page`: its template, which also shows a form
    that was refused (None: refusals are messages), with `context` beside the form. `shown`: whether it is a button of
    its own, or part of another page.
    """

    name: str
    label: str
    done: str
    form: type[ActForm]
    may: Callable[[User, Subject], bool]
    is_open: Callable[[Subject, dt.datetime], bool]
    page: str | None = "desk/act.html"
    context: Callable[[HttpRequest, ActForm], dict] = no_context
    asks: bool = True
    shown: bool = True
    grave: bool = False
    explanation: str = ""


def acts_on(subject: Subject, acts: list[Act], user: User, now: dt.datetime) -> list[Act]:
    """The buttons that the official has on it now."""
    return [act for act in acts if act.shown and act.is_open(subject, now) and act.may(user, subject)]
