"""The publishing checklist: errors that block submitting or approving a release, and warnings.

The entries come from functions declared in `validation.py` files. Errors block submission and approval everywhere;
warnings block nothing.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.publishing.models import (
    Announcement,
    Attachment,
    Contribution,
    Question,
    Release,
    ReleasedRecord,
    Section,
)
from portal.publishing.models.released import kinds_in, record_models
from portal.records.errors import Invalid
from portal.records.registry import access_of, declared

#: By key of the failure: why it is published nevertheless, in Chinese and English.
Reasons = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Assessment:
    """`evaluate(release, at=…)` stores the results, at submission and again at approval.

    `explain(release, reasons)` stores the reviewer's reasons with the failures. Raises Invalid if one is missing.
    """

    evaluate: Callable[..., None]
    explain: Callable[[Release, Reasons], None]


#: Suffixes of fields with a note on a single row, or a text as printed.
ASIDE = ("note", "_printed")

#: Rows named in an entry; the rest are counted.
NAMED = 5


@dataclass(frozen=True)
class ChecklistEntry:
    """One error or warning. `at_approval`: an error for the reviewer to settle, which does not block submission."""

    text: str
    is_error: bool = False
    at_approval: bool = False


def entries(release: Release) -> list[ChecklistEntry]:
    """All entries, errors first; a fixed number of queries for each finder."""
    found = [
        entry
        for finder in (*declared("RELEASE_ERRORS"), *declared("RELEASE_WARNINGS"))
        for entry in finder(release)
    ]
    return sorted(found, key=lambda entry: not entry.is_error)


def refuse(release: Release, *, approving: bool) -> None:
    """Raise Invalid with every error that blocks submitting, or approving, the release."""
    found = (entry for finder in declared("RELEASE_ERRORS") for entry in finder(release))
    errors = [e.text for e in found if e.is_error and (approving or not e.at_approval)]
    if errors:
        raise Invalid(" ".join(errors))


def named(rows: Iterable[object]) -> str:
    """The first few rows by name, and the number of the rest."""
    rows = list(rows)
    more = len(rows) - NAMED
    shown = _(", ").join(map(str, rows[:NAMED]))
    if more <= 0:
        return shown
    return ngettext("%(rows)s and %(count)d more", "%(rows)s and %(count)d more", more) % {
        "rows": shown,
        "count": more,
    }


def about(rows: Iterable[object], words: str, **kinds: bool) -> Iterator[ChecklistEntry]:
    """One entry about all these rows; none if there are no rows. `words` has a placeholder for `rows`."""
    if rows := list(rows):
        yield ChecklistEntry(words % {"rows": named(rows)}, **kinds)


def both_languages(release: Release) -> Iterator[ChecklistEntry]:
    """Every text exists in both languages. Notes on single rows only cause a warning."""
    missing = [release] if _half_said(release) else []
    noted = []
    for model in kinds_in(release, (Section, Question, Attachment, *record_models())):
        rows = model.objects.filter(release=release)
        if texts := [stem for stem in pairs(model) if not stem.endswith(ASIDE)]:
            missing += rows.filter(_lacks_a_language(texts))
        if asides := [stem for stem in pairs(model) if stem.endswith(ASIDE)]:
            noted += rows.filter(_lacks_a_language(asides))
    yield from about(missing, _("Missing in one language: %(rows)s."), is_error=True)
    yield from about(noted, _("Notes in one language only: %(rows)s."))


@functools.cache
def pairs(model: type[Model]) -> tuple[str, ...]:
    """The bilingual fields of a model. Reasons of results have their own rule."""
    names = {field.name for field in model._meta.concrete_fields}
    stems = (name.removesuffix("_zh") for name in sorted(names) if name.endswith("_zh"))
    return tuple(stem for stem in stems if f"{stem}_en" in names and stem != "reason")


def _lacks_a_language(stems: Iterable[str]) -> Q:
    """Given in one language only; a title missing in either."""
    found = Q(pk__in=[])
    for stem in stems:
        for one, other in (("zh", "en"), ("en", "zh")):
            said = Q() if stem == "title" else ~Q(**{f"{stem}_{other}": ""})
            found |= Q(**{f"{stem}_{one}": ""}) & said
    return found


def _half_said(release: Release) -> bool:
    said = [(getattr(release, f"{s}_zh"), getattr(release, f"{s}_en")) for s in pairs(Release)]
    return any(bool(chinese) != bool(english) for chinese, english in said)


def contributions_are_in(release: Release) -> Iterator[ChecklistEntry]:
    missing = release.contributions.exclude(state=Contribution.State.SUBMITTED).select_related("department")
    departments = [part.department.name for part in missing]
    yield from about(departments, _("Contributions not handed in yet: %(rows)s."), is_error=True)


def comments_are_answered(release: Release) -> Iterator[ChecklistEntry]:
    waiting = release.comments.unanswered().values_list("row", flat=True)
    yield from about(waiting, _("Reviewer comments without an answer: %(rows)s."), is_error=True)


def metadata_is_stated(release: Release) -> Iterator[ChecklistEntry]:
    """The metadata required of every document (国办公开办函〔2019〕60号, 政府信息公开目录)."""
    names = ("index_number", "disclosure", "issuing_body_zh", "category_zh", "document_date", "validity")
    silent = [_word(Release, name) for name in names if not getattr(release, name)]
    yield from about(silent, _("Missing statutory metadata: %(rows)s."), is_error=settings.METADATA_REQUIRED)


def _word(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def announced_time(release: Release) -> Iterator[ChecklistEntry]:
    """The announced time; approving another time takes a public reason."""
    standing = Announcement.objects.standing(timezone.now()).filter(release=release).first()
    if standing is None or standing.scheduled_for is None:
        return
    time = timezone.localtime(standing.scheduled_for).strftime("%Y-%m-%d %H:%M")
    yield ChecklistEntry(_("The announced time is %(time)s.") % {"time": time})


def corrections_change_something(release: Release) -> Iterator[ChecklistEntry]:
    """A copy left unchanged in a correction would be published as a revision without changes."""
    if release.kind != Release.Kind.CORRECTION:
        return
    repeated = [row for model in kinds_in(release, record_models()) for row in _repeated(model, release)]
    yield from about(
        repeated,
        _("The correction does not change these; edit or remove them: %(rows)s."),
        is_error=True,
    )


def _repeated(model: type[ReleasedRecord], release: Release) -> Iterator[ReleasedRecord]:
    if not (model.version_key and access_of(model).edited):
        return
    rows = list(model.objects.filter(release=release))
    key = model.version_key[0]
    alike = model.objects.known_at(timezone.now()).filter(
        **{f"{key}__in": {getattr(row, key) for row in rows}}
    )
    in_force = [one.stated for one in alike]
    yield from (row for row in rows if row.stated in in_force)
