"""Resolving codes while a workbook is read: to database rows, and to rows in the workbook itself."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from copy import copy

from django.db import models

from portal.areas.models import Area
from portal.publishing.models import Release
from portal.records.cell_errors import choose_from
from portal.records.findings import Unread, forget
from portal.records.lookups import Codes, Kept, Known, SeriesKey, Target
from portal.records.registry import sheet_named, sheet_of, sheets_of
from portal.records.sheets import Key, Reference, Sheet, Values
from portal.statistics.models import Dimension, Indicator, Series

#: Unknown codes for which suggestions are computed; for more, that would take longer than reading on.
SUGGESTIONS = 50

#: Fields with names of a row.
NAME_FIELDS = {"name_zh", "name_en", "title_zh", "title_en", "aliases"}

Visible = Callable[[models.QuerySet], models.QuerySet]


class Lookup(Known):
    """Cached answers from the database and the workbook.

    `visible` narrows rows to those that may be suggested to the current official. A sheet in the workbook determines
    its codes; new ones have no primary key until they are written.
    """

    def __init__(self, release: Release | None = None, visible: Visible | None = None) -> None:
        self.release = release
        self.visible = visible or (lambda rows: rows)
        self.release_kind = release.kind if release else ""
        self._codes: dict[Target, dict[str, object]] = {}
        self._settled: dict[type[models.Model], tuple[set[object], dict[object, object]]] = {}
        self._rows: dict[str, dict[Key, Values]] = {}
        self._suggestions: dict[tuple[str, Target], str] = {}
        self._series: dict[SeriesKey, int] = {}
        self._recalled: dict[Hashable, object] = {}
        self._instances: dict[tuple[Target, object], models.Model] = {}
        self._wanted: dict[Target, set[object]] = defaultdict(set)

    def codes(self, to: Target) -> Codes:
        if to not in self._codes:
            codes = dict(self.known(to).values_list(to.by, "pk"))
            gone, final = self._settled_of(to.model)
            self._codes[to] = {code: pk for code, pk in codes.items() if code not in gone} | final
        return self._codes[to]

    def known(self, to: Target) -> models.QuerySet:
        """Database rows that may be referred to."""
        rows = to.model._default_manager.order_by()
        if to.within_release:
            rows = rows.filter(release=self.release) if self.release else rows.none()
        return to.known(rows, self) if to.known else rows

    def pk(self, to: Target, code: str) -> object:
        return self.codes(to)[code]

    def settle(self, sheet: Sheet, before: Iterable[Key], after: dict[Key, object]) -> None:
        """Replace the sheet's previous rows with these, keeping primary keys where they exist."""
        if len(sheet.key) == 1:
            self._settled[sheet.model] = {key[0] for key in before}, {key[0]: pk for key, pk in after.items()}
            self.forget(sheet.model)

    def _settled_of(self, model: type[models.Model]) -> tuple[set[object], dict[object, object]]:
        """Codes that will be removed and codes that will exist, for rows of the model or its proxies."""
        gone: set[object] = set()
        final: dict[object, object] = {}
        for settled, (before, after) in self._settled.items():
            if issubclass(settled, model):
                gone |= before
                final |= after
        return gone, final

    def written(self, sheet: Sheet) -> None:
        """The sheet's rows are saved: take their primary keys from the database."""
        self._settled.pop(sheet.model, None)
        self.forget(sheet.model)

    def forget(self, model: type[models.Model]) -> None:
        """Reread the model's codes when next needed."""
        for to in [to for to in self._codes if issubclass(model, to.model)]:
            del self._codes[to]

    def remember(self, sheet: Sheet, rows: dict[Key, Values]) -> None:
        """Store the sheet's values as they will be once the workbook is loaded."""
        self._rows[sheet.code] = rows
        self.want(sheet, rows.values())

    def want(self, sheet: Sheet, rows: Iterable[Values]) -> None:
        """Read the rows of the database that these name together, once the first of them is asked for."""
        for column in sheet.columns:
            if isinstance(column, Reference):
                self._wanted[column.to] |= {values.get(column.code, "") for values in rows} - {""}

    def instance(self, to: Target, code: str) -> models.Model:
        if (to, code) not in self._instances:
            brought = ((sheet, self._rows[sheet.code].get((code,))) for sheet in self._brought(to.model))
            found = next(((sheet, values) for sheet, values in brought if values is not None), None)
            if found:
                self._instances[to, code] = self._build_named(*found, pk=self.codes(to).get(code))
            else:
                self._read_instances(to, self._wanted[to] | {code})
        return self._instances[to, code]

    def _brought(self, model: type[models.Model]) -> list[Sheet]:
        return [sheet for sheet in sheets_of(model) if sheet.code in self._rows]

    def _read_instances(self, to: Target, codes: set[object]) -> None:
        """Rows of the database, each of which names what the workbook makes of other rows.

        Their long texts are left unread: no rule of another row asks for them.
        """
        sheet = sheet_of(to.model)
        references = (c for c in sheet.columns if isinstance(c, Reference)) if sheet else ()
        columns = [c for c in references if issubclass(c.to.model, c.field.related_model)]
        rows = self.known(to).filter(
            **{f"{to.by}__in": codes - {c for known, c in self._instances if known == to}}
        )
        unread = _long_texts(to.model)
        for column in columns:
            unread += [f"{column.field_name}__{name}" for name in _long_texts(column.field.related_model)]
        related = [related for column in columns for related in column.related]
        for row in rows.defer(*unread).select_related(*related):
            for column in columns:
                if self._brought(column.to.model):
                    column.fill(row, {column.code: column.get(row)}, self)
            self._instances[to, getattr(row, to.by)] = row

    def _build_named(self, sheet: Sheet, values: Values, pk: object) -> models.Model:
        """A row that others name. Which rows of its own kind it names nobody asks; these may lead back to it."""
        row = sheet.model()
        if pk is not None:
            row.pk = pk
        inward = [
            c for c in sheet.columns if isinstance(c, Reference) and issubclass(sheet.model, c.to.model)
        ]
        self._fill(row, sheet, Values(values | dict.fromkeys((c.code for c in inward), "")))
        forget(row, *(column.field_name for column in inward))
        return row

    def build(self, sheet: Sheet, values: Values, stored: models.Model | None = None) -> models.Model:
        """The row as an instance that is not saved; what cells do not say is unread."""
        row = sheet.model() if stored is None else copy(stored)
        self._fill(row, sheet, values)
        return row

    def _fill(self, row: models.Model, sheet: Sheet, values: Values) -> None:
        if sheet.is_part_of_release:
            row.release = self.release_row()
        for column in sheet.columns:
            try:
                column.fill(row, values, self)
            except Unread:
                forget(row, column.field_name)

    def release_row(self) -> Release | None:
        """The release of the workbook, as it will be."""
        slug = next(iter(self.rows(sheet_of(Release).code)), (None,))[0]
        return None if slug is None else self.instance(Target(Release, by="slug"), slug)

    def beside(self, model: type[models.Model]) -> list[models.Model]:
        """The rows of a model in the release of the workbook, or in the workbook."""
        sheet = sheet_of(model)
        if not (sheet.is_part_of_release or sheet.code in self._rows):
            return []
        return [self.build(sheet, values) for values in self.rows(sheet.code).values()]

    def rows(self, sheet: str) -> dict[Key, Values]:
        if sheet not in self._rows:
            declared = sheet_named(sheet)
            read = map(declared.read, declared.existing(self))
            self._rows[sheet] = {declared.key_of(values): values for values in read}
        return self._rows[sheet]

    def cell(self, sheet: str, column: str, *key: object) -> object:
        """What one cell says of the row with that key; None if there is none. Raises Unread as the values of rows do.

        The way to ask for one thing about rows of which the database may hold very many.
        """
        if sheet in self._rows:
            row = self._rows[sheet].get(key)
            return None if row is None else row[column]
        return self.recall((sheet, column), lambda: self._read_cells(sheet_named(sheet), column)).get(key)

    def _read_cells(self, sheet: Sheet, code: str) -> dict[Key, object]:
        stored = sheet.existing(self).select_related(None).prefetch_related(None).order_by()
        column = sheet.column(code)
        rows = stored.values_list(*(sheet.column(part).path for part in sheet.key), column.path)
        return {tuple(key): column.default if value is None else value for *key, value in rows}

    def recall(self, name: Hashable, read: Callable[[], Kept]) -> Kept:
        if name not in self._recalled:
            self._recalled[name] = read()
        return self._recalled[name]

    def suggestion(self, text: str, to: Target) -> str:
        if (text, to) not in self._suggestions:
            words = self.words(to) if len(self._suggestions) < SUGGESTIONS else {}
            self._suggestions[text, to] = choose_from(text, words)
        return self._suggestions[text, to]

    def words(self, to: Target) -> dict[str, str]:
        """The accepted words for rows (codes, names, aliases), with the code of each."""
        return self.recall(to, lambda: self._read_words(to))

    def _read_words(self, to: Target) -> dict[str, str]:
        fields = {f.name for f in to.model._meta.get_fields()}
        words: dict[str, str] = {}
        for field in NAME_FIELDS & fields:
            for code, name in self.visible(self.known(to)).values_list(to.by, field):
                words |= dict.fromkeys(name if isinstance(name, list) else [name], code)
        _gone, brought = self._settled_of(to.model)
        visible = self.visible(self.known(to)).values_list(to.by, flat=True)
        return words | {code: code for code in [*visible, *brought] if code in self.codes(to)}

    def dimension_codes(self) -> dict[str, dict[str, str]]:
        codes: dict[str, dict[str, str]] = {code: {} for code in self.codes(Target(Dimension))}
        for (dimension, code), values in self.rows("Codes").items():
            words = codes.setdefault(dimension, {})
            words[code] = code
            words.setdefault(values.get("name_zh", code), code)
        return codes

    def series_pk(self, key: SeriesKey) -> int:
        return self._series[key]

    def ensure_series(self, keys: Iterable[SeriesKey]) -> None:
        """Create missing series for these keys, all at once."""
        wanted = set(keys) - self._series.keys()
        self._read_series(wanted)
        missing = sorted(wanted - self._series.keys())
        if missing:
            indicators, areas = self.codes(Target(Indicator)), self.codes(Target(Area))
            Series.objects.bulk_create(
                Series(indicator_id=indicators[i], area_id=areas[a], dimensions=dict(d))
                for i, a, d in missing
            )
            self._read_series(missing)

    def _read_series(self, keys: Iterable[SeriesKey]) -> None:
        rows = Series.objects.filter(indicator__code__in={key[0] for key in keys}).order_by()
        for pk, indicator, area, dimensions in rows.values_list(
            "pk", "indicator__code", "area__code", "dimensions"
        ):
            self._series[indicator, area, tuple(sorted(dimensions.items()))] = pk


def _long_texts(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, models.TextField)]
