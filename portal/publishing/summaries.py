"""Records of a release as summaries, for its review, preview and correction."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import Release, ReleasedRecord
from portal.publishing.models.released import kinds_in, record_models
from portal.publishing.models.row_withdrawal import NEVER_ALONE
from portal.records.registry import access_of, record_types
from portal.records.types import RecordType

READING_ORDER = ("section__order", "paragraph", "id")


def kinds() -> list[RecordType]:
    """Record types with a summary. Observations and commitments have their own views on these pages."""
    return [record_type for record_type in record_types.values() if record_type.summary]


def rows_of(kind: RecordType) -> QuerySet:
    """The records of a type with the relations that their summary reads."""
    return kind.model.objects.select_related("section", "release", *kind.related)


def correctable() -> list[RecordType]:
    """Record types that a correction can supersede."""
    return [kind for kind in kinds() if kind.model.version_key]


def withdrawable() -> list[RecordType]:
    """Record types of which a correction can withdraw single rows."""
    models = [model for model in record_models() if model._meta.db_table not in NEVER_ALONE]
    return [record_types[model] for model in models if access_of(model).edited]


@dataclass(frozen=True)
class Shown:
    """One record to render; `former` is the version in force, `address` its edit page."""

    record: ReleasedRecord
    stated: str
    former: str
    address: str
    chosen: bool


def shown(
    kind: RecordType,
    records: Collection[ReleasedRecord],
    *,
    former: dict[tuple, ReleasedRecord] | None = None,
    chosen: Collection[str] = (),
) -> list[Shown]:
    """The records with their summaries. `chosen`: ids of those ticked in a form."""
    change = f"admin:{kind.model._meta.app_label}_{kind.name}_change"
    found = []
    for record in records:
        before = (former or {}).get(_key(record))
        words = kind.summary(before) if before else ""
        address = reverse(change, args=[record.pk])
        found.append(Shown(record, kind.summary(record), words, address, str(record.pk) in chosen))
    return found


def in_review(release: Release) -> list[tuple[RecordType, list[Shown]]]:
    """The records of a release by type, each with the version in force."""
    found = []
    for kind in kinds():
        records = list(rows_of(kind).filter(release=release).order_by(*READING_ORDER))
        if records:
            former = {}
            if version_key := kind.model.version_key:
                first = version_key[0]
                same = {f"{first}__in": {getattr(record, first) for record in records}}
                in_force = rows_of(kind).known_at(timezone.now()).filter(**same).exclude(release=release)
                former = {_key(row): row for row in in_force}
            found.append((kind, shown(kind, records, former=former)))
    return found


def contents_in_words(release: Release) -> str:
    """What a release states, as “12 figures, 3 commitments”."""
    counts = [
        (model.objects.filter(release=release).count(), model._meta)
        for model in kinds_in(release, [model for model in record_models() if access_of(model).edited])
    ]
    words = [
        _("%(count)d %(things)s")
        % {"count": count, "things": opts.verbose_name if count == 1 else opts.verbose_name_plural}
        for count, opts in counts
    ]
    return _(", ").join(words) or _("its text")


def _key(record: ReleasedRecord) -> tuple:
    return tuple(getattr(record, name) for name in record.version_key)
