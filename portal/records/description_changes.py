"""Public changes of names, definitions and other descriptions, and those of one thing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from portal.records.described import Described, described_columns
from portal.records.types import in_order
from portal.web.numbers import is_english
from portal.web.past import FormerRow


def described_models() -> dict[str, type[Described]]:
    """By name, such as `area`; proxies are the same thing."""
    models = (model for model in apps.get_models() if issubclass(model, Described) and not model._meta.proxy)
    return {
        model._meta.model_name: model for model in sorted(models, key=lambda model: model._meta.model_name)
    }


def described_kinds() -> list[tuple[str, Promise]]:
    """Their names and labels, as choices."""
    return [(name, model._meta.verbose_name) for name, model in described_models().items()]


def description_changes(at: dt.datetime) -> QuerySet[FormerRow]:
    """Public changes of a description up to that time, the newest first."""
    changed = Q()
    for model in described_models().values():
        changed |= Q(table=model._meta.db_table, fields__overlap=list(described_columns(model)))
    known = FormerRow.objects.filter(until__lte=at, before__isnull=False, after__isnull=False)
    return known.filter(changed).order_by("-until", "-id")


def changes_of(row: Described, at: dt.datetime) -> "list[DescriptionChange]":
    """The changes of the description of one thing; two queries if there are any."""
    return changes_of_each([row], at)[row.pk]


def changes_of_each(
    rows: Iterable[Described], at: dt.datetime
) -> "defaultdict[object, list[DescriptionChange]]":
    """The changes of the descriptions of things of one kind, by primary key; a query, and one a kind referred to."""
    return changes_around({row.pk: [row] for row in rows}, at)


def changes_around(
    things: Mapping[object, Sequence[Described]], at: dt.datetime
) -> "defaultdict[object, list[DescriptionChange]]":
    """By key the changes of the first thing and of those by which it is described, of any kind; the newest first.

    Such as those of an indicator, its unit and its department. As many queries as `changes_of_each`.
    """
    found: defaultdict[object, list[DescriptionChange]] = defaultdict(list)
    keys = {_key_of(row) for rows in things.values() for row in rows}
    if not keys:
        return found
    wanted = Q()
    for table in sorted({table for table, _row in keys}):
        wanted |= Q(table=table, row__in=[row for of, row in keys if of == table])
    changes = changes_from(list(description_changes(at).filter(wanted)))
    for key, (own, *others) in things.items():
        related = {_key_of(row) for row in others} - {_key_of(own)}
        for change in changes:
            about = change.former.table, change.former.row
            if about in related:
                found[key].append(replace(change, is_of_another=True))
            elif about == _key_of(own):
                found[key].append(change)
    return found


def _key_of(row: Described) -> tuple[str, str]:
    return row._meta.db_table, str(row.pk)


def attach_changes(rows: Iterable[Described], at: dt.datetime) -> list[Described]:
    """The rows, each with the changes of its description as `description_changes`."""
    rows = list(rows)
    found = changes_of_each(rows, at)
    for row in rows:
        row.description_changes = found[row.pk]
    return rows


@dataclass(frozen=True)
class ChangedField:
    """One text or property before and after."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class DescriptionChange:
    """What one public change did to the description of one thing.

    `at` is when it became public, `day` since when it is in effect, if that is known. `addresses`: the pages of the
    things that have one, by table and key. `is_of_another`: told with a thing that it describes, such as a unit with
    an indicator.
    """

    former: FormerRow
    model: type[Described]
    names: dict[tuple[type[Model], object], str] = field(repr=False)
    address: str = ""
    is_of_another: bool = False

    @property
    def id(self) -> int:
        return self.former.pk

    @property
    def at(self) -> dt.datetime:
        return self.former.until

    @property
    def day(self) -> dt.date | None:
        day = self.former.after.get("change_day")
        return dt.date.fromisoformat(day) if day else None

    @property
    def kind(self) -> str:
        return self.model._meta.model_name

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def code(self) -> str:
        return self.former.after["code"]

    @property
    def name(self) -> str:
        return self._text(self.former.after, "name")

    @property
    def reason(self) -> str:
        return self._text(self.former.after, "change_reason")

    @cached_property
    def changes(self) -> Sequence[ChangedField]:
        """The described fields that changed, in the order of the model."""
        columns = described_columns(self.model)
        return [
            ChangedField(
                name,
                str(self.model._meta.get_field(name).verbose_name),
                self._shown(name, self.former.before.get(column)),
                self._shown(name, self.former.after.get(column)),
            )
            for column, name in columns.items()
            if column in self.former.fields
        ]

    @property
    def before(self) -> dict[str, str]:
        return {one.name: one.before for one in self.changes}

    @property
    def after(self) -> dict[str, str]:
        return {one.name: one.after for one in self.changes}

    def _text(self, row: dict, stem: str) -> str:
        zh, en = row.get(f"{stem}_zh") or "", row.get(f"{stem}_en") or ""
        return (en or zh) if is_english() else (zh or en)

    def _shown(self, name: str, value: object) -> str:
        described = self.model._meta.get_field(name)
        if value is None:
            return ""
        if isinstance(described, ArrayField):
            return str(_(", ")).join(self.names.get((self.model, key), str(key)) for key in value)
        if described.related_model:
            return self.names.get((described.related_model, value), str(value))
        return str(dict(described.flatchoices).get(value, value))


def changes_from(rows: Sequence[FormerRow], at: dt.datetime | None = None) -> list[DescriptionChange]:
    """The rows with the names of what they refer to and, given a time, the pages of what they are about."""
    models = {model._meta.db_table: model for model in described_models().values()}
    names = _names_referred_to(rows, models)
    addresses = _addresses(rows, models, at) if at else {}
    return [
        DescriptionChange(row, models[row.table], names, addresses.get((row.table, row.row), ""))
        for row in rows
    ]


def _names_referred_to(
    rows: Iterable[FormerRow], models: dict[str, type[Described]]
) -> dict[tuple[type[Model], object], str]:
    """The names of rows that the changed columns name, by model and key; one query a model and kind of key."""
    wanted: defaultdict[tuple[type[Model], str], set[object]] = defaultdict(set)
    for row in rows:
        model = models[row.table]
        for column, name in described_columns(model).items():
            if column not in row.fields:
                continue
            values = [row.before.get(column), row.after.get(column)]
            if name in model.described_rows:
                wanted[model, model.described_rows[name]].update(key for keys in values for key in keys or ())
            elif other := model._meta.get_field(name).related_model:
                wanted[other, "pk"].update(set(values) - {None})
    found = {}
    for (model, key), values in wanted.items():
        named = model._default_manager.filter(**{f"{key}__in": values})
        found |= {(model, getattr(one, key)): str(one) for one in named}
    return found


def _addresses(
    rows: Iterable[FormerRow], models: dict[str, type[Described]], at: dt.datetime
) -> dict[tuple[str, str], str]:
    """The pages of things that are public at that time, from their search sources."""
    found = {}
    for source in in_order():
        table = source.model._meta.db_table
        keys = {row.row for row in rows if row.table == table}
        if table in models and keys:
            public = list(source.rows(at).filter(pk__in=keys))
            hits = source.hits(public, at)
            found |= {(table, str(one.pk)): hit.address for one, hit in zip(public, hits, strict=True)}
    return found
