"""The registry of declarations. `portal.sector` fills it once at start, from files and constants with these names."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils import timezone

from portal.records.access import Access
from portal.records.codes import not_a_word_of_addresses
from portal.records.described import reasons_missing
from portal.records.findings import Beside, Finding, both_languages, readable
from portal.records.sheets import Group, Sheet
from portal.records.topics import topics
from portal.records.types import RecordType, sources
from portal.web.api.endpoints import endpoints, further_routes

#: The constants that each file of a subject may declare; each is a sequence.
CONSTANTS = {
    "records": (
        "RECORDS",  # RecordType
        "ENDPOINTS",  # endpoints of the JSON interface without a record type
        "ASSESSMENTS",  # portal.publishing.checklist.Assessment: computed when a release is reviewed
        "NAMED_THINGS",  # portal.statistics.named_things.NamedThings: what checks of named things count
        "COMMITMENT_SUBJECTS",  # portal.commitments.states.CommitmentSubjects
        "DERIVATIONS",  # callbacks run after the validity ranges of a release's records change; they take the release
    ),
    "api": (
        "ENDPOINTS",
        "FURTHER_ROUTES",  # addresses under /api/v1/ that are no list: calculations
    ),
    "validation": (
        "RELEASE_ERRORS",  # functions that take a release and yield checklist entries, errors included
        "RELEASE_WARNINGS",  # the same, warnings only
    ),
    "pages": ("HOME_BLOCKS", "SECTOR_BLOCKS", "AREA_BLOCKS", "SITEMAPS"),
    "feeds": (
        "AREA_NEWS",  # functions that take an area and a time and yield feed entries
        "DIGEST_LINES",  # portal.records.topics.DigestLines
    ),
    "admin": (
        "DESK_BLOCKS",  # functions of an official and a time that give a block of the start page
        "DESK_URLS",  # pages of the desk, below /admin/
    ),
}

record_types: dict[type[Model], RecordType] = {}
_declared: dict[str, list[Any]] = {name: [] for names in CONSTANTS.values() for name in names}


def declare(name: str, values: Iterable[Any]) -> None:
    """Add the values that one file declares under a constant."""
    values = list(values)
    _declared[name] += values
    if name == "RECORDS":
        record_types.update((one.model, one) for one in values)
        endpoints.update((one.endpoint.noun, one.endpoint) for one in values if one.endpoint)
        sources.update((one.source.kind, one.source) for one in values if one.source)
        topics.update((one.topic.kind, one.topic) for one in values if one.topic)
    elif name == "ENDPOINTS":
        endpoints.update((endpoint.noun, endpoint) for endpoint in values)
    elif name == "FURTHER_ROUTES":
        further_routes.extend(values)


def declared(name: str) -> list[Any]:
    """Everything declared under a constant, the core's declarations first."""
    return _declared[name]


def access_of(model: type[Model]) -> Access:
    """The access rules of a declared model. Raises KeyError for a model without a record type."""
    return record_types[model].access


def sheets(*groups: Group) -> list[Sheet]:
    """The sheets of these groups (all groups by default), in loading order."""
    found = (record_type.sheet for record_type in record_types.values() if record_type.sheet)
    chosen = (sheet for sheet in found if not groups or sheet.group in groups)
    return sorted(chosen, key=lambda sheet: (sheet.group, sheet.order, sheet.code))


def sheets_of(model: type[Model]) -> list[Sheet]:
    """The sheets with rows of the model or of its proxies."""
    return [sheet for sheet in sheets() if issubclass(sheet.model, model)]


def sheet_of(model: type[Model]) -> Sheet | None:
    """The first sheet with rows of the model."""
    return next(iter(sheets_of(model)), None)


def sheet_named(code: str) -> Sheet:
    return next(sheet for sheet in sheets() if sheet.code == code)


def refusals() -> dict[str, object]:
    """The message of each trigger's refusal, for all record types."""
    return {name: words for rt in record_types.values() for name, words in rt.refusals.items()}


def verdicts(model: type[Model], rows: list[Model], beside: Beside | None = None) -> Iterator[list[Finding]]:
    """The findings of each row, saved or not; without `beside`, the rows belong to one release."""
    record_type = record_types[model]
    context = record_type.context(rows, beside or of_release(rows))
    unexplained = reasons_missing(rows, record_type.access, timezone.now())
    for row, missing in zip(rows, unexplained, strict=True):
        own = record_type.validate(row, context)
        yield [*both_languages(row, context), *not_a_word_of_addresses(row), *missing, *own]


def of_release(rows: list[Model]) -> Beside:
    """The rows already stored in the release of these rows."""

    def beside(model: type[Model]) -> Iterable[Model]:
        releases = {
            release
            for release in readable(rows, lambda row: getattr(row, "release", None))
            if release and release.pk
        }
        if not releases or not hasattr(model, "release"):
            return ()
        return model._default_manager.filter(release__in=releases).select_related()

    return beside


def choice_limit(model: type[Model], field: str) -> Callable | None:
    """The rows that an official may choose in a field, if the record type limits them."""
    record_type = record_types.get(model)
    return record_type.choices.get(field) if record_type else None
