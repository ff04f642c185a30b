"""Schemes and disbursements as records."""

from django.utils.translation import gettext_lazy as _

from portal.publishing.api import record_endpoint
from portal.publishing.permissions import IN_OPEN_RELEASE, own_departments, theirs
from portal.publishing.records import in_document, locator
from portal.records.access import Access, released_rows
from portal.records.columns import NAMES, NOTES, Choice, Code, Date, DecimalNumber, Integer, Text, texts
from portal.records.described import changes
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, RecordType
from portal.staff.models import Department
from welfare.api import DisbursementFields, DisbursementFilter
from welfare.models import Disbursement, Scheme
from welfare.validation import validate_disbursement


def summary(row: Disbursement) -> str:
    """“Needy residents · January–March 2022 · 567 persons · 143,000 yuan”."""
    return " · ".join(filter(None, (row.group, row.period.label, row.counts, row.money)))


RECORDS = [
    RecordType(
        model=Scheme,
        access=Access(
            ("department_id",), appears_in=("disbursements__release",), public=released_rows(Scheme)
        ),
        sheet=Sheet(
            "Schemes",
            _("Schemes"),
            Group.REFERENCE,
            210,
            Scheme,
            (
                Code("code", required=True),
                *texts(*NAMES, required=True),
                Reference("department", Target(Department), required=True),
                *changes(),
            ),
            key=("code",),
        ),
        choices={"department": own_departments},
        admin=AdminOptions(fields=("code", "name_zh", "name_en", "department"), search=("code", *NAMES)),
    ),
    RecordType(
        model=Disbursement,
        access=Access(("scheme__department_id",), "release", contributes=True),
        sheet=Sheet(
            "Disbursements",
            _("Disbursements"),
            Group.RELEASE,
            210,
            Disbursement,
            (
                Reference("scheme", Target(Scheme), required=True),
                *texts("group_zh", "group_en", required=True),
                *locator(),
                Date("period_start", required=True),
                Date("period_end", required=True),
                Integer("persons"),
                Integer("households"),
                DecimalNumber("amount"),
                Choice("qualifier"),
                Text("as_printed", required=in_document),
                *texts(*NOTES),
            ),
            key=("scheme", "group_zh", "period_start", "period_end"),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "disbursements",
            Disbursement,
            DisbursementFields,
            filters=DisbursementFilter,
            title=_("Disbursements"),
            about=_("Who received how much under which scheme, with the amount a head."),
            related=("scheme__department",),
        ),
        validate=validate_disbursement,
        summary=summary,
        related=("scheme",),
        choices=IN_OPEN_RELEASE | {"scheme": lambda user: theirs(Scheme.objects.all(), user)},
        admin=AdminOptions(
            fields=(
                "scheme",
                ("group_zh", "group_en"),
                ("period_start", "period_end"),
                ("persons", "households"),
                ("amount", "qualifier"),
            ),
            search=("scheme__code", "scheme__name_zh", "scheme__name_en", "group_zh", "group_en"),
            filters=("scheme",),
        ),
    ),
]
