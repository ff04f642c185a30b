"""A release as sheets: its metadata, sections, questions, figures, commitments and reports on them."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.commitments.models import Commitment, CommitmentUpdate
from portal.commitments.validation import NOT_LATE
from portal.publishing.documents import DOCUMENTS
from portal.publishing.models import Question, Release, Section
from portal.records.columns import Boolean, Choice, Code, Date, DecimalNumber, Integer, Text, plain
from portal.records.lookups import Target
from portal.records.references import Reference, References
from portal.records.sheets import Finding, Group, Row, Sheet, register_sheet
from portal.spreadsheets.reference_sheets import NOTES, dimensions_of_indicator, texts
from portal.spreadsheets.references import Lookup
from portal.staff.models import Department, Sector
from portal.statistics.models import Observation
from portal.statistics.series_columns import series_columns
from portal.statistics.validation import BELOW_ZERO

SECTION = Target(Section, by="number", within_release=True)


def in_document(lookup: Lookup) -> bool:
    """Whether the release retells a document, so that rows need a locator."""
    return lookup.release_kind in DOCUMENTS


def promised_by_now(commitments: QuerySet, lookup: Lookup) -> QuerySet:
    """Promised in this release or in one that has been approved."""
    return commitments.filter(Q(release__released_at__isnull=False) | Q(release=lookup.release))


def public_by_now(releases: QuerySet, lookup: Lookup) -> QuerySet:
    """Only what is public can be corrected."""
    return releases.released(timezone.now())


def locator() -> tuple[Reference, Integer]:
    """The columns that say where in the document a row stands."""
    return Reference("section", SECTION, required=in_document), Integer("paragraph", required=in_document)


def correction_is_whole(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A correction names what it corrects and why; no other release does."""
    is_correction = row.values["kind"] == Release.Kind.CORRECTION
    for code in ("corrects", "reason_zh", "reason_en"):
        if code not in row.values:
            continue
        if is_correction and not row.values[code]:
            yield (
                code,
                _("A correction names the release that it corrects, and the reason in both languages."),
            )
        elif row.values[code] and not is_correction:
            yield code, _("Only a correction has this.")


