"""Disbursements as records."""

from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.publishing.api import record_endpoint
from portal.publishing.permissions import IN_OPEN_RELEASE
from portal.publishing.records import in_document, locator
from portal.records.access import Access
from portal.records.columns import NOTES, Boolean, Choice, Date, DecimalNumber, Integer, Text, texts
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, RecordType
from welfare.api import DisbursementFields, DisbursementFilter
from welfare.models import Disbursement, Scheme
from welfare.records.schemes import schemes_of
from welfare.validation import validate_disbursement


def summary(row: Disbursement) -> str:
    """“Needy residents · January–March 2022 · 567 persons · 143,000 yuan”."""
    area = row.area.label if row.area else ""
    return " · ".join(filter(None, (row.group, area, row.period.label, row.counts, row.money)))


DISBURSEMENTS = RecordType(
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
            Reference("area", Target(Area)),
            *locator(),
            Date("period_start", required=True),
            Date("period_end", required=True),
            Boolean("period_inferred"),
            Integer("persons"),
            Integer("households"),
            DecimalNumber("amount", measured=True),
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
        related=("scheme__department", "area"),
    ),
    validate=validate_disbursement,
    summary=summary,
    related=("scheme", "area"),
    choices=IN_OPEN_RELEASE | {"scheme": schemes_of},
    admin=AdminOptions(
        fields=(
            "scheme",
            ("group_zh", "group_en"),
            "area",
            ("period_start", "period_end", "period_inferred"),
            ("persons", "households"),
            ("amount", "qualifier"),
        ),
        search=("scheme__code", "scheme__name_zh", "scheme__name_en", "group_zh", "group_en"),
        filters=("scheme",),
    ),
)
