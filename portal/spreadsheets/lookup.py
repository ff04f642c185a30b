"""Resolving codes while a workbook is read, to database rows and rows of the workbook."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from copy import copy

from django.db import models

from portal.areas.models import Area
from portal.publishing.models import Release
from portal.records.cell_errors import choose_from
from portal.records.described import Described
from portal.records.findings import Unread, forget
from portal.records.lookups import CodeLookup, Codes, Result, SeriesKey, Target
from portal.records.registry import sheet_named, sheet_of, sheets_of
from portal.records.sheets import Group, Key, Reference, Sheet, Values
from portal.statistics.models import Dimension, Indicator, Series

#: Unknown codes for which suggestions are computed; for more, that would take longer than reading on.
SUGGESTIONS = 50

#: Fields with names of a row.
NAME_FIELDS = {"name_zh", "name_en", "title_zh", "title_en", "aliases"}


Visible = Callable[[models.QuerySet], models.QuerySet]


class Lookup(CodeLookup):
    """Cached answers from the database and the workbook.

    `visible` narrows rows to those that may be suggested to the current official. A sheet in the workbook determines
    its codes; new ones have no primary key until they are written. `coming`: the codes of the workbook's sheets, until
    each is read.
    """

    def __init__(
        self, release: Release | None = None, visible: Visible | None = None, coming: Iterable[str] = ()
    ) -> None:
        self.release = release
        self.coming = set(coming)
        self.visible = visible or (lambda rows: rows)
        self.release_kind = release.kind if release else ""
        self._codes: dict[Target, dict[str, object]] = {}
        self._settled: dict[type[models.Model], tuple[set[Key], dict[Key, object]]] = {}
        self._rows: dict[str, dict[Key, Values]] = {}
        self._suggestions: dict[tuple[str, Target], str] = {}
        self._series: dict[SeriesKey, int] = {}
        self._recalled: dict[Hashable, object] = {}
        self._instances: dict[tuple[Target, object], models.Model] = {}
        self._wanted: dict[Target, set[object]] = defaultdict(set)

    def codes(self, to: Target) -> Codes:
        if to not in self._codes:
            codes = dict(self.known(to).values_list(to.by, "pk"))
            gone, final = self._settled_of(to)
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
        self._settled[sheet.model] = set(before), dict(after)
        self.forget(sheet.model)

    def _settled_of(self, to: Target) -> tuple[set[object], dict[object, object]]:
        """Codes that will be removed and codes that will exist, for rows of the target's model or its proxies."""
        gone: set[object] = set()
        final: dict[object, object] = {}
        for settled, (before, after) in self._settled.items():
            if issubclass(settled, to.model):
                gone |= {key[-1] for key in before if key[:-1] == to.under}
                final |= {key[-1]: pk for key, pk in after.items() if key[:-1] == to.under}
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
        """Store the sheet's values as they will be once the workbook is loaded.

        The database rows that they refer to are read together, once the first of them is asked for.
        """
        self._rows[sheet.code] = rows
        self.coming.discard(sheet.code)
        for column in sheet.columns:
            if isinstance(column, Reference):
                self._wanted[column.to] |= {values.get(column.code, "") for values in rows.values()} - {""}

    def instance(self, to: Target, code: str) -> models.Model:
        if (to, code) in self._instances:
            return self._instances[to, code]
        brought = (
            (sheet, self._rows[sheet.code].get((*to.under, code))) for sheet in self._brought(to.model)
        )
        sheet, values = next((found for found in brought if found[1] is not None), (None, None))
        if sheet is None:
            self._read_instances(to, self._wanted[to] | {code})
            return self._instances[to, code]
        row = sheet.model()
        if (pk := self.codes(to).get(code)) is not None:
            row.pk = pk
        # its references to rows of its own kind are left unread: they could lead back to it, and no rule asks for them
        references = [column for column in sheet.columns if isinstance(column, Reference)]
        inward = [column for column in references if issubclass(sheet.model, column.to.model)]
        self._fill(row, sheet, Values(values | dict.fromkeys((column.code for column in inward), "")))
        forget(row, *(column.field_name for column in inward))
        self._instances[to, code] = row
        return row

    def _brought(self, model: type[models.Model]) -> list[Sheet]:
        """The sheets of the model that the workbook contains."""
        return [sheet for sheet in sheets_of(model) if sheet.code in self._rows]

    def _read_instances(self, to: Target, codes: set[object]) -> None:
        """Read rows from the database; rows that they refer to are as the workbook changes them.

        Long texts are left unread: no rule of another row asks for them.
        """
        sheet = sheet_of(to.model)
        references = (c for c in sheet.columns if isinstance(c, Reference)) if sheet else ()
        columns = [c for c in references if issubclass(c.to.model, c.field.related_model)]
        new = codes - {code for target, code in self._instances if target == to}
        rows = self.known(to).filter(**{f"{to.by}__in": new})
        read = [("", to.model), *((f"{c.field_name}__", c.field.related_model) for c in columns)]
        unread = [
            f"{path}{field.name}"
            for path, model in read
            for field in model._meta.concrete_fields
            if isinstance(field, models.TextField)
        ]
        related = [related for column in columns for related in column.related]
        for row in rows.defer(*unread).select_related(*related):
            for column in columns:
                if self._brought(column.to.model):
                    column.fill(row, {column.code: column.get(row)}, self)
            self._instances[to, getattr(row, to.by)] = row

    def build(self, sheet: Sheet, values: Values, stored: models.Model | None = None) -> models.Model:
        """The row as an unsaved instance; fields whose cells could not be read are unread."""
        row = sheet.model() if stored is None else copy(stored)
        self._fill(row, sheet, values)
        return row

    def _fill(self, row: models.Model, sheet: Sheet, values: Values) -> None:
        if sheet.is_part_of_release:
            slug = next(iter(self.rows(sheet_of(Release).code)), (None,))[0]
            row.release = None if slug is None else self.instance(Target(Release, by="slug"), slug)
        for column in sheet.columns:
            try:
                column.fill(row, values, self)
            except Unread:
                forget(row, column.field_name)

    def beside(self, model: type[models.Model]) -> list[models.Model]:
        """The model's rows in the workbook's release, or in the workbook. Raises Unread if content is read later."""
        sheet = sheet_of(model)
        if sheet.group is Group.CONTENT and sheet.code in self.coming:
            raise Unread(sheet.code)
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
        """The value of one cell in the row with that key; None without such a row. Raises Unread as `rows` does.

        Reads only this column where the database may hold very many rows.
        """
        if sheet in self._rows:
            row = self._rows[sheet].get(key)
            return None if row is None else row[column]

        def read() -> dict[Key, object]:
            declared = sheet_named(sheet)
            wanted = declared.column(column)
            stored = declared.existing(self).select_related(None).prefetch_related(None).order_by()
            cells = stored.values_list(*(declared.column(part).path for part in declared.key), wanted.path)
            return {tuple(key): wanted.default if value is None else value for *key, value in cells}

        return self.recall((sheet, column), read).get(key)

    def recall(self, name: Hashable, read: Callable[[], Result]) -> Result:
        if name not in self._recalled:
            self._recalled[name] = read()
        return self._recalled[name]

    def named(self, to: Target) -> dict[str, list[str]]:
        """The codes of visible rows by each of their names and aliases; a former name yields to a present one."""

        def read() -> dict[str, list[str]]:
            visible = self.visible(self.known(to))
            found: dict[str, list[str]] = {}
            for field in sorted(NAME_FIELDS & {f.name for f in to.model._meta.get_fields()}):
                for code, name in visible.values_list(to.by, field):
                    for word in name if isinstance(name, list) else [name]:
                        found.setdefault(word, []).append(code)
            present = set(found)
            former = visible.values_list(to.by, "former_names") if issubclass(to.model, Described) else ()
            for code, names in former:
                for word in set(names) - present:
                    found.setdefault(word, []).append(code)
            return {word: list(dict.fromkeys(codes)) for word, codes in found.items() if word}

        return self.recall((to, "names"), read)

    def codes_named(self, text: str, to: Target) -> list[str]:
        return self.named(to).get(text, [])

    def suggestion(self, text: str, to: Target) -> str:
        if (text, to) not in self._suggestions:
            words: dict[str, str] = {}
            if len(self._suggestions) < SUGGESTIONS:
                visible = self.visible(self.known(to)).values_list(to.by, flat=True)
                codes = [*visible, *self._settled_of(to)[1]]
                words = {word: codes[0] for word, codes in self.named(to).items()}
                words |= {code: code for code in codes if code in self.codes(to)}
            self._suggestions[text, to] = choose_from(text, words)
        return self._suggestions[text, to]

    def dimension_codes(self) -> dict[str, dict[str, str]]:
        codes: dict[str, dict[str, str]] = {code: {} for code in self.codes(Target(Dimension))}
        for (dimension, code), values in self.rows("Codes").items():
            words = codes.setdefault(dimension, {})
            words[code] = code
            for name in ("name_zh", "name_en"):
                words.setdefault(values.get(name, code), code)
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
        names = ("pk", "indicator__code", "area__code", "dimensions")
        for pk, indicator, area, dimensions in rows.values_list(*names):
            self._series[indicator, area, tuple(sorted(dimensions.items()))] = pk
