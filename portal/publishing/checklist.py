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

from portal.publishing.models import (
    Announcement,
    Attachment,
    Contribution,
    Question,
    Release,
    Section,
)
from portal.publishing.models.ranges import rows_among, versions_beside
from portal.publishing.models.released import kinds_in, record_models
from portal.records.cell_errors import named
from portal.records.errors import Invalid
from portal.records.registry import access_of, declared

#: By key of the failure: why it is published nevertheless, in Chinese and English.
Reasons = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Assessment:
    """`evaluate(release, at=…)` stores the results, at submission and again at approval.

    `explain(release, reasons, seen)` stores the reviewer's reasons with the failures. Raises Invalid if one is missing,
    or would replace one that the reviewer has not seen.
    """

    evaluate: Callable[..., None]
    explain: Callable[[Release, Reasons, Reasons | None], None]


#: Suffixes of fields with a note on a single row, or a text as printed.
ASIDE = ("note", "_printed")

#: Rows named in an entry; the rest are counted.
NAMED = 5


@dataclass(frozen=True)
class ChecklistEntry:
    """One error or warning. `at_approval`: an error that blocks approval but not submission.

    `address`: the page of the desk that shows more.
    """

    text: str
    is_error: bool = False
    at_approval: bool = False
    address: str = ""


def entries(release: Release) -> list[ChecklistEntry]:
    """All entries, errors first; a fixed number of queries for each rule."""
    rules = (*declared("RELEASE_ERRORS"), *declared("RELEASE_WARNINGS"))
    found = [entry for rule in rules for entry in rule(release)]
    return sorted(found, key=lambda entry: not entry.is_error)


def refuse(release: Release, *, approving: bool) -> None:
    """Raise Invalid with every error that blocks submitting, or approving, the release."""
    found = (entry for rule in declared("RELEASE_ERRORS") for entry in rule(release))
    if errors := [e.text for e in found if e.is_error and (approving or not e.at_approval)]:
        raise Invalid(" ".join(errors))


def about(rows: Iterable[object], words: str, **kinds: bool) -> Iterator[ChecklistEntry]:
    """One entry about all these rows; none if there are no rows. `words` has a placeholder for `rows`."""
    if rows := list(rows):
        yield ChecklistEntry(words % {"rows": named(map(str, rows), most=NAMED)}, **kinds)


def both_languages(release: Release) -> Iterator[ChecklistEntry]:
    """Every text exists in both languages. Notes on single rows only cause a warning."""
    texts = ((getattr(release, f"{stem}_zh"), getattr(release, f"{stem}_en")) for stem in pairs(Release))
    missing = [release] if any(bool(chinese) != bool(english) for chinese, english in texts) else []
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
    """A text given in one language only; a title missing in either."""
    found = Q(pk__in=[])
    for stem in stems:
        for one, other in (("zh", "en"), ("en", "zh")):
            has_other = Q() if stem == "title" else ~Q(**{f"{stem}_{other}": ""})
            found |= Q(**{f"{stem}_{one}": ""}) & has_other
    return found


def contributions_are_in(release: Release) -> Iterator[ChecklistEntry]:
    missing = release.contributions.exclude(state=Contribution.State.SUBMITTED).select_related("department")
    departments = [contribution.department.name for contribution in missing]
    yield from about(departments, _("Contributions not handed in yet: %(rows)s."), is_error=True)


def comments_are_answered(release: Release) -> Iterator[ChecklistEntry]:
    waiting = release.comments.unanswered().values_list("row", flat=True)
    yield from about(waiting, _("Reviewer comments without an answer: %(rows)s."), is_error=True)


def metadata_is_stated(release: Release) -> Iterator[ChecklistEntry]:
    """The metadata required of every document (国办公开办函〔2019〕60号, 政府信息公开目录)."""
    names = ("index_number", "disclosure", "issuing_body_zh", "category_zh", "document_date", "validity")
    missing = [
        str(Release._meta.get_field(name).verbose_name) for name in names if not getattr(release, name)
    ]
    yield from about(missing, _("Missing statutory metadata: %(rows)s."), is_error=settings.METADATA_REQUIRED)


def announced_time(release: Release) -> Iterator[ChecklistEntry]:
    """The announced time; approving another time takes a public reason."""
    current = Announcement.objects.current(timezone.now()).filter(release=release).first()
    if current is None or current.scheduled_for is None:
        return
    time = timezone.localtime(current.scheduled_for).strftime("%Y-%m-%d %H:%M")
    yield ChecklistEntry(_("The announced time is %(time)s.") % {"time": time})


def corrections_change_something(release: Release) -> Iterator[ChecklistEntry]:
    """A copy left unchanged in a correction would be published as a revision without changes."""
    if release.kind != Release.Kind.CORRECTION:
        return
    repeated = []
    for model in kinds_in(release, record_models()):
        if model.version_key and access_of(model).edited:
            rows = list(model.objects.filter(release=release))
            key = model.version_key[0]
            same = {f"{key}__in": {getattr(row, key) for row in rows}}
            in_force = [one.stated for one in model.objects.known_at(timezone.now()).filter(**same)]
            repeated += [row for row in rows if row.stated in in_force]
    words = _("The correction does not change these; edit or remove them: %(rows)s.")
    yield from about(repeated, words, is_error=True)


def corrections_are_up_to_date(release: Release) -> Iterator[ChecklistEntry]:
    """A correction replaces the versions that it was compared with, not what others have corrected since."""
    if release.compared_at is None:
        return
    beside = versions_beside(release)
    others = Release.objects.decided_after(release.compared_at).filter(pk__in=beside)
    for other in others.order_by("pk"):
        words = _(
            "“%(release)s” has changed these since the correction was begun: %%(rows)s. Look at the new figures, "
            "then change, keep or remove the rows."
        ) % {"release": str(other).replace("%", "%%")}
        yield from about(rows_among(beside[other.pk]), words, is_error=True)
