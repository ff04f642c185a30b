"""Synonyms as records."""

from django.utils.translation import gettext_lazy as _

from portal.publishing.permissions import own_departments
from portal.records.access import Access, nothing_public
from portal.records.columns import Text, Texts
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, RecordType
from portal.search.models import Synonym
from portal.staff.models import Department

RECORDS = [
    RecordType(
        model=Synonym,
        access=Access(("department_id",), public=nothing_public),
        sheet=Sheet(
            "Synonyms",
            _("Synonyms"),
            Group.CONTENT,
            90,
            Synonym,
            (
                Text("meant", required=True),
                Texts("said", required=True),
                Reference("department", Target(Department), required=True),
            ),
            key=("meant",),
        ),
        choices={"department": own_departments},
        admin=AdminOptions(fields=("meant", "said", "department"), search=("meant", "said")),
    ),
]