def corrected_is_own(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A department corrects its own releases."""
    publishers = lookup.recall("publishers", _publishers)
    corrects = row.values["corrects"]
    if corrects and publishers.get(corrects) != row.values["department"]:
        yield (
            "corrects",
            _("was published by the department %(department)s, which alone corrects it.")
            % {"department": publishers.get(corrects)},
        )


def _publishers() -> dict[str, str]:
    return dict(Release.objects.values_list("slug", "department__code"))


def place_exists(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """The paragraph is one of the section's."""
    number, paragraph = row.values["section"], row.values["paragraph"]
    if not number and paragraph is not None:
        yield "section", _("A paragraph needs its section.")
    if not number or paragraph is None:
        return
    section = lookup.row("Sections", number)
    if section is not None and not 1 <= paragraph <= section["paragraphs"]:
        yield (
            "paragraph",
            _("Section %(section)s has the paragraphs 1 to %(last)d.")
            % {"section": number, "last": section["paragraphs"]},
        )


def value_follows_status(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A value is left out exactly when it is suppressed or missing."""
    withheld = row.values["status"] in Observation.VALUELESS
    if withheld and row.values["value"] is not None:
        yield (
            "value",
            _("With the status %(status)s the value is left empty.") % {"status": row.values["status"]},
        )
    elif not withheld and row.values["value"] is None:
        yield (
            "value",
            _(
                "The value is empty; that is allowed with the status suppressed or missing only, not with %(status)s."
            )
            % {"status": row.values["status"]},
        )


def damage_is_explained(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """An uncertain or impossible reading says in a note what was read, and why."""
    if row.values["status"] in {"low_reliability", "missing"} and not row.values["note_zh"]:
        yield "note_zh", _("With the status %(status)s a note says why.") % {"status": row.values["status"]}


def period_fits_basis(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """The first day of the period is what the basis of the indicator asks for."""
    start, end = row.values["period_start"], row.values["period_end"]
    indicator = lookup.row("Indicators", row.values["indicator"])
    if indicator is None or end is None:
        return
    basis = indicator["basis"]
    if basis in {"point", "since_start"} and start is not None:
        yield (
            "period_start",
            _("The basis of the indicator is %(basis)s: leave the first day empty.") % {"basis": basis},
        )
    elif basis == "ytd" and start != end.replace(month=1, day=1):
        first = end.replace(month=1, day=1).isoformat()
        yield (
            "period_start",
            _("The basis of the indicator is ytd: the first day is %(day)s.") % {"day": first},
        )
    elif basis == "period" and start is None:
        yield "period_start", _("The basis of the indicator is period: the first day is needed.")
    if start is not None and start > end:
        yield "period_end", _("The last day of the period lies before its first.")


def value_fits_indicator(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """No more decimals than the indicator has, nothing counted below zero, no count that shows who is meant."""
    value, indicator = row.values["value"], lookup.row("Indicators", row.values["indicator"])
    if value is None or indicator is None:
        return
    if value != round(value, indicator["decimals"]):
        yield (
            "value",
            _("%(indicator)s has at most %(decimals)d decimals.")
            % {"indicator": row.values["indicator"], "decimals": indicator["decimals"]},
        )
    unit = lookup.row("Units", indicator["unit"])
    if value < 0 and unit is not None and not unit["below_zero"]:
        yield "value", str(BELOW_ZERO) % {"unit": indicator["unit"]}
    smallest = indicator["smallest_count"]
    if smallest is not None and row.values["kind"] == "actual" and 0 < value < smallest:
        yield (
            "value",
            _("%(value)s is below %(smallest)d, the smallest count that may be published: suppress it.")
            % {"value": plain(value), "smallest": smallest},
        )


def series_is_whole(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A commitment shows its result in a series, or in none."""
    indicator, area = row.values["indicator"], row.values["area"]
    if indicator and not area:
        yield "area", _("The series of an indicator needs its area.")
    elif not indicator and (area or row.values["dimensions"]):
        yield "indicator", _("A series needs its indicator.")


def promised_once(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """The code of a commitment is not in use in another release."""
    elsewhere = lookup.recall("commitments of other releases", lambda: _promised_elsewhere(lookup.release))
    if row.before is None and row.values["code"] in elsewhere:
        yield "code", _("Another release has a commitment of this code.")


def _promised_elsewhere(release: Release | None) -> set[str]:
    return set(Commitment.objects.exclude(release=release).values_list("code", flat=True))


def outcome_fits_dates(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """A day of completion belongs to what was kept, a new date to what was changed."""
    outcome = row.values["outcome"]
    if row.values["completed_on"] and outcome not in {"kept", "kept_late"}:
        yield "completed_on", _("Only a commitment that was kept has a day of completion.")
    if row.values["new_due"] and outcome != "changed":
        yield "new_due", _("Only a changed commitment has a new due date.")


def kept_late_is_late(row: Row, lookup: Lookup) -> Iterator[Finding]:
    """What was completed by its due date was kept in time."""
    completed, due = row.values["completed_on"], _dues(lookup).get(row.values["commitment"])
    if row.values["outcome"] == "kept_late" and completed and due and completed <= due:
        yield "completed_on", str(NOT_LATE) % {"due": due.isoformat()}


def _dues(lookup: Lookup) -> dict[str, dt.date | None]:
    """The due dates of commitments by code, of the workbook and of the database."""
    stored = lookup.recall("dues", lambda: dict(Commitment.objects.values_list("code", "due")))
    return stored | {key[0]: values["due"] for key, values in lookup.rows("Commitments").items()}


RELEASE = Sheet(
    "Release",
    gettext_lazy("Release"),
    Group.RELEASE,
    10,
    Release,
    (
        Code("slug", required=True),
        Choice("kind", required=True),
        Reference("department", Target(Department), required=True),
        *texts("title_zh", "title_en", "summary_zh", "summary_en", required=True),
        Text("index_number"),
        Choice("disclosure"),
        *texts("issuing_body_zh", "issuing_body_en", "category_zh", "category_en"),
        Date("document_date"),
        Choice("validity"),
        Date("expires_on"),
        Date("published_on"),
        Boolean("published_on_estimated"),
        *texts("source_document", *NOTES),
        Reference("corrects", Target(Release, by="slug", known=public_by_now)),
        *texts("reason_zh", "reason_en"),
    ),
    key=("slug",),
    rules=(correction_is_whole, corrected_is_own),
)
SECTIONS = Sheet(
    "Sections",
    gettext_lazy("Sections"),
    Group.RELEASE,
    20,
    Section,
    (
        Text("number", required=True),
        *texts("title_zh", "title_en", required=True),
        Reference("sector", Target(Sector)),
        Reference("department", Target(Department), required=True),
        *texts("summary_zh", "summary_en"),
        Integer("paragraphs", required=True),
    ),
    key=("number",),
    position="order",
    export_order=("order", "pk"),
)
QUESTIONS = Sheet(
    "Questions",
    gettext_lazy("Questions"),
    Group.RELEASE,
    30,
    Question,
    (
        Integer("number", required=True),
        Reference("section", SECTION, required=True),
        *texts("outlet_zh", "outlet_en", "question_zh", "question_en", required=True),
        *texts("speaker_zh", "speaker_en", "answer_zh", "answer_en", required=True),
    ),
    key=("number",),
    export_order=("number",),
)
OBSERVATIONS = Sheet(
    "Observations",
    gettext_lazy("Observations"),
    Group.RELEASE,
    40,
    Observation,
    (
        *locator(),
        *series_columns(),
        Date("period_start"),
        Date("period_end", required=True),
        Choice("kind", required=True),
        DecimalNumber("value"),
        Choice("qualifier"),
        Choice("status", required=True),
        Text("as_printed", required=in_document),
        *texts(*NOTES),
    ),
    key=("indicator", "area", "dimensions", "period_start", "period_end", "kind"),
    rules=(
        place_exists,
        dimensions_of_indicator,
        value_follows_status,
        damage_is_explained,
        period_fits_basis,
        value_fits_indicator,
    ),
    export_order=("section__order", "paragraph", "pk"),
)
COMMITMENTS = Sheet(
    "Commitments",
    gettext_lazy("Commitments"),
    Group.RELEASE,
    50,
    Commitment,
    (
        Code("code", required=True),
        *locator(),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        *texts("title_zh", "title_en", required=True),
        *texts("detail_zh", "detail_en"),
        References("areas", Target(Area), label=gettext_lazy("areas concerned")),
        *series_columns(required=False),
        Date("due"),
        *texts("due_printed_zh", "due_printed_en"),
    ),
    key=("code",),
    rules=(place_exists, series_is_whole, dimensions_of_indicator, promised_once),
    export_order=("section__order", "paragraph", "pk"),
)
COMMITMENT_UPDATES = Sheet(
    "CommitmentUpdates",
    gettext_lazy("Reports on commitments"),
    Group.RELEASE,
    60,
    CommitmentUpdate,
    (
        Reference("commitment", Target(Commitment, known=promised_by_now), required=True),
        *locator(),
        Choice("outcome", required=True),
        Date("completed_on"),
        Date("new_due"),
        *texts(*NOTES, required=True),
    ),
    key=("commitment",),
    rules=(place_exists, outcome_fits_dates, kept_late_is_late),
    export_order=("section__order", "paragraph", "pk"),
)


def register() -> None:
    """Add the parts of a release to every workbook."""
    for sheet in (RELEASE, SECTIONS, QUESTIONS, OBSERVATIONS, COMMITMENTS, COMMITMENT_UPDATES):
        register_sheet(sheet)
