"""The audit trail as a whole: administrators search all of it, others what concerns their department."""

import datetime as dt

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Context

from portal import rights
from portal.admin.events import ACTIONS, entries, event_models
from portal.models import Release, User

PAGE = 50

#: The furthest page; what lies beyond is reached by naming days.
LAST_PAGE = 100


class TrailFilter(forms.Form):
    """What of the audit trail to show."""

    who = forms.CharField(label=gettext_lazy("Who"), required=False)
    release = forms.CharField(label=gettext_lazy("Address of the release"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    action = forms.ChoiceField(
        label=gettext_lazy("Action"), required=False, choices=[("", gettext_lazy("All")), *ACTIONS.items()]
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tracked = [model.pgh_tracked_model for model in event_models()]
        named = sorted((capfirst(m._meta.verbose_name), m._meta.label_lower) for m in tracked)
        self.fields["subject"].choices = [("", _("All")), *((label, name) for name, label in named)]

    def models(self) -> list[type[Model]]:
        """The tables of recorded changes to look in."""
        subject = self.cleaned_data["subject"]
        return [m for m in event_models() if not subject or m.pgh_tracked_model._meta.label_lower == subject]

    def events(self, model: type[Model], user: User) -> QuerySet:
        """The changes in one table that are asked for and that the official may read, newest first."""
        events = model.objects.filter(self._of_release(model), self._in_time(), **self._by_whom())
        if not user.is_administrator:
            rows = rights.own(model.pgh_tracked_model._base_manager.all(), user)
            events = events.filter(pgh_obj__in=rows.values("pk"))
        return events.order_by("-pgh_id")

    def _by_whom(self) -> dict:
        who, action = self.cleaned_data["who"], self.cleaned_data["action"]
        if not (who or action):
            return {}
        contexts = Context.objects.all()
        if who:
            named = Q()
            for word in who.split():
                named &= (
                    Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
                )
            contexts = contexts.filter(
                metadata__user__in=list(User.objects.filter(named).values_list("pk", flat=True))
            )
        if action:
            contexts = contexts.filter(metadata__action=action)
        return {"pgh_context__in": contexts}

    def _of_release(self, model: type[Model]) -> Q:
        slug = self.cleaned_data["release"].strip()
        if not slug:
            return Q()
        if model.pgh_tracked_model is Release:
            return Q(slug=slug)
        if any(field.name == "release" for field in model._meta.fields):
            return Q(release__in=Release.objects.filter(slug=slug).values("pk"))
        return Q(pk__in=[])

    def _in_time(self) -> Q:
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        asked = Q(pgh_created_at__gte=_midnight(since)) if since else Q()
        if until and until < dt.date.max:
            asked &= Q(pgh_created_at__lt=_midnight(until + dt.timedelta(days=1)))
        return asked


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def trail_view(request: HttpRequest) -> HttpResponse:
    if not (request.user.roles or request.user.is_superuser):
        raise PermissionDenied
    asked = TrailFilter(request.GET or {})
    number = _page_number(request)
    found = _newest(asked, request.user, (number - 1) * PAGE, number * PAGE + 1) if asked.is_valid() else []
    context = {
        **admin.site.each_context(request),
        "title": _("Audit trail"),
        "form": asked,
        "entries": entries(found[:PAGE], request.user),
        "newer": _link(request, number - 1) if number > 1 else "",
        "older": _link(request, number + 1) if len(found) > PAGE and number < LAST_PAGE else "",
    }
    return TemplateResponse(request, "admin/trail.html", context)


def _newest(asked: TrailFilter, user: User, first: int, last: int) -> list[Model]:
    """Changes number `first` to `last` of all tables together. Each is asked for no more than could be needed."""
    times = []
    for model in asked.models():
        rows = asked.events(model, user).values_list("pgh_created_at", "pgh_id")[:last]
        times += [(at, number, model) for at, number in rows]
    times.sort(key=lambda time: (time[0], time[2]._meta.label, time[1]), reverse=True)
    chosen = times[first:last]
    found = {}
    for model in {model for _at, _number, model in chosen}:
        numbers = [number for _at, number, one in chosen if one is model]
        rows = model.objects.select_related("pgh_context").in_bulk(numbers)
        found |= {(model, number): row for number, row in rows.items()}
    return [found[model, number] for _at, number, model in chosen]


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 5 else 1  # noqa: PLR2004


def _link(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
