"""Records that apps add to releases, as the pages about a whole release show them: count, review, correction.

Figures and commitments are the core's own and shown by it; whatever else a release states, an app announces here.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portal.publishing import permissions
from portal.publishing.models import Release, ReleasedRecord

READING_ORDER = ("section__order", "paragraph", "id")


@dataclass(frozen=True)
class RecordKind:
    """One kind of record. `stated`: what a record says, in words; `related`: what that reads along with the rows."""

    model: type[ReleasedRecord]
    stated: Callable[[ReleasedRecord], str]
    related: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of its field in forms."""
        return self.model._meta.model_name

    @property
    def label(self) -> str:
        return self.model._meta.verbose_name_plural

    def rows(self) -> QuerySet:
        return self.model.objects.select_related("section", "release", *self.related)


#: In the order in which they are shown.
kinds: list[RecordKind] = []


def register_records(
    model: type[ReleasedRecord], stated: Callable[[ReleasedRecord], str], *related: str
) -> None:
    """Have the records of a model shown with their releases. Called once, where the app registers its admin."""
    kinds.append(RecordKind(model, stated, related))


def correctable() -> list[RecordKind]:
    """Those of which a correction can bring a new version."""
    return [kind for kind in kinds if kind.model.version_key]


@dataclass(frozen=True)
class Shown:
    """One record ready to render; `former` is what is in force of the same thing, `address` where it is edited."""

    record: ReleasedRecord
    stated: str
    former: str
    address: str
    chosen: bool


def shown(
    kind: RecordKind,
    records: Collection[ReleasedRecord],
    *,
    former: dict[tuple, ReleasedRecord] | None = None,
    chosen: Collection[str] = (),
) -> list[Shown]:
    """The records with their words. `chosen`: keys of those that are ticked in a form."""
    change = f"admin:{kind.model._meta.app_label}_{kind.name}_change"
    found = []
    for record in records:
        before = (former or {}).get(_key(record))
        words = kind.stated(before) if before else ""
        address = reverse(change, args=[record.pk])
        found.append(Shown(record, kind.stated(record), words, address, str(record.pk) in chosen))
    return found


def in_review(release: Release) -> list[tuple[RecordKind, list[Shown]]]:
    """The records of a release kind by kind, where it has any, each beside what is in force of the same thing."""
    found = []
    for kind in kinds:
        records = list(kind.rows().filter(release=release).order_by(*READING_ORDER))
        if records:
            found.append((kind, shown(kind, records, former=_in_force(kind, records))))
    return found


def _in_force(kind: RecordKind, records: Collection[ReleasedRecord]) -> dict[tuple, ReleasedRecord]:
    if not kind.model.version_key:
        return {}
    first = kind.model.version_key[0]
    known = (
        kind.rows().known_at(timezone.now()).filter(**{f"{first}__in": {getattr(r, first) for r in records}})
    )
    return {_key(row): row for row in known.exclude(release=records[0].release_id)}


def _key(record: ReleasedRecord) -> tuple:
    return tuple(getattr(record, name) for name in record.version_key)


def counted(request: HttpRequest, release: Release, model: type, *, writable: bool) -> dict:
    """How many records of a model the release holds, where to see them, and where to add one."""
    label, name = model._meta.app_label, model._meta.model_name
    may_add = writable and request.user.has_perm(f"{label}.add_{name}")
    return {
        "label": model._meta.verbose_name_plural,
        "count": permissions.for_user(model.objects.filter(release=release), request.user).count(),
        "list": f"{reverse(f'admin:{label}_{name}_changelist')}?release__id__exact={release.pk}",
        "add": f"{reverse(f'admin:{label}_{name}_add')}?release={release.pk}" if may_add else "",
    }
