"""Filters of the audit trail, and which recorded changes an official may read."""

import datetime as dt
import functools
import operator
from functools import cached_property

from django import forms
from django.db.models import (
    CharField,
    DecimalField,
    Exists,
    Field,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Context

from portal.desk.audit.entries import ACTIONS, DOORS, event_models, row_key
from portal.desk.pages import key_of
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.records.registry import access_of
from portal.staff.models import Department, User


class Reach:
    """The recorded changes that an official may read: of rows of their department, deleted ones included."""

    def __init__(self, user: User) -> None:
        self.user = user

    def of(self, events: QuerySet) -> QuerySet:
        """Those of the changes of one table that the official may read."""
        if self.user.is_administrator:
            return events
        model, key = events.model, row_key(events.model)
        living = permissions.own(model.pgh_tracked_model._base_manager.all(), self.user).values("pk")
        gone = _deleted(model).filter(self._concerned(model)).values(key)
        return events.filter(Q(**{f"{key}__in": living}) | Q(**{f"{key}__in": gone}))

    def _concerned(self, model: type[Model]) -> Q:
        """`permissions.own` for deleted rows, by their last values.

        If the release is deleted too, they concern its publishing department only.
        """
        rule, department = access_of(model.pgh_tracked_model), self.user.department_id
        found, before = Q(pk__in=[]), Q()
        if department is None or not rule.seen & self.user.roles:
            return found
        for path in rule.department:
            found |= before & _leads(model, path, department)
            before &= Q(**{f"{path.partition('__')[0]}__isnull": True})
        if rule.release:
            found |= _leads(model, f"{rule.release}__department_id", department)
            found |= _in_release(model, rule.release, self._releases)
        return found

    @cached_property
    def _releases(self) -> list[int]:
        """The releases that concern the department; one query for all tables."""
        return list(permissions.own(Release.objects.all(), self.user).values_list("pk", flat=True))


def _deleted(model: type[Model]) -> QuerySet:
    """The deletions in a table of changes; each holds the last values of its row."""
    return model.objects.filter(pgh_label="delete")


def _in_release(model: type[Model], path: str, releases: list[int]) -> Q:
    """Whether the lookup leads to one of these releases, all of which exist."""
    name, _, rest = path.partition("__")
    if not rest:
        return Q(**{f"{name}__in": releases})
    target = model._meta.get_field(name).related_model
    return Q(**{f"{name}__in": target._base_manager.filter(**{f"{rest}__in": releases}).values("pk")})


def _leads(model: type[Model], path: str, department: int) -> Q:
    """Whether the lookup leads to the department, through rows that may be deleted themselves."""
    name, _, rest = path.partition("__")
    if not rest:
        return Q(**{name: department})
    target = model._meta.get_field(name).related_model
    found = Q(**{f"{name}__in": target._base_manager.filter(**{rest: department}).values("pk")})
    if events := getattr(target, "pgh_event_model", None):
        gone = _deleted(events).filter(_leads(events, rest, department))
        found |= Q(**{f"{name}__in": gone.values(row_key(events))})
    return found


#: Columns with the name of a row, and relations to rows that may name it, too.
NAMES = (
    "slug",
    "code",
    "username",
    "first_name",
    "last_name",
    "title_zh",
    "title_en",
    "name_zh",
    "name_en",
    "number",
    "row",
    "key",
)
NAMED_BY = ("series__indicator", "indicator", "undertaking", "commitment", "user")


class TrailFilter(forms.Form):
    """The filters of the audit trail: actor, department, release, model, row, words, action, channel and time."""

    who = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=100)
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=gettext_lazy("Department of who did it"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    release = forms.CharField(
        label=gettext_lazy("Release, by its address or title"), required=False, max_length=300
    )
    subject = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    row = forms.CharField(label=gettext_lazy("Name or number of the row"), required=False, max_length=200)
    words = forms.CharField(label=gettext_lazy("Words before or after"), required=False, max_length=200)
    action = forms.ChoiceField(
        label=gettext_lazy("Action"), required=False, choices=[("", gettext_lazy("All")), *ACTIONS.items()]
    )
    door = forms.ChoiceField(
        label=gettext_lazy("Door"), required=False, choices=[("", gettext_lazy("All")), *DOORS.items()]
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
        named = sorted((capfirst(str(m._meta.verbose_name)), m._meta.label_lower) for m in tracked)
        self.fields["subject"].choices = [("", _("All")), *((label, name) for name, label in named)]

    def models(self) -> list[type[Model]]:
        """The tables of changes to search."""
        subject = self.cleaned_data["subject"]
        return [m for m in event_models() if not subject or m.pgh_tracked_model._meta.label_lower == subject]

    def events(self, model: type[Model], reach: Reach) -> QuerySet:
        """The matching changes in one table within reach, newest first."""
        events = model.objects.filter(self._of_release(model), self._in_time(), self._of_row(model))
        events = self._with_words(model, events.filter(**self._by_whom()))
        return reach.of(events).order_by("-pgh_id")

    def _by_whom(self) -> dict:
        """By the context of the change: the official, their department, the action and the channel."""
        wanted = {
            f"metadata__{name}": self.cleaned_data[name]
            for name in ("action", "door")
            if self.cleaned_data[name]
        }
        who, department = self.cleaned_data["who"], self.cleaned_data["department"]
        if who or department:
            officials = User.objects.filter(department=department) if department else User.objects.all()
            for word in who.split():
                officials = officials.filter(
                    Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
                )
            wanted["metadata__user__in"] = list(officials.values_list("pk", flat=True))
        return {"pgh_context__in": Context.objects.filter(**wanted)} if wanted else {}

    def _of_release(self, model: type[Model]) -> Q:
        """By the release of the row; for a deleted release, by the context of the change."""
        text = self.cleaned_data["release"].strip()
        if not text:
            return Q()
        asked = Q(slug=text) | Q(title_zh__icontains=text) | Q(title_en__icontains=text)
        if model.pgh_tracked_model is Release:
            return asked
        found = Q(pgh_context__in=Context.objects.filter(metadata__release=text))
        if any(column.name == "release" for column in model._meta.fields):
            found |= Q(release__in=Release.objects.filter(asked).values("pk"))
        return found

    def _of_row(self, model: type[Model]) -> Q:
        """By the number or name of the row, or the name of the indicator or project that it is about."""
        text = self.cleaned_data["row"].strip()
        if not text:
            return Q()
        is_numbered = not isinstance(model.pgh_tracked_model._meta.pk, CharField)  # some codelists have codes
        key = key_of(text) if is_numbered else None
        found = Q(pk__in=[]) if key is None else Q(**{row_key(model): key})
        columns = {column.name: column for column in model._meta.fields}
        for name in NAMES:
            if isinstance(columns.get(name), CharField | TextField):
                found |= Q(**{f"{name}__icontains": text})
        for path in NAMED_BY:
            if path.partition("__")[0] in columns:
                target = model
                for step in path.split("__"):
                    target = target._meta.get_field(step).related_model
                for column in target._meta.fields:
                    if column.name in NAMES:
                        found |= Q(**{f"{path}__{column.name}__icontains": text})
        return found

    def _with_words(self, model: type[Model], events: QuerySet) -> QuerySet:
        """Changes of rows with the words before or after the change. Numbers are words, too."""
        columns = _searched_columns(model)
        for number, word in enumerate(self.cleaned_data["words"].split()):
            if not columns:
                return events.none()
            earlier = model.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
            last = Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1])
            before = _containing(model.objects.filter(pgh_id=OuterRef(f"before_{number}")), columns, word)
            events = _containing(
                events.annotate(**{f"before_{number}": last}), columns, word, otherwise=Exists(before)
            )
        return events

    def _in_time(self) -> Q:
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        asked = Q(pgh_created_at__gte=_midnight(since)) if since else Q()
        if until and until < dt.date.max:
            asked &= Q(pgh_created_at__lt=_midnight(until + dt.timedelta(days=1)))
        return asked


@functools.cache
def _searched_columns(model: type[Model]) -> tuple[Field, ...]:
    """The columns of a table of changes that are searched for words and numbers."""
    return tuple(
        column
        for column in model._meta.fields
        if isinstance(column, CharField | TextField | DecimalField) and not column.name.startswith("pgh_")
    )


def _containing(
    events: QuerySet, columns: tuple[Field, ...], word: str, *, otherwise: Exists | None = None
) -> QuerySet:
    """The events with the word in one of the columns, or else with `otherwise`."""
    numbers = [column.name for column in columns if isinstance(column, DecimalField)]
    events = events.alias(**{f"text_of_{name}": Cast(name, TextField()) for name in numbers})
    texts = [f"text_of_{c.name}" if c.name in numbers else c.name for c in columns]
    found = functools.reduce(operator.or_, (Q(**{f"{text}__icontains": word}) for text in texts))
    return events.filter(found | Q(otherwise) if otherwise is not None else found)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
